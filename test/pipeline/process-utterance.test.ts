import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RawAudio } from "../../src/capture/raw-audio.js";
import { SottoError } from "../../src/domain/errors.js";
import { RULES } from "../../src/findings/finders.js";
import type { Finder } from "../../src/findings/finding.js";
import {
  processUtterance,
  type UtteranceOutcome,
  type UtteranceTools,
} from "../../src/pipeline/process-utterance.js";
import type { Hearing, Recogniser } from "../../src/transcript/recogniser.js";
import { ScriptedRecogniser, speech, spokenEvenly, stillClock } from "../support/scripted-recogniser.js";

const WORD = 12_000;

function utterance(sentence: string) {
  const length = sentence.split(" ").length * WORD;
  const recogniser = new ScriptedRecogniser(spokenEvenly(sentence, length));
  return { raw: RawAudio.of(speech(length)), recogniser };
}

function tools(recogniser: Recogniser, changes: Partial<UtteranceTools> = {}): UtteranceTools {
  const clock = stillClock();
  return {
    recogniser,
    finders: RULES,
    clock,
    mode: "redact",
    spotter: undefined,
    fill: "tone",
    ...changes,
  };
}

function soundOf(outcome: UtteranceOutcome): Float32Array {
  if (outcome.kind !== "forward" || outcome.clip.content.kind !== "sound")
    throw new TypeError("no sound left");
  return outcome.clip.content.samples;
}

const reasonOf = (outcome: UtteranceOutcome) => (outcome.kind === "drop" ? outcome.reason : "forwarded");

const CALL = "Please call Siobhan and tell her that the dinner is ready now.";

describe("the way of one utterance", () => {
  it("forwards a harmless command as it was, and hears it twice like any other", async () => {
    const { raw, recogniser } = utterance("Turn off the lights in the kitchen.");
    const before = raw.samples.slice();
    const outcome = await processUtterance(raw, tools(recogniser));
    expect(soundOf(outcome)).toEqual(before);
    expect(recogniser.heard).toHaveLength(2);
  });

  it("forwards a call without the name, and hears the rest again", async () => {
    const { raw, recogniser } = utterance(CALL);
    const outcome = await processUtterance(raw, tools(recogniser));
    const sound = soundOf(outcome);
    expect(Math.max(...sound.subarray(2 * WORD, 3 * WORD).map(Math.abs))).toBeLessThan(0.02);
    expect(recogniser.heard[1]).not.toContain("Siobhan");
    expect(recogniser.heard[1]).toContain("dinner is ready now.");
  });

  it("erases the raw sound and frees every hearing, forwarded or dropped", async () => {
    for (const sentence of [CALL, "4 4 1 7"]) {
      const { raw, recogniser } = utterance(sentence);
      await processUtterance(raw, tools(recogniser));
      expect(raw.samples.every((sample) => sample === 0)).toBe(true);
      expect(recogniser.released).toBe(recogniser.heard.length);
    }
  });

  it("drops an answer that is nothing but a number", async () => {
    const { raw, recogniser } = utterance("4 4 1 7");
    expect(reasonOf(await processUtterance(raw, tools(recogniser)))).toBe("nothing-left");
  });

  it("drops what has no words", async () => {
    const recogniser = new ScriptedRecogniser([]);
    expect(reasonOf(await processUtterance(RawAudio.of(speech(WORD)), tools(recogniser)))).toBe("no-words");
  });

  it("lets nothing leave in local mode, and does not even listen", async () => {
    const { raw, recogniser } = utterance(CALL);
    expect(reasonOf(await processUtterance(raw, tools(recogniser, { mode: "local" })))).toBe("local-mode");
    expect(recogniser.heard).toEqual([]);
  });

  it("gives words without the personal ones in text mode", async () => {
    const { raw, recogniser } = utterance(CALL);
    const outcome = await processUtterance(raw, tools(recogniser, { mode: "text" }));
    if (outcome.kind !== "forward") throw new TypeError("dropped");
    expect(outcome.clip.content).toEqual({
      kind: "text",
      text: "Please call [PERSON] and tell her that the dinner is ready now.",
    });
  });

  it("keeps known commands only in strict mode", async () => {
    const { raw, recogniser } = utterance(
      "Please turn off the lights near the gizmo in the kitchen right now.",
    );
    const outcome = await processUtterance(raw, tools(recogniser, { mode: "strict" }));
    const sources = outcome.kind === "forward" ? outcome.cuts.cuts.map((cut) => cut.sources) : [];
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.every(([source, ...more]) => source === "strict" && more.length === 0)).toBe(true);
    expect(recogniser.heard[1]).not.toContain("gizmo");
    expect(recogniser.heard[1]).toContain("Please turn off");
  });
});

describe("the spotter", () => {
  const sentence = "Please turn off the lights near the gizmo in the kitchen.";
  const convicted = [{ start: 3 * WORD, end: 5 * WORD }];

  it("convicts alone what the words do not show: the sound is overwritten, and the rest heard again", async () => {
    const { raw, recogniser } = utterance(sentence);
    const outcome = await processUtterance(raw, tools(recogniser, { spotter: { highest: 0.97, convicted } }));
    const sound = soundOf(outcome);
    expect(Math.max(...sound.subarray(3 * WORD, 5 * WORD).map(Math.abs))).toBeLessThan(0.02);
    expect(outcome.kind === "forward" && outcome.cuts.cuts.map((cut) => cut.sources)).toEqual([["spotter"]]);
    expect(recogniser.heard[1]).not.toContain("the lights");
  });

  it("leaves the kind to those who convict the same place", async () => {
    const typesOf = async (start: number) => {
      const { raw, recogniser } = utterance(CALL);
      const spotter = { highest: 0.97, convicted: [{ start, end: start + WORD }] };
      const outcome = await processUtterance(raw, tools(recogniser, { spotter }));
      return outcome.kind === "forward" ? outcome.cuts.cuts.map((cut) => cut.types) : [];
    };
    expect(await typesOf(2 * WORD)).toEqual([["PERSON"]]);
    expect(await typesOf(7 * WORD)).toEqual([["PERSON"], ["DIGITS"]]);
  });

  it("only lowers what others need where it merely suspects", async () => {
    const { raw, recogniser } = utterance(sentence);
    const before = raw.samples.slice();
    const spotter = { highest: 0.9, convicted: [] };
    expect(soundOf(await processUtterance(raw, tools(recogniser, { spotter })))).toEqual(before);
  });

  it("lets no text leave when it convicts what has no words", async () => {
    const { raw, recogniser } = utterance(sentence);
    const spotter = { highest: 0.97, convicted };
    const outcome = await processUtterance(raw, tools(recogniser, { mode: "text", spotter }));
    expect(reasonOf(outcome)).toBe("unsure-transcript");
  });

  it("lets no text leave when the words that were convicted are others, and lets it when they are the same", async () => {
    const outcomeOf = (start: number) => {
      const { raw, recogniser } = utterance(CALL);
      const spotter = { highest: 0.97, convicted: [{ start, end: start + WORD }] };
      return processUtterance(raw, tools(recogniser, { mode: "text", spotter }));
    };
    expect(reasonOf(await outcomeOf(7 * WORD))).toBe("unsure-transcript");
    expect(reasonOf(await outcomeOf(2 * WORD))).toBe("forwarded");
  });

  it("lets nothing leave when its score is no number", async () => {
    const { raw, recogniser } = utterance(sentence);
    const spotter = { highest: Number.NaN, convicted: [] };
    expect(reasonOf(await processUtterance(raw, tools(recogniser, { spotter })))).toBe("detector-failed");
  });
});

describe("a second look", () => {
  /** Finds a word only where the one before it is gone: what the first look missed. */
  const lateFinder: Finder = {
    source: "grammar",
    find: ({ words }) =>
      words.flatMap((word, i) =>
        word.text === "dinner" && !words.some((w) => w.text === "Siobhan")
          ? [{ wordStart: i, wordEnd: i + 1, type: "PERSON", source: "grammar", score: 1 }]
          : [],
      ),
  };

  it("widens once and forwards when the rest is clean", async () => {
    const { raw, recogniser } = utterance(CALL);
    const outcome = await processUtterance(raw, tools(recogniser, { finders: [...RULES, lateFinder] }));
    expect(outcome.kind === "forward" && outcome.cuts.cuts.at(-1)?.sources).toContain("verify");
    expect(recogniser.heard).toHaveLength(3);
    expect(recogniser.heard[2]).not.toContain("dinner");
  });

  it("does not let the tagger take back a word that it let stand in the whole sentence", async () => {
    const { raw, recogniser } = utterance(CALL);
    const fickle: Finder = {
      source: "tagger",
      find: async (transcript) =>
        (await lateFinder.find(transcript)).map((finding) => ({ ...finding, source: "tagger" as const })),
    };
    const outcome = await processUtterance(raw, tools(recogniser, { finders: [...RULES, fickle] }));
    expect(outcome.kind === "forward" && outcome.cuts.cuts.flatMap(({ sources }) => sources)).not.toContain(
      "verify",
    );
    expect(recogniser.heard).toHaveLength(2);
  });

  it("drops when something is found again after widening", async () => {
    const { raw, recogniser } = utterance(`${CALL} Then play some music in the kitchen for an hour or so.`);
    const insatiable: Finder = { source: "grammar", find: ({ words }) => findLast(words.length) };
    const outcome = await processUtterance(raw, tools(recogniser, { finders: [...RULES, insatiable] }));
    expect(reasonOf(outcome)).toBe("verify-found");
  });

  it("drops when the cut word is heard again elsewhere", async () => {
    const { raw, recogniser } = utterance(CALL);
    const echoing: Recogniser = {
      plausibility: () => Promise.resolve(0),
      hear: async (samples) => {
        const hearing = await recogniser.hear(samples);
        if (recogniser.heard.length === 1) return hearing;
        const words = hearing.transcript.words.map((word, i) =>
          i === 6 ? { ...word, text: "siobhan" } : word,
        );
        return { ...hearing, transcript: { ...hearing.transcript, words } };
      },
    };
    const outcome = await processUtterance(raw, tools(echoing, { finders: RULES.slice(0, -2) }));
    expect(reasonOf(outcome)).not.toBe("forwarded");
  });

  it("drops when it can't be trusted", async () => {
    const { raw, recogniser } = utterance(CALL);
    const looping: Recogniser = {
      plausibility: () => Promise.resolve(0),
      hear: async (samples) => {
        const hearing = await recogniser.hear(samples);
        if (recogniser.heard.length === 1) return hearing;
        return { ...hearing, transcript: { ...hearing.transcript, doubts: ["looping"] } };
      },
    };
    expect(reasonOf(await processUtterance(raw, tools(looping)))).toBe("verify-unsure");
  });
});

function findLast(words: number) {
  return [{ wordStart: words - 1, wordEnd: words, type: "PERSON", source: "grammar", score: 1 }] as const;
}

describe("a stage that fails", () => {
  const fails = () => {
    throw new SottoError("MODEL_FAILED", "broken");
  };
  const later = (change: (hearing: Hearing) => Hearing, from = 1) => {
    const { raw, recogniser } = utterance(CALL);
    const faulty: Recogniser = {
      plausibility: () => Promise.resolve(0),
      hear: async (samples) => {
        const hearing = await recogniser.hear(samples);
        return recogniser.heard.length >= from ? change(hearing) : hearing;
      },
    };
    return processUtterance(raw, tools(faulty));
  };
  const withFinder = (find: Finder["find"]) => {
    const { raw, recogniser } = utterance(CALL);
    return processUtterance(raw, tools(recogniser, { finders: [...RULES, { source: "tagger", find }] }));
  };

  it.each([
    ["recogniser-failed", "the recogniser throws", () => later(fails)],
    [
      "recogniser-failed",
      "a probability is no number",
      () =>
        later((hearing) => ({
          ...hearing,
          transcript: {
            ...hearing.transcript,
            words: hearing.transcript.words.map((word) => ({ ...word, probability: Number.NaN })),
          },
        })),
    ],
    ["detector-failed", "a finder throws", () => withFinder(fails)],
    [
      "detector-failed",
      "a finder names words that are not there",
      () => withFinder(() => [{ wordStart: 0, wordEnd: 99, type: "PERSON", source: "tagger", score: 1 }]),
    ],
    [
      "detector-failed",
      "a finder's score is no number",
      () =>
        withFinder(() => [{ wordStart: 0, wordEnd: 1, type: "PERSON", source: "tagger", score: Number.NaN }]),
    ],
    ["align-failed", "the words can't be found in the sound", () => later((h) => ({ ...h, locate: fails }))],
    ["align-failed", "a word has no time", () => later((h) => ({ ...h, locate: () => Promise.resolve([]) }))],
    [
      "plan-failed",
      "a word is said to be outside of the sound",
      () =>
        later((h) => ({
          ...h,
          locate: (ranges) =>
            Promise.resolve(
              ranges.map((range) => ({ ...range, span: { start: 0, end: 1e9 }, uncertaintySamples: 0 })),
            ),
        })),
    ],
    ["verify-failed", "the second hearing throws", () => later(fails, 2)],
  ])("drops with %s when %s", async (reason, _, run) => {
    expect(reasonOf(await run())).toBe(reason);
  });
});

it("lets no planted digits survive in text mode, however they are printed", async () => {
  const joiner = fc.constantFrom("-", " ", ", ", ". ", " um ");
  const lead = fc.constantFrom("Call me on", "It is", "My number is", "Please note", "");
  const tail = fc.constantFrom("", " please", " and then turn off the lights", ", thanks");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 10, max: 99 }), { minLength: 3, maxLength: 8 }),
      joiner,
      lead,
      tail,
      async (groups, between, before, after) => {
        const { raw, recogniser } = utterance(`${before} ${groups.join(between)}${after}`.trim());
        const outcome = await processUtterance(raw, tools(recogniser, { mode: "text" }));
        if (outcome.kind === "drop" || outcome.clip.content.kind !== "text") return;
        expect(outcome.clip.content.text).not.toMatch(/\d/);
      },
    ),
    { seed: 4_171, numRuns: 200 },
  );
});
