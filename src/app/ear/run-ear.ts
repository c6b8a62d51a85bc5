import type { Config } from "../../config/config.js";
import { type Places, socketPath } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { PinnedReaders } from "../../keys/edge/pinned-readers.js";
import { LinkClient } from "../../link/edge/link-client.js";
import type { LossReason } from "../../link/edge/link-connection.js";
import type { Log } from "../../log/log.js";
import type { Watchdog } from "../../supervise/watchdog.js";
import { residentMb } from "../resident-memory.js";
import { wireEar, wireJudgement } from "../wire.js";
import { EarService } from "./ear-service.js";
import type { EarSourceOptions } from "./ear-source.js";
import { HearingPulse } from "./hearing-pulse.js";
import { LightPulse } from "./light-pulse.js";
import { startListening } from "./start-listening.js";

export interface EarRunOptions {
  readonly config: Config;
  readonly places: Pick<Places, "device" | "words" | "run">;
  readonly source: EarSourceOptions;
  readonly log: Log;
  /** Ends it as `close` does. */
  readonly ending: AbortSignal;
  readonly watchdog: Watchdog;
}

const TICK_MS = 5_000;
const PULSE_MS = 1_000;

/**
 * The ear: resolves when it is to end, after it was told to close. The device is opened when the light says `listen`
 * and the models are loaded.
 * @throws SottoError KEY_MISSING, KEY_INVALID, MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE,
 * WORD_UNKNOWN, WORD_DAMAGED, CONFIG_INVALID, HEARING_STOPPED, and what the source throws
 */
export async function runEar(options: EarRunOptions): Promise<void> {
  const { config, places, source, log, ending, watchdog } = options;
  watchdog.status("loads its models");
  const pinned = await PinnedReaders.load(places.device);
  const service = new EarService({
    ...{ keys: pinned, ownerKeyId: () => pinned.ownerKeyId, log, clock: systemClock },
    toLight: (message) => light.send(message),
    toUplink: (message) => uplink.send(message),
  });
  const pulse = new LightPulse({
    clock: systemClock,
    onSilence: () => {
      log.write("light-silent");
      // Also where nothing was heard yet: who stays would wait for a `listen` that the light has said already.
      service.stop();
    },
  });
  const light: LinkClient<"light-to-ear", "ear-to-light"> = new LinkClient({
    path: socketPath(places.run, "ear-light"),
    ...{ receives: "light-to-ear", sends: "ear-to-light", clock: systemClock },
    onMessage: (message) => {
      pulse.take(message);
      service.fromLight(message);
    },
    onConnect: () => service.lightConnected(),
    onLost: (why) => {
      log.write("light-lost", lossFields(why));
      pulse.stop();
      service.lightLost();
    },
  });
  const uplink: LinkClient<"uplink-to-ear", "ear-to-uplink"> = new LinkClient({
    path: socketPath(places.run, "ear-uplink"),
    ...{ receives: "uplink-to-ear", sends: "ear-to-uplink", clock: systemClock },
    onMessage: (message) => service.fromUplink(message),
    onConnect: () => {
      log.write("uplink-connected");
      service.uplinkConnected();
    },
    onLost: (why) => log.write("uplink-lost", lossFields(why)),
  });
  ending.addEventListener("abort", () => service.stop(), { once: true });
  const ticking = new AbortController();
  void every(TICK_MS, ticking.signal, () => service.tick());
  const hearing = new HearingPulse(config.microphone);
  let hops = () => 0;
  void every(PULSE_MS, ticking.signal, () => {
    const isOpen = service.phase !== "closed";
    if (hearing.lives({ isOpen, hops: hops(), nowMs: systemClock.monotonicMs() })) watchdog.alive();
  });
  const load = async () => {
    // One after the other: together they would need the memory of both while they load.
    const { listening, engine, rule } = await startListening({ config, source, wordsFolder: places.words });
    hops = () => listening.gauge.hops;
    const listeningMb = residentMb();
    const senses = await wireJudgement();
    const { mode, wake } = config;
    log.write("ear-ready", { mode, engine, words: wake.words.length, listeningMb, residentMb: residentMb() });
    watchdog.ready();
    watchdog.status("ready");
    const keys = () => pinned.now();
    service.ready((observe) => wireEar({ config, listening, rule, senses, keys, observe }));
    // A thread that dies is told by the ear that runs on it; before there is one, by itself.
    await Promise.race([service.over, listening.over.then(() => service.over)]);
  };
  try {
    await Promise.race([service.over, load()]);
  } finally {
    watchdog.stopping();
    ticking.abort();
    pulse.stop();
    await Promise.all([light.close(), uplink.close()]);
  }
}

async function every(ms: number, signal: AbortSignal, work: () => void): Promise<void> {
  while (!signal.aborted) {
    // Its only way to reject is our own signal, which the loop looks at.
    await systemClock.sleep(ms, signal).catch(() => undefined);
    if (!signal.aborted) work();
  }
}

function lossFields(why: LossReason) {
  return why === "malformed" ? { code: "LINK_INVALID" as const } : {};
}
