import { beforeAll, describe, expect, it } from "vitest";
import { SottoError } from "../../src/domain/errors.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import type { ModelStore } from "../../src/models/model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import type { Hearing, Recogniser } from "../../src/transcript/recogniser.js";
import { transcriptText } from "../../src/transcript/words.js";
import { lookAgain } from "../../src/wake/second-look.js";
import { joined, say } from "../support/flite.js";
import { thrownCode } from "../support/thrown.js";

/** What the plan adds on either side. */
const PAD_SAMPLES = 960;

let recogniser: Recogniser;

beforeAll(async () => {
  recogniser = await loadMoonshine(new FileModelStore());
});

describe("hearing", () => {
  it("writes down an ordinary command without doubt", async () => {
    const { samples } = joined([await say("set a timer for ten minutes", "rms")], 0.3);
    const { transcript } = await recogniser.hear(samples);
    expect(transcriptText(transcript).toLowerCase()).toMatch(/set a timer for (ten|10) minutes/);
    expect(transcript.doubts).toEqual([]);
    expect(transcript.tokens.every((token) => token.probability > 0 && token.probability <= 1)).toBe(true);
  });

  it("gives the same transcript for the same sound", async () => {
    const { samples } = joined([await say("turn off the kitchen light")], 0.3);
    const first = await recogniser.hear(samples);
    const second = await recogniser.hear(samples);
    expect(second.transcript).toEqual(first.transcript);
  });

  it.each([
    ["no sound", new Float32Array(0)],
    ["one sample", Float32Array.of(0.5)],
    ["99 ms", new Float32Array(1_584).fill(0.5)],
    ["two seconds of digital silence", new Float32Array(32_000)],
  ])("finds no words in %s, and says so", async (_, samples) => {
    const hearing = await recogniser.hear(samples);
    expect(hearing.transcript).toEqual({ words: [], tokens: [], doubts: ["no-words"] });
    expect(await hearing.locate([])).toEqual([]);
    hearing.release();
  });

  it("doubts what it writes for noise", async () => {
    const { transcript } = await recogniser.hear(madeNoise(32_000, 0.02));
    expect(transcript.doubts).not.toEqual([]);
  });

  it("notices that it went round in circles over a sound that is no speech", async () => {
    const { transcript } = await recogniser.hear(new Float32Array(32_000).fill(0.5));
    expect(transcript.doubts).toContain("looping");
  });

  it("fails for samples that are no numbers", async () => {
    expect(await thrownCode(() => recogniser.hear(new Float32Array(32_000).fill(Number.NaN)))).toBe(
      "MODEL_FAILED",
    );
  });
});

describe("locating a name", () => {
  let samples: Float32Array;
  let name: { readonly start: number; readonly end: number };
  let hearing: Hearing;
  let wordStart: number;

  beforeAll(async () => {
    const pieces = [
      await say("please send a message to"),
      await say("Margaret"),
      await say("about the meeting"),
    ];
    const made = joined(pieces, 0.12);
    samples = made.samples;
    name = made.spans[1] ?? { start: 0, end: 0 };
    hearing = await recogniser.hear(samples);
    wordStart = hearing.transcript.words.findIndex((word) => /margaret/i.test(word.text));
  });

  it("covers it with pad and uncertainty, and leaves most of the command", async () => {
    expect(wordStart).toBeGreaterThanOrEqual(0);
    const [time] = await hearing.locate([{ wordStart, wordEnd: wordStart + 1 }]);
    const reach = PAD_SAMPLES + (time?.uncertaintySamples ?? 0);
    expect((time?.span.start ?? Number.NaN) - reach).toBeLessThanOrEqual(name.start);
    expect((time?.span.end ?? Number.NaN) + reach).toBeGreaterThanOrEqual(name.end);
    expect(time?.span.start ?? Number.NaN).toBeGreaterThan(name.start - 8_000);
    expect(time?.span.end ?? Number.NaN).toBeLessThan(name.end + 8_000);
  });

  it("finds what has to go: with the span silenced the name can't be heard any more", async () => {
    const [time] = await hearing.locate([{ wordStart, wordEnd: wordStart + 1 }]);
    const reach = PAD_SAMPLES + (time?.uncertaintySamples ?? 0);
    const cut = samples.slice();
    cut.fill(0, Math.max(0, (time?.span.start ?? 0) - reach), (time?.span.end ?? cut.length) + reach);
    const again = await recogniser.hear(cut);
    expect(transcriptText(again.transcript)).not.toMatch(/marg/i);
    expect(transcriptText(again.transcript)).toMatch(/message/i);
  });

  it("tells of the name's own sound, and no more of it once it is silenced", async () => {
    const { tokens, words } = hearing.transcript;
    const { tokenStart, tokenEnd } = words[wordStart] ?? { tokenStart: 0, tokenEnd: 0 };
    const [time] = await hearing.locate([{ wordStart, wordEnd: wordStart + 1 }]);
    const reach = PAD_SAMPLES + (time?.uncertaintySamples ?? 0);
    const cut = samples.slice();
    cut.fill(0, Math.max(0, (time?.span.start ?? 0) - reach), (time?.span.end ?? cut.length) + reach);
    const told = async (sound: Float32Array, from: number) =>
      (await (await recogniser.hear(sound)).told(tokens, from)).slice(tokenStart, tokenEnd);
    const highest = async (sound: Float32Array) => Math.max(...(await told(sound, tokenStart)));
    expect(await highest(samples)).toBeGreaterThan(4);
    expect(await highest(cut)).toBeLessThan(3);
    // What is not fed again, since it was written just so, changes little: the graph rounds by what it is given at once.
    const [inOne, bySharing] = [await told(cut, 0), await told(cut, tokenStart)];
    for (const [i, rise] of bySharing.entries()) expect(rise).toBeCloseTo(inOne[i] ?? Number.NaN, 0);
  });

  it("answers for several runs of words in the order asked", async () => {
    const ranges = [
      { wordStart, wordEnd: wordStart + 1 },
      { wordStart: 0, wordEnd: 1 },
    ];
    const times = await hearing.locate(ranges);
    expect(times).toMatchObject(ranges);
    expect(times[1]?.span.end).toBeLessThan(times[0]?.span.start ?? 0);
  });

  it("refuses once it was released", async () => {
    const released = await recogniser.hear(samples);
    released.release();
    expect(await thrownCode(() => released.locate([{ wordStart: 0, wordEnd: 1 }]))).toBe("INTERNAL");
  });
});

describe("a second look at a wake word", () => {
  // By the recogniser's ear alone, as for a word without a stricter head.
  const rule = { weights: { first: 0, strict: 0, recogniser: 1 }, bias: 0, acceptedFrom: 0.5 };
  const heard = (samples: Float32Array, word: string) =>
    lookAgain(
      (sound, phrase) => recogniser.plausibility(sound, phrase),
      samples,
      { word, score: 0.9, strict: undefined },
      rule,
    );

  it.each(["computer", "alexa", "jarvis"])(
    "accepts %s, also with a command right behind it",
    async (word) => {
      const said = await say(word, "rms");
      const alone = joined([said], 0.3).samples;
      expect((await heard(alone, word)).verdict).toBe("accepted");
      const followed = joined([said, (await say("turn on the", "rms")).subarray(0, 4_000)], 0.1).samples;
      expect((await heard(followed, word)).verdict).toBe("accepted");
    },
  );

  it("rejects other words, noise and silence", async () => {
    const other = joined([await say("good morning", "rms")], 0.3).samples;
    for (const word of ["computer", "alexa", "jarvis"]) {
      expect((await heard(other, word)).verdict).toBe("rejected");
      expect((await heard(madeNoise(24_000, 0.05), word)).verdict).toBe("rejected");
      expect((await heard(new Float32Array(24_000), word)).verdict).toBe("rejected");
    }
  });
});

describe("loading", () => {
  const real = new FileModelStore();

  it.each(["encoder", "decoder"] as const)("fails when the %s is no graph", async (part) => {
    const store: ModelStore = {
      read: async (file) => (file.includes(part) ? new Uint8Array(4_096).fill(7) : real.read(file)),
    };
    expect(await thrownCode(() => loadMoonshine(store))).toBe("MODEL_FAILED");
  });

  it("fails when the vocabulary is cut short", async () => {
    const store: ModelStore = {
      read: async (file) => {
        const bytes = await real.read(file);
        return file.endsWith("tokenizer.bin") ? bytes.subarray(0, bytes.length - 3) : bytes;
      },
    };
    expect(await thrownCode(() => loadMoonshine(store))).toBe("MODEL_FAILED");
  });

  it("passes on that a file was altered", async () => {
    const store: ModelStore = {
      read: async (file) => {
        throw new SottoError("MODEL_ALTERED", file);
      },
    };
    expect(await thrownCode(() => loadMoonshine(store))).toBe("MODEL_ALTERED");
  });

  it("switches telemetry off", () => {
    expect(process.env["ORT_DISABLE_TELEMETRY"]).toBe("1");
  });
});

/** Even noise from a small generator, the same on every run (seed 12345). */
function madeNoise(length: number, loudness: number): Float32Array {
  let state = 12_345;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x40000000 - 1) * loudness;
  });
}
