import { madeUpFirst, madeUpLast, madeUpStreet } from "./made-up-values.js";
import { Random } from "./random.js";
import { makeRecordings, type Recording, type RecordingPlan } from "./recording.js";
import { digitWords, groupedDigits, houseNumberWords, numberWords, spelledWords } from "./spoken-values.js";
import { WAKE_WORDS } from "./training-texts.js";
import { VOICE_NAMES } from "./training-voices.js";

/**
 * A sentence around a value. Each carries a second of harmless words or more: of a shorter one nothing is left
 * after the cut, and the clip is dropped, which is right and shows nothing.
 */
type Frame = (random: Random) => string;

const NAME: readonly [Frame, ...Frame[]] = [
  (r) => `send a message to {PERSON:${madeUpFirst(r)} ${madeUpLast(r)}} that i will be late.`,
  (r) => `remind me to call {PERSON:${madeUpFirst(r)} ${madeUpLast(r)}} this evening.`,
  (r) => `please remember that my name is {PERSON:${madeUpFirst(r)} ${madeUpLast(r)}}.`,
  (r) => `make an appointment with doctor {PERSON:${madeUpLast(r)}} please.`,
];
const CODE: readonly [Frame, ...Frame[]] = [
  (r) => `the code for the door is {SECRET:${digitWords(r, 4)}}.`,
  (r) => `unlock the gate, the pin is {SECRET:${digitWords(r, 4)}}.`,
  (r) => `turn off the alarm, the code is {SECRET:${digitWords(r, 6)}}.`,
];
const PHONE: readonly [Frame, ...Frame[]] = [
  (r) => `please save a new phone number, it is {PHONE:oh seven ${groupedDigits(r, [3, 3, 3])}}.`,
  (r) => `my phone number is {PHONE:${groupedDigits(r, [3, 3, 4])}}.`,
];
const ADDRESS: readonly [Frame, ...Frame[]] = [
  (r) => `order a taxi to {ADDRESS:${houseNumberWords(r)} ${madeUpStreet(r)}}.`,
  (r) => `please remember that i live at {ADDRESS:${houseNumberWords(r)} ${madeUpStreet(r)}}.`,
];
const SPELLED: readonly [Frame, ...Frame[]] = [
  (r) => `write down that my surname is spelled {SPELLED:${spelledWords(madeUpLast(r))}}.`,
  (r) => `the name of my guest is spelled {SPELLED:${spelledWords(madeUpFirst(r))}}.`,
];
const HARMLESS: readonly [Frame, ...Frame[]] = [
  (r) => `set a timer for ${numberWords(r.whole(2, 55))} minutes.`,
  (r) => `turn the heating to ${numberWords(r.whole(17, 24))} degrees.`,
  (r) => `add ${numberWords(r.whole(2, 12))} apples and a loaf of bread to the shopping list.`,
  (r) => `what is ${numberWords(r.whole(3, 19))} times ${numberWords(r.whole(3, 19))}?`,
];

/** By turns: of twelve, three names, two each of codes, phones, addresses and harmless ones, one spelled. */
const TURNS = [
  NAME,
  CODE,
  HARMLESS,
  PHONE,
  ADDRESS,
  NAME,
  SPELLED,
  CODE,
  PHONE,
  HARMLESS,
  ADDRESS,
  NAME,
] as const;

/** What a set will say; the same seed gives the same set. */
export function planRandomSet(count: number, seed: number): RecordingPlan[] {
  const random = new Random(seed);
  const speakers = random.shuffled(VOICE_NAMES);
  return Array.from({ length: count }, (_, i) => {
    const frames = TURNS[i % TURNS.length] ?? NAME;
    return {
      name: `random-${String(i).padStart(2, "0")}`,
      wake: random.pick(WAKE_WORDS),
      marked: random.pick(frames)(random),
      speaker: speakers[i % speakers.length] ?? "af_alloy",
      speed: Math.round((0.92 + random.next() * 0.16) * 100) / 100,
    };
  });
}

/**
 * Speaks `count` recordings with values drawn from `seed` into `folder`, with recordings.json.
 * @throws SottoError MODEL_FETCH_FAILED, MODEL_ALTERED
 */
export async function makeRandomSet(folder: string, count: number, seed: number): Promise<Recording[]> {
  return makeRecordings(folder, planRandomSet(count, seed), new Random(seed + 1));
}
