/**
 * A second device: its uplink, real and in its sandbox, below the same broker and keeper, and for an ear the ear's own
 * sending half: the link, and the clips that are held until they are accepted, sealed with that device's keys. A person
 * can't speak fast enough to have clips in flight at every moment at which something is killed; this can.
 *
 * Arguments: configuration file, options as JSON. Line `calm` on standard input: seals no more. Ends with its input.
 */
import { createInterface } from "node:readline";
import { Crew, type CrewEvent } from "../../src/app/household/crew.js";
import { loadConfig } from "../../src/config/edge/config-file.js";
import { placesOf, socketPath } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { confine } from "../../src/isolation/edge/confine.js";
import { thisWorld } from "../../src/isolation/edge/this-world.js";
import { sandboxOf } from "../../src/isolation/sandbox.js";
import { loadDevice, sealingKeys } from "../../src/keys/edge/device-keys.js";
import { LinkClient } from "../../src/link/edge/link-client.js";
import { HeldClips } from "../../src/pipeline/held-clips.js";
import { sealedText } from "../support/sealed-clips.js";
import { type FeederLine, feederOptions } from "./feeder-lines.js";
import { BUILT_PROCESSES } from "./whole-house.js";

const [configFile = "", optionsText = "{}"] = process.argv.slice(2);
const options = feederOptions.parse(JSON.parse(optionsText));
const config = loadConfig(configFile);
const places = placesOf(config, { home: "", runtime: undefined });
const OFFER_AGAIN_MS = 5_000;

function tell(line: FeederLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function tellEvent(event: CrewEvent): void {
  const pid = event.kind === "started" ? crew.pidOf("uplink") : undefined;
  if (pid !== undefined) tell({ kind: "started", pid });
  if (event.kind === "ended") tell({ kind: "ended" });
  const id = event.kind === "line" && event.line.event === "clip-accepted" ? event.line["id"] : undefined;
  if (typeof id === "string") tell({ kind: "accepted", id });
}

const world = thisWorld({ config, configFile, environment: process.env });
const crew: Crew = new Crew({
  members: ["uplink"],
  places,
  entries: BUILT_PROCESSES,
  args: ["--config", configFile],
  argsOf: { uplink: ["--broker", options.brokerUrl] },
  launch: (name, { entry, args, stdin }) =>
    confine(sandboxOf(name, world), { command: process.execPath, args: [entry, ...args], stdin }),
  makeSafe: () => undefined,
  // The first start is told before there is a crew to ask.
  observe: (event) => setImmediate(() => tellEvent(event)),
});
const keys = await sealingKeys(loadDevice(places.device));
const held: HeldClips = new HeldClips({
  send: (clip) => link.send({ kind: "clip", message: clip.message }),
  mayLeave: () => true,
  clock: systemClock,
  observe: (event) => {
    if (event.kind === "accepted") tell({ kind: "accepted", id: event.id });
    tell({ kind: "held", held: held.length });
  },
  bounds: { maxClips: options.mostClips, maxBytes: 100_000_000 },
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
const again = setInterval(() => held.offerAgain(), OFFER_AGAIN_MS);
const calm = new AbortController();
const input = createInterface({ input: process.stdin });
const ended = new Promise<void>((resolve) => input.once("close", () => resolve()));
input.on("line", (line) => {
  if (line === "calm") calm.abort();
});
void ended.then(() => calm.abort());
for (let sealed = 0; sealed < options.mostClips && !calm.signal.aborted; sealed++) {
  const clip = await sealedText("lights on", keys);
  tell({ kind: "sealed", id: clip.messageId });
  held.add(clip, systemClock.wallMs());
  tell({ kind: "held", held: held.length });
  // Its only way to reject is our own signal, which the loop looks at.
  await systemClock.sleep(options.everyMs, calm.signal).catch(() => undefined);
}
await ended;
clearInterval(again);
await link.close();
await crew.stop();
