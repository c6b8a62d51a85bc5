import { describe, expect, it } from "vitest";
import { dealFolds, FOLDS } from "../../scripts/train/folds.js";

const clip = (source: string, speaker: string) => ({ source, speaker });
const PEOPLE = Array.from({ length: 23 }, (_, i) => clip("commands", `person-${i}`));
const VOICES = ["kokoro-a", "kokoro-b", "kokoro-c", "kokoro-d", "kokoro-e"].map((voice) =>
  clip("kokoro", voice),
);
const CLIPS = [
  ...PEOPLE,
  ...VOICES,
  clip("kokoro", "kokoro-a+kokoro-b"),
  clip("spoken", "kokoro-a"),
  clip("flite", "flite-slt"),
];

describe("folds", () => {
  const foldsOf = dealFolds(CLIPS);

  it("give each speaker one fold, of like size", () => {
    const sizes = new Array<number>(FOLDS).fill(0);
    for (const person of PEOPLE) {
      const [fold = -1, ...more] = foldsOf(person);
      expect(more).toEqual([]);
      sizes[fold] = (sizes[fold] ?? 0) + 1;
    }
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it("keep a voice in its fold in every set, and a blend in those of both its voices", () => {
    expect(foldsOf(clip("spoken", "kokoro-a"))).toEqual(foldsOf(clip("kokoro", "kokoro-a")));
    const both = [...foldsOf(clip("kokoro", "kokoro-a")), ...foldsOf(clip("kokoro", "kokoro-b"))];
    expect(foldsOf(clip("kokoro", "kokoro-a+kokoro-b"))).toEqual([...new Set(both)].sort());
  });

  it("leave out what only trains", () => {
    expect(foldsOf(clip("flite", "flite-slt"))).toEqual([]);
  });

  it("are the same in whatever order the recordings come", () => {
    const again = dealFolds([...CLIPS].reverse());
    for (const each of CLIPS) expect(again(each)).toEqual(foldsOf(each));
  });
});
