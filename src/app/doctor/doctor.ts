import { spawnSync } from "node:child_process";
import type { Config } from "../../config/config.js";
import { type Places, recorderName } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { loadDevice } from "../../keys/edge/device-keys.js";
import { loadTrustedDevices, showOwner } from "../../keys/edge/owner-keys.js";
import { MuteFile } from "../../light/edge/mute-file.js";
import { inspectOutbox } from "../../outbox/edge/inspect-outbox.js";
import { outboxFolder } from "../../outbox/outbox.js";
import { earSource } from "../ear/ear-source.js";
import { checkModels, requireKeeper } from "../household/preflight.js";
import { askLight, type LightStatus } from "../light/ask-light.js";
import { wireSenses } from "../wire.js";
import { examineBroker } from "./doctor-broker.js";
import { examineWalls } from "./doctor-walls.js";
import type { Finding, Health } from "./health.js";

const LISTEN_MS = 3000;
const LIGHT_MS = 2000;

export interface DoctorOptions {
  readonly config: Config;
  readonly places: Places;
}

async function examine(
  what: string,
  look: () => Promise<string>,
  onMissingKey: Health = "ill",
): Promise<Finding> {
  try {
    return { what, health: "well", seen: await look(), advice: undefined };
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    const health = codeOf(error) === "KEY_MISSING" ? onMissingKey : "ill";
    return { what, health, seen: error.message, advice: error.remedy };
  }
}

/**
 * Opens the microphone for a moment and closes it again; the sound goes nowhere. The recorder bears the house's name, so
 * that a light which is started meanwhile knows it for one of its own.
 */
async function listen(microphone: Config["microphone"], places: Places): Promise<string> {
  const source = await earSource({
    ...{ microphone, recorderName: recorderName(places.run) },
    ...{ device: undefined, input: undefined },
  });
  const timer = systemClock.sleep(LISTEN_MS).then(() => source.close());
  let loudest = 0;
  let samples = 0;
  for await (const event of source.events()) {
    if (event.kind === "lost") {
      await source.close();
      throw new SottoError(event.code, `device ${microphone.device}`);
    }
    if (event.kind !== "samples") continue;
    samples += event.samples.length;
    for (const sample of event.samples) loudest = Math.max(loudest, Math.abs(sample));
    event.samples.fill(0);
  }
  await timer;
  const decibels =
    loudest > 0 ? `loudest ${(20 * Math.log10(loudest)).toFixed(0)} dBFS` : "silence: is it switched off?";
  return `${microphone.device} open, ${(samples / 16_000).toFixed(1)} s heard, ${decibels}`;
}

/**
 * Where the service runs the microphone is the light's matter, the more so while it is muted: it is asked, and nothing
 * is opened. Undefined where nothing runs.
 */
async function lightSays(places: Places): Promise<string | undefined> {
  let status: LightStatus | undefined;
  try {
    status = await askLight({ places, what: "status", waitMs: LIGHT_MS });
  } catch (error) {
    if (codeOf(error) === "NOT_RUNNING") return undefined;
    throw error;
  }
  if (status === undefined) throw new SottoError("NOT_RUNNING", "the light is there and does not answer");
  const { muted, isOpen, ear, uplink } = status;
  const device = `${muted ? "muted, " : ""}the microphone is ${isOpen ? "open" : "closed"}`;
  return `the service runs: ${device}, ear ${ear ? "there" : "away"}, uplink ${uplink ? "there" : "away"}`;
}

/** Why the microphone is left closed where no light runs; undefined where it may be opened for a look. */
function whyClosed({ config, places }: DoctorOptions): string | undefined {
  const { mute } = new MuteFile(places.light).read();
  if (mute === "muted") return "muted: nothing is opened. The button lifts it while the service runs";
  if (config.pins) return "the light does not run, and without it nothing is opened";
  return undefined;
}

/** A look at the microphone that opens nothing behind anybody's back. */
async function lookAtMicrophone(options: DoctorOptions): Promise<Finding> {
  const what = "microphone";
  const closed = whyClosed(options);
  const found = await examine(what, async () => {
    const said = await lightSays(options.places);
    return said ?? closed ?? (await listen(options.config.microphone, options.places));
  });
  return found.health === "ill" || found.seen === closed ? { ...found, advice: captureCards() } : found;
}

/** The cards that could be listened to, by ALSA's own account, or the package that is missing. */
function captureCards(): string {
  const listed = spawnSync("arecord", ["-l"], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  if (listed.error) return "The recorder is not installed: apt-get install alsa-utils";
  const cards = [...listed.stdout.matchAll(/^card \d+: (\S+) \[([^\]]*)\]/gm)];
  if (cards.length === 0) return "ALSA sees no capture card: check the cable, then arecord -l";
  const names = cards.map(([, id = "", name = ""]) => `hw:CARD=${id} (${name})`);
  return `Set microphone.device to one of these: ${names.join(", ")}`;
}

async function checkSenses({ engine, words }: Config["wake"], wordsFolder: string): Promise<string> {
  const { hotLoop } = await wireSenses(engine, { words, wordsFolder });
  hotLoop.dispose();
  return `hot loop on ${hotLoop.engine}, recogniser loads, listens for ${words.join(", ")}`;
}

/** The outbox as it lies on the disk, without changing it; the uplink may be at work in it. */
async function checkOutbox(uplinkFolder: string): Promise<string> {
  const view = inspectOutbox(outboxFolder(uplinkFolder));
  if (view === undefined) return "nothing has been accepted here yet";
  const { accepted, pending, quarantined } = view.ledger;
  const open = view.openTombstones > 0 ? `, ${view.openTombstones} tombstone(s) unconfirmed` : "";
  return `${accepted} accepted, ${pending} waiting, ${quarantined} quarantined: the sum holds${open}`;
}

/** Looks at everything that the service needs, one after the other. */
export async function* doctor(options: DoctorOptions): AsyncGenerator<Finding> {
  const { config } = options;
  yield await lookAtMicrophone(options);
  yield await examineWalls();
  yield await examine("models", async () => `${await checkModels()} files intact`);
  yield await examine("engines", () => checkSenses(config.wake, options.places.words));
  yield await examine("device's key", async () => {
    const { identity, owner, readers } = loadDevice(options.places.device);
    if (!owner)
      throw new SottoError(
        "KEY_MISSING",
        "no owner is pinned, so nothing can be sealed: sotto keys pin owner.pub",
      );
    const others = readers.map(({ fingerprint }) => ` and ${fingerprint}`).join("");
    return `${identity.name}, seals to ${owner.fingerprint}${others}`;
  });
  yield await examine(
    "keeper",
    async () => `receipts of ${requireKeeper(options.places.uplink).fingerprint}`,
  );
  yield await examine(
    "owner's key",
    async () =>
      `${showOwner(options.places.owner).fingerprint}, trusts ${loadTrustedDevices(options.places.owner).length} device(s)`,
    "absent",
  );
  yield await examine("outbox", () => checkOutbox(options.places.uplink));
  yield* examineBroker(config.broker);
}
