import { describe, expect, it } from "vitest";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { codeOf } from "../../src/domain/errors.js";
import type { HopScores } from "../../src/hotloop/hop-scores.js";
import { type FirstLook, FirstLookDetector, REFRACTORY_SAMPLES } from "../../src/wake/first-look.js";

const OPTIONS = { thresholds: { computer: 0.5, alexa: 0.4, jarvis: 0.5 }, smoothingHops: 2 };

function scores(computer: number, alexa = 0, jarvis = 0): HopScores {
  return { ready: true, speech: 1, wake: Float32Array.of(computer, alexa, jarvis), spotter: 0 };
}

/** Looks with the hop in which each came. */
function run(detector: FirstLookDetector, hops: readonly HopScores[]): { hop: number; look: FirstLook }[] {
  return hops.flatMap((hopScores, hop) => {
    const look = detector.hop(hopScores);
    return look === undefined ? [] : [{ hop, look }];
  });
}

describe("first look", () => {
  it("reports a word once, with the mean of its scores", () => {
    const quiet = Array.from({ length: 10 }, () => scores(0));
    const looks = run(new FirstLookDetector(OPTIONS), [
      ...quiet,
      scores(0.7),
      scores(0.9),
      scores(0.9),
      ...quiet,
    ]);
    expect(looks.map(({ look }) => look.word)).toEqual(["computer"]);
    expect(looks[0]?.hop).toBe(11);
    expect(looks[0]?.look.score).toBeCloseTo(0.8);
  });

  it("puts the end of a word where its own delay was measured", () => {
    const endOf = (delay: number) => {
      const detector = new FirstLookDetector({ ...OPTIONS, delays: { computer: delay } });
      const [found] = run(detector, [
        ...Array.from({ length: 10 }, () => scores(0)),
        scores(0.9),
        scores(0.9),
      ]);
      return found?.look.endSample ?? Number.NaN;
    };
    expect(endOf(0.1) - endOf(0.2)).toBe(1_600);
    expect(endOf(-0.1) - endOf(0.1)).toBe(3_200);
  });

  it("takes a score that is no number for no look", () => {
    const broken = Array.from({ length: 5 }, () => scores(Number.NaN, Number.NaN, Number.NaN));
    expect(run(new FirstLookDetector(OPTIONS), broken)).toEqual([]);
  });

  it("is not moved by one high score between low ones", () => {
    const looks = run(new FirstLookDetector(OPTIONS), [
      scores(0),
      scores(0),
      scores(0.95),
      scores(0),
      scores(0),
    ]);
    expect(looks).toEqual([]);
  });

  it("gives the higher of two words that are both over their thresholds", () => {
    const looks = run(new FirstLookDetector(OPTIONS), [scores(0.6, 0.9), scores(0.6, 0.9)]);
    expect(looks.map(({ look }) => look.word)).toEqual(["alexa"]);
  });

  it("hears the same word again after two seconds and not before", () => {
    const hops = Array.from({ length: 60 }, () => scores(0.9));
    const looks = run(new FirstLookDetector(OPTIONS), hops);
    const apart = looks.slice(1).map(({ hop }, i) => hop - (looks[i]?.hop ?? 0));
    expect(apart.length).toBeGreaterThan(0);
    for (const gap of apart) expect(gap).toBe(REFRACTORY_SAMPLES / HOP_SAMPLES);
  });

  it("puts the end of the word between 0.1 s and 0.3 s before the decision", () => {
    const hops = [...Array.from({ length: 40 }, () => scores(0)), scores(0.9), scores(0.9)];
    const [found] = run(new FirstLookDetector(OPTIONS), hops);
    const decided = ((found?.hop ?? 0) + 1) * HOP_SAMPLES;
    const before = (decided - (found?.look.endSample ?? 0)) / 16_000;
    expect(before).toBeGreaterThan(0.1);
    expect(before).toBeLessThan(0.3);
  });

  it("ignores scores of hops that are not ready, and words that are not listened for", () => {
    const early = { ...scores(1), ready: false };
    expect(run(new FirstLookDetector(OPTIONS), [early, early, early])).toEqual([]);
    const alexaOnly = new FirstLookDetector({ ...OPTIONS, words: ["alexa"] });
    expect(run(alexaOnly, [scores(1), scores(1), scores(1)])).toEqual([]);
  });

  it("hears any words at their places in the scores, each with a threshold and a smoothing of its own", () => {
    const detector = new FirstLookDetector({
      order: ["computer", "alexa", "jarvis", "windmill", "hey lighthouse"],
      thresholds: { windmill: 0.9, "hey lighthouse": 0.6 },
      smoothingHops: 2,
      smoothing: { "hey lighthouse": 1 },
      words: ["windmill", "hey lighthouse"],
    });
    const hop = (windmill: number, lighthouse: number): HopScores => ({
      ...scores(0),
      wake: Float32Array.of(1, 1, 1, windmill, lighthouse),
    });
    expect(run(detector, [hop(0.8, 0), hop(0.8, 0), hop(0, 0.5)])).toEqual([]);
    const [found] = run(detector, [hop(0, 0.75)]);
    expect(found?.look).toMatchObject({ word: "hey lighthouse", score: 0.75 });
    detector.reset();
    const [, ...second] = [hop(1, 0), hop(1, 0)].map((each) => detector.hop(each));
    expect(second).toMatchObject([{ word: "windmill", score: 1 }]);
  });

  it("allows one look in two seconds whichever word it is", () => {
    const hops = [scores(0.9), scores(0.9), ...Array.from({ length: 20 }, () => scores(0, 0.9))];
    expect(run(new FirstLookDetector(OPTIONS), hops).map(({ look }) => look.word)).toEqual(["computer"]);
  });

  it.each([
    { ...OPTIONS, words: ["windmill"] },
    { ...OPTIONS, order: ["computer", "windmill"] },
  ])("refuses a word that it could never hear", (options) => {
    const make = () => new FirstLookDetector(options);
    expect(make).toThrow("windmill");
    try {
      make();
    } catch (error) {
      expect(codeOf(error)).toBe("WORD_UNKNOWN");
    }
  });

  it("forgets everything on reset", () => {
    const detector = new FirstLookDetector(OPTIONS);
    expect(run(detector, [scores(0.9), scores(0.9)])).toHaveLength(1);
    detector.reset();
    expect(run(detector, [scores(0.6)])).toEqual([]);
    expect(run(detector, [scores(0.9), scores(0.9)])).toHaveLength(1);
  });
});
