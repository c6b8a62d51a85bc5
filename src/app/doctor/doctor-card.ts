import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { chooseCard } from "../../capture/card-choice.js";
import { soundCards } from "../../capture/edge/sound-cards.js";
import type { Config } from "../../config/config.js";
import { type CardRequest, cardOf } from "./card-name.js";
import { type Finding, ill, untried, well } from "./health.js";
import { judgeOffer, offerOfStream } from "./sound-offer.js";
import { type Surroundings, told, unlessUntold } from "./surroundings.js";

export interface CaptureCard {
  readonly number: number;
  /** By which ALSA's names call it. */
  readonly id: string;
  readonly name: string;
  /** Numbers of its devices that record. */
  readonly devices: readonly number[];
}

/** The cards that can record, by the kernel's own list. Undefined where the kernel has no sound at all. */
export function captureCards({ proc }: Surroundings): readonly CaptureCard[] | undefined {
  const folder = join(proc, "asound");
  const list = told(join(folder, "cards"));
  if (list === undefined) return undefined;
  return [...list.matchAll(/^\s*(\d+) \[(\S+)\s*\]: \S+ - (.*)$/gm)]
    .map(([, number = "", id = "", name = ""]) => {
      const devices = (unlessUntold(() => readdirSync(join(folder, `card${number}`))) ?? [])
        .flatMap((entry) => /^pcm(\d+)c$/.exec(entry)?.[1] ?? [])
        .map(Number);
      return { number: Number(number), id, name: name.trim(), devices };
    })
    .filter(({ devices }) => devices.length > 0);
}

export interface OpenedDevice {
  /** ALSA's name of it. */
  readonly device: string;
  /** ALSA's id or number of its card; undefined for a name that tells none. */
  readonly card: string | undefined;
}

/** What would be opened now; undefined where cards are named and none of them is there. */
export function openedDevice(microphone: Config["microphone"], at: Surroundings): OpenedDevice | undefined {
  if (microphone.cards.length > 0) {
    const found = chooseCard(soundCards(join(at.proc, "asound")), microphone.cards);
    return found === undefined ? undefined : { device: found.device, card: found.id };
  }
  const asked = cardOf(microphone.device);
  const card = asked === undefined ? undefined : "id" in asked ? asked.id : `${asked.number}`;
  return { device: microphone.device, card };
}

/** Is the configured card there, and does it give what the configuration asks of it? Nothing is opened. */
export function* examineCard(microphone: Config["microphone"], at: Surroundings): Generator<Finding> {
  const recorder = spawnSync("arecord", ["-l"], { stdio: "ignore" });
  if (recorder.error)
    yield ill("recorder", "the program arecord is not installed", "apt-get install alsa-utils");
  const cards = captureCards(at);
  const opened = openedDevice(microphone, at);
  const asked = opened === undefined ? undefined : cardOf(opened.device);
  if (opened !== undefined && asked === undefined) {
    yield untried(
      "card",
      `${opened.device} is a name of ALSA's own, which may be any card`,
      adviceOnCards(cards ?? [], "Name the card, so that no other is opened"),
    );
    return;
  }
  if (cards === undefined) {
    yield ill(
      "card",
      "the kernel shows no sound system (/proc/asound)",
      "Plug the microphone in; on a board, name its overlay in config.txt (hardware/README.md)",
    );
    return;
  }
  if (asked === undefined) {
    const seen = `none of ${microphone.cards.join(", ")} is there alone (of two that answer to a name neither is meant)`;
    yield ill("card", seen, adviceOnCards(cards, "Its cable, or in the configuration"));
    return;
  }
  const card = cards.find(({ id, number }) => ("id" in asked ? id === asked.id : number === asked.number));
  if (card === undefined) {
    const seen = `no card ${"id" in asked ? asked.id : asked.number} that records`;
    yield ill("card", seen, adviceOnCards(cards, "Its cable, or in the configuration"));
    return;
  }
  yield* found(card, { asked, microphone, at, others: cards.filter((each) => each !== card) });
}

function* found(
  card: CaptureCard,
  {
    asked,
    microphone,
    at,
    others,
  }: {
    readonly asked: CardRequest;
    readonly microphone: Config["microphone"];
    readonly at: Surroundings;
    readonly others: readonly CaptureCard[];
  },
): Generator<Finding> {
  const also = others.length === 0 ? "" : `; also here: ${others.map(({ id }) => id).join(", ")}`;
  const seen = `${card.id}, card ${card.number} (${card.name})${also}`;
  if (!card.devices.includes(asked.device)) {
    yield ill(
      "card",
      `${seen}: its device ${asked.device} does not record`,
      `microphone.device = "hw:CARD=${card.id},DEV=${card.devices[0]}"`,
    );
    return;
  }
  yield well("card", seen, adviceOn(asked, card));
  const stream = told(join(at.proc, `asound/card${card.number}/stream${asked.device}`));
  // Any other name lets ALSA change the form.
  if (stream === undefined || asked.plugin !== "hw") return;
  const finding = judgeOffer(offerOfStream(stream), microphone);
  if (finding !== undefined) yield finding;
}

function adviceOn(asked: CardRequest, card: CaptureCard): string | undefined {
  const own = `microphone.device = "hw:CARD=${card.id}${asked.device === 0 ? "" : `,DEV=${asked.device}`}"`;
  if (asked.plugin !== "hw")
    return `${asked.plugin}: mixes all channels into those that are asked for, the played ones too: ${own}`;
  return "number" in asked ? `Numbers change with the order of plugging: ${own}` : undefined;
}

/** What to write for each card that is there. */
export function adviceOnCards(cards: readonly CaptureCard[], before: string): string {
  if (cards.length === 0) return "No card that records is there: check the cable, then arecord -l";
  const lines = cards.map(({ id, name }) => `microphone.device = "hw:CARD=${id}" (${name})`);
  return `${before}: ${lines.join(", or ")}`;
}
