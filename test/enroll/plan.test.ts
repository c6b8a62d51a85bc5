import { describe, expect, it } from "vitest";
import { AMOUNTS, nearPlan, nearTexts, strungWords, talkPlan, wordPlan } from "../../scripts/enroll/plan.js";
import { FOLDS, foldOfText, voicesOf } from "../../scripts/enroll/voices.js";
import { Random } from "../../scripts/voices/random.js";
import { voicesOf as trainingVoicesOf } from "../../scripts/voices/training-voices.js";

const voices = voicesOf(["kokoro", "flite", "espeak-ng"]);
const of = (engine: string) => voices.filter((voice) => voice.engine === engine);

describe("the voices", () => {
  it("are free for training, all of them", () => {
    for (const { name } of of("kokoro")) expect(() => trainingVoicesOf(name)).not.toThrow();
    expect(of("kokoro").length).toBeGreaterThan(20);
  });

  it("are dealt to every fold by each engine, and a blend belongs to the folds of both of its voices", () => {
    for (const engine of ["kokoro", "flite", "espeak-ng"]) {
      const single = of(engine).filter(({ folds }) => folds.length === 1);
      expect(new Set(single.flatMap(({ folds }) => folds)).size).toBe(FOLDS);
    }
    const foldsOf = (name: string) => voices.find((voice) => voice.name === name)?.folds ?? [];
    for (const { name, folds } of of("kokoro").filter((voice) => voice.name.includes("+"))) {
      expect(folds).toEqual([...new Set(name.split("+").flatMap(foldsOf))].sort());
    }
    expect(foldsOf("kal16")).toEqual(foldsOf("kal"));
  });
});

describe("what is said", () => {
  it("has the word alone in every voice, before a command, and behind a greeting it does not have itself", () => {
    const plan = wordPlan("lighthouse", voices, AMOUNTS.whole, new Random(1));
    for (const voice of voices) {
      const texts = plan.filter((each) => each.voice === voice).map(({ text }) => text);
      expect(texts.filter((text) => /^lighthouse[.,!?]?$/.test(text)).length).toBeGreaterThan(1);
      if (voice.engine !== "espeak-ng")
        expect(texts.some((text) => /^lighthouse,? \w+/.test(text))).toBe(true);
    }
    const greeted = plan.filter(({ before }) => before === 1);
    expect(greeted.length).toBeGreaterThan(5);
    for (const { text } of greeted) expect(text).toMatch(/^(hey|okay) lighthouse$/);
    const own = wordPlan("hey lighthouse", voices, AMOUNTS.whole, new Random(1));
    expect(own.filter(({ before }) => before > 0)).toEqual([]);
  });

  it("has near misses whose own fold and whose voice's fold both keep a head from them", () => {
    const near = ["light house", "highlights", "courthouse", "right house"];
    const plan = nearPlan(near, voices, AMOUNTS.whole, new Random(1));
    expect(new Set(plan.map(({ text }) => text))).toEqual(new Set(near));
    for (const { text, voice, folds } of plan) {
      expect(folds).toEqual([...new Set([...voice.folds, foldOfText(text)])].sort());
    }
    for (const text of near) {
      expect(plan.some((each) => each.text === text && each.folds.length === 1)).toBe(true);
    }
  });

  it("is the same again for the same seed", () => {
    const plan = (seed: number) => talkPlan(["one", "two", "three"], voices, AMOUNTS.quick, new Random(seed));
    expect(plan(3)).toEqual(plan(3));
    expect(plan(3)).not.toEqual(plan(4));
    expect(plan(3)).toHaveLength(AMOUNTS.quick.talk.flite + AMOUNTS.quick.talk["espeak-ng"]);
  });

  it("takes near words and pairs by turns, then parts of the phrase, each once", () => {
    const near = (text: string) => ({ text, distance: 0.1, perMillion: 1 });
    const texts = nearTexts([near("a"), near("b")], [near("c d"), near("a")], ["b", "e"], 6);
    expect(texts).toEqual(["a", "c d", "b", "e"]);
  });

  it("strings common words together by their frequency", () => {
    const words = ["often", "seldom"].map((word, index) => ({
      word,
      phones: [],
      perMillion: index === 0 ? 900 : 1,
    }));
    const said = strungWords(words, 100, new Random(2)).flatMap((text) => text.split(" "));
    const often = said.filter((word) => word === "often").length / said.length;
    expect(often).toBeGreaterThan(0.9);
    expect(often).toBeLessThan(1);
  });
});
