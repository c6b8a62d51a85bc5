import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { inspectOutbox } from "../../outbox/edge/inspect-outbox.js";
import { outboxFolder } from "../../outbox/outbox.js";
import { checkModels } from "../household/preflight.js";
import { askLight, type LightStatus } from "../light/ask-light.js";
import { wireSenses } from "../wire.js";
import type { Conversation } from "./conversation.js";
import { examineBroker } from "./doctor-broker.js";
import { type ButtonOptions, examineButton } from "./doctor-button.js";
import { examineCard } from "./doctor-card.js";
import { examineClock } from "./doctor-clock.js";
import { examineDisk } from "./doctor-disk.js";
import { examineKeys } from "./doctor-keys.js";
import { examineLevels } from "./doctor-levels.js";
import { examinePins } from "./doctor-pins.js";
import { examinePower } from "./doctor-power.js";
import { examineWalls } from "./doctor-walls.js";
import { examine } from "./examine.js";
import { absent, type Finding, illness, well } from "./health.js";
import { type Surroundings, THIS_MACHINE } from "./surroundings.js";

const LIGHT_MS = 2000;

export interface DoctorOptions {
  readonly config: Config;
  readonly places: Places;
  /** Who sees and hears at the device; undefined where nobody may be asked. */
  readonly person?: Conversation | undefined;
  readonly press?: ButtonOptions["press"];
  readonly at?: Surroundings;
}

/** One part of the walk, with its heading. */
export type Examined = Finding & { readonly part: string };

/** Looks at everything that the service needs, one after the other, in the order in which a person sets a device up. */
export async function* doctor(options: DoctorOptions): AsyncGenerator<Examined> {
  const { config, places, person, press, at = THIS_MACHINE } = options;
  const { light, service } = await theLight(places);
  const parts: readonly (readonly [string, AsyncIterable<Finding> | Iterable<Finding>])[] = [
    ["Power", examinePower(at)],
    ["Service", [service]],
    ["Microphone", examineCard(config.microphone, at)],
    ["Microphone", examineLevels({ config, places, at, light, person })],
    ["Button and light", examinePins(config.pins, { at, isLightThere: light !== undefined })],
    ["Button and light", examineButton({ config, places, at, light, person, press })],
    ["Clock and disk", examineClock(at, Date.now())],
    ["Clock and disk", examineDisk(config, places, at)],
    ["Keys", examineKeys(places)],
    ["Models", examineModels(config, places)],
    ["Walls", examineWalls(config, { at, places })],
    ["Way out", examineBroker(config.broker)],
    ["Way out", examineOutbox(places)],
  ];
  for (const [part, findings] of parts) {
    for await (const finding of findings) yield { part, ...finding };
  }
}

/** Where the service runs, the microphone is the light's matter, the more so while it is muted: it is asked first. */
async function theLight(
  places: Places,
): Promise<{ readonly light: LightStatus | undefined; readonly service: Finding }> {
  const what = "light";
  let light: LightStatus | undefined;
  try {
    light = await askLight({ places, what: "status", waitMs: LIGHT_MS });
    if (light === undefined) throw new SottoError("NOT_RUNNING", "the light is there and does not answer");
  } catch (error) {
    if (codeOf(error) === "NOT_RUNNING" && light === undefined) {
      return { light, service: absent(what, "the service does not run here") };
    }
    return { light, service: illness(what, error) };
  }
  const { muted, isOpen, ear, uplink } = light;
  const device = `${muted ? "muted, " : ""}the microphone is ${isOpen ? "open" : "closed"}`;
  const seen = `the service runs: ${device}, ear ${ear ? "there" : "away"}, uplink ${uplink ? "there" : "away"}`;
  return { light, service: well(what, seen) };
}

async function* examineModels({ wake }: Config, places: Places): AsyncGenerator<Finding> {
  yield await examine("models", async () => `${await checkModels()} files intact`);
  yield await examine("engines", async () => {
    const { engine, words } = wake;
    const { hotLoop } = await wireSenses(engine, { words, wordsFolder: places.words });
    hotLoop.dispose();
    return `hot loop on ${hotLoop.engine}, recogniser loads, listens for ${words.join(", ")}`;
  });
}

/** The outbox as it lies on the disk, without changing it; the uplink may be at work in it. */
async function* examineOutbox({ uplink }: Places): AsyncGenerator<Finding> {
  yield await examine("outbox", async () => {
    const view = inspectOutbox(outboxFolder(uplink));
    if (view === undefined) return "nothing has been accepted here yet";
    const { accepted, pending, quarantined } = view.ledger;
    const open = view.openTombstones > 0 ? `, ${view.openTombstones} tombstone(s) unconfirmed` : "";
    return `${accepted} accepted, ${pending} waiting, ${quarantined} quarantined: the sum holds${open}`;
  });
}
