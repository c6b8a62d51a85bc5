import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "smol-toml";
import { Crew, type CrewEvent } from "../../src/app/crew.js";
import { pairKeys } from "../../src/app/pair-keys.js";
import type { Config } from "../../src/config/config.js";
import { type Places, socketPath } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { confine } from "../../src/isolation/edge/confine.js";
import { thisWorld } from "../../src/isolation/edge/this-world.js";
import { sandboxOf } from "../../src/isolation/sandbox.js";
import { loadDevice, sealingKeys } from "../../src/keys/edge/device-keys.js";
import { LinkClient } from "../../src/link/edge/link-client.js";
import { HeldClips } from "../../src/pipeline/held-clips.js";
import { sealedText } from "../support/sealed-clips.js";
import { BUILT_PROCESSES, type HouseFolders } from "./whole-house.js";

/** Where a second device of the same owner and the same keeper lies. Paired before the keeper starts. */
export function furnishSecond({ places, config }: HouseFolders): {
  readonly places: Places;
  readonly config: Config;
} {
  const folder = join(places.run, "..", "second");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const second: Places = {
    ...places,
    device: join(folder, "device"),
    light: join(folder, "light"),
    uplink: join(folder, "uplink"),
    run: join(folder, "run"),
  };
  pairKeys(second);
  return { places: second, config: { ...config, folders: { ...second } } };
}

export interface SecondHouse {
  readonly crew: Crew;
  /** Clips that the feeder has sealed, by now. */
  readonly sealed: readonly string[];
  /** Of these, those that the uplink has said are on its disk. */
  readonly accepted: ReadonlySet<string>;
  /** Dropped by the feeder's own bound: none, unless its uplink is away for very long. */
  readonly evicted: number;
  /** Seals no more; what is held is still offered. */
  calm(): void;
  readonly held: number;
  stop(): Promise<void>;
}

/**
 * A second device's uplink, real and in its sandbox, below the same broker and keeper, and for an ear the ear's own
 * sending half: the link, and the clips that are held until they are accepted, sealed with that device's keys. A
 * person can't speak fast enough to have clips in flight at every moment at which something is killed; this can.
 */
export async function openSecondHouse(
  { places, config }: { readonly places: Places; readonly config: Config },
  {
    brokerUrl,
    everyMs,
    mostClips,
    observe,
  }: {
    readonly brokerUrl: string;
    readonly everyMs: number;
    readonly mostClips: number;
    readonly observe: (event: CrewEvent) => void;
  },
): Promise<SecondHouse> {
  const configFile = join(places.uplink, "..", "config.toml");
  writeFileSync(configFile, stringify(config), { mode: 0o600 });
  const world = thisWorld({ config, configFile, environment: process.env });
  const crew = new Crew({
    members: ["uplink"],
    places,
    entries: BUILT_PROCESSES,
    args: ["--config", configFile],
    argsOf: { uplink: ["--broker", brokerUrl] },
    launch: (name, { entry, args, stdin }) =>
      confine(sandboxOf(name, world), { command: process.execPath, args: [entry, ...args], stdin }),
    makeSafe: () => undefined,
    observe,
  });
  const keys = await sealingKeys(loadDevice(places.device));
  const sealed: string[] = [];
  const accepted = new Set<string>();
  let evicted = 0;
  const held: HeldClips = new HeldClips({
    send: (clip) => link.send({ kind: "clip", message: clip.message }),
    observe: (event) => {
      if (event.kind === "accepted") accepted.add(event.id);
      if (event.kind === "evicted") evicted += 1;
    },
    bounds: { maxClips: 500, maxBytes: 16_000_000 },
  });
  const link: LinkClient<"uplink-to-ear", "ear-to-uplink"> = new LinkClient({
    path: socketPath(places.run, "ear-uplink"),
    ...{ receives: "uplink-to-ear", sends: "ear-to-uplink", clock: systemClock },
    onMessage: (message) => {
      if (message.kind === "accepted") held.accepted(message.id);
      if (message.kind === "refused") held.refused(message.id, message.code);
    },
    onConnect: () => held.connected(),
  });
  const calm = new AbortController();
  const again = setInterval(() => held.offerAgain(), 5_000);
  const feeding = (async () => {
    while (!calm.signal.aborted && sealed.length < mostClips) {
      const clip = await sealedText("lights on", keys);
      sealed.push(clip.messageId);
      held.add(clip, systemClock.wallMs());
      // Its only way to reject is our own signal, which the loop looks at.
      await systemClock.sleep(everyMs, calm.signal).catch(() => undefined);
    }
  })();
  return {
    ...{ crew, sealed, accepted },
    get evicted() {
      return evicted;
    },
    get held() {
      return held.length;
    },
    calm: () => calm.abort(),
    async stop() {
      calm.abort();
      clearInterval(again);
      await feeding;
      await link.close();
      await crew.stop();
    },
  };
}
