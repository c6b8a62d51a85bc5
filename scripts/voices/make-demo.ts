/** Makes the six recordings of the demonstration again: npx tsx scripts/voices/make-demo.ts [--out DIR] */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "./random.js";
import { makeRecordings, type RecordingPlan } from "./recording.js";

/** The names and the street are invented, the numbers random: no list, rule or training text holds them. */
const PLANS: readonly RecordingPlan[] = [
  {
    name: "1-name",
    wake: "computer",
    marked: "send a message to {PERSON:tavia morbeck} that i'm running late.",
    speaker: "af_nova",
    speed: 1,
  },
  {
    name: "2-door-code",
    wake: "alexa",
    marked: "the code for the front door is {SECRET:seven one nine four}.",
    speaker: "am_michael",
    speed: 1,
  },
  {
    name: "3-phone-number",
    wake: "jarvis",
    marked:
      "please save a new phone number, it is {PHONE:oh seven nine one four, six two eight, three five three}.",
    speaker: "bf_emma",
    speed: 1,
  },
  {
    name: "4-address",
    wake: "computer",
    marked: "order a taxi to {ADDRESS:forty seven wintermoss lane}.",
    speaker: "am_adam",
    speed: 1,
  },
  {
    name: "5-spelled-name",
    wake: "alexa",
    marked: "my surname is spelled {SPELLED:K E L V O R T H}.",
    speaker: "bm_george",
    speed: 0.95,
  },
  {
    name: "6-harmless",
    wake: "jarvis",
    marked: "set a timer for twelve minutes.",
    speaker: "af_sky",
    speed: 1,
  },
];

const { values } = parseArgs({ options: { out: { type: "string" } } });
const folder = values.out ?? fileURLToPath(new URL("../demo/recordings", import.meta.url));
await makeRecordings(folder, PLANS, new Random(6));
console.error(`${PLANS.length} recordings in ${folder}`);
