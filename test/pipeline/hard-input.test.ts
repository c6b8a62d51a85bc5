import { beforeAll, describe, expect, it } from "vitest";
import { RawAudio } from "../../src/capture/raw-audio.js";
import { type SampleSpan, toSeconds } from "../../src/domain/audio.js";
import { isCovered } from "../../src/evaluation/coverage.js";
import { RULES } from "../../src/findings/finders.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { processUtterance, type UtteranceOutcome } from "../../src/pipeline/process-utterance.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import type { Recogniser } from "../../src/transcript/recogniser.js";
import { joined, say } from "../support/flite.js";
import { clipped, hum, laughter, sayIn, together, whispered } from "../support/hard-sound.js";
import { stillClock } from "../support/scripted-recogniser.js";

/** docs/hard-input.md tells what each of these is for. */

/** The longest utterance. */
const UTTERANCE_SAMPLES = 12 * 16_000;

let recogniser: Recogniser;

beforeAll(async () => {
  recogniser = await loadMoonshine(new FileModelStore());
});

function gate(samples: Float32Array): Promise<UtteranceOutcome> {
  const raw = RawAudio.of(samples.slice(0, UTTERANCE_SAMPLES));
  return processUtterance(raw, {
    recogniser,
    finders: RULES,
    clock: stillClock(),
    mode: "redact",
    spotter: undefined,
    fill: "silence",
  });
}

const alone = (sound: Float32Array) => joined([sound], 0.3).samples;
const reasonOf = (outcome: UtteranceOutcome) => (outcome.kind === "drop" ? outcome.reason : "forward");
const cutsOf = (outcome: UtteranceOutcome) =>
  outcome.kind === "forward"
    ? outcome.cuts.cuts.map(({ span }) => ({ start: toSeconds(span.start), end: toSeconds(span.end) }))
    : [];
const isHeldBack = (outcome: UtteranceOutcome, span: SampleSpan) =>
  outcome.kind === "drop" ||
  isCovered({ start: toSeconds(span.start), end: toSeconds(span.end) }, cutsOf(outcome));

const letters = (count: number) => Array.from({ length: count }, (_, i) => "kowalczyk"[i % 9]).join(" ");
const digits = (count: number) =>
  Array.from({ length: count }, (_, i) => ["seven", "three", "nine", "one", "four", "six"][(i * 5) % 6]).join(
    " ",
  );

describe("sound that is hard to hear", () => {
  it("is forwarded untouched where somebody laughs behind a harmless command", async () => {
    const { samples } = joined([await say("turn off the light"), laughter(2)], 0.2);
    expect(reasonOf(await gate(samples))).toBe("forward");
  });

  it("does not tell the name that somebody laughs behind", async () => {
    const { samples, spans } = joined([await say("call"), await say("margaret"), laughter(2)], 0.1);
    expect(isHeldBack(await gate(samples), spans[1] ?? { start: 0, end: 1 })).toBe(true);
  });

  it("is dropped where it is two people at once, both with something personal", async () => {
    const one = await say("please call margaret whitfield at home");
    const other = await say("my number is five five five oh one four two", "rms");
    expect(reasonOf(await gate(alone(together(one, other))))).toBe("unsure-transcript");
  });

  it("keeps a name in the lyrics of a song at home", async () => {
    const { samples, spans } = joined(
      [await say("my heart belongs to"), await say("mary"), await say("tonight")],
      0.06,
    );
    const song = together(samples, hum(samples.length / 16_000));
    expect(isHeldBack(await gate(song), spans[1] ?? { start: 0, end: 1 })).toBe(true);
  });

  it.each([
    ["de", "Ich heiße Annette Schröder und wohne in der Lindenstraße sieben"],
    ["es", "Llama a mi hermana Lucía Fernández por favor"],
    ["fr", "Je m'appelle Geneviève Marchand et j'habite rue de la Gare"],
    ["it", "Mi chiamo Giuseppe Ferrari e abito in via Roma"],
    ["pl", "Nazywam się Agnieszka Kowalczyk i mieszkam w Krakowie"],
  ] as const)("is dropped in another language: %s", async (language, text) => {
    expect(reasonOf(await gate(alone(await sayIn(language, text))))).toBe("unsure-transcript");
  });

  it("is dropped where nobody has a voice: a whisper of which no words are left", async () => {
    expect(reasonOf(await gate(alone(whispered(await say("my name is margaret whitfield")))))).toBe(
      "no-words",
    );
  });

  it("is dropped where clipping leaves the recogniser guessing", async () => {
    const sound = clipped(await say("please call margaret whitfield about the meeting"));
    expect(reasonOf(await gate(alone(sound)))).toBe("unsure-transcript");
  });

  it("leaves nothing of twelve seconds of digits", async () => {
    expect(reasonOf(await gate(alone(await say(digits(46)))))).not.toBe("forward");
  });

  it("is dropped where a spelling of 300 letters fills the utterance", async () => {
    const sound = alone(await say(`my name is ${letters(300)}`));
    expect(sound.length).toBeGreaterThan(UTTERANCE_SAMPLES);
    expect(reasonOf(await gate(sound))).not.toBe("forward");
  });

  it("is dropped where it sends the recogniser round in circles", async () => {
    const outcome = await gate(new Float32Array(48_000).fill(0.5));
    expect(["no-words", "unsure-transcript"]).toContain(reasonOf(outcome));
  });
});
