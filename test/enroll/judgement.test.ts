import { describe, expect, it } from "vitest";
import {
  type Measured,
  measuredReasons,
  type Spelling,
  spellingReasons,
} from "../../scripts/enroll/judgement.js";

const phones = (text: string) => text.split(" ");
const GOOD: Spelling = {
  phrase: { text: "hey lighthouse", phones: phones("hh ey l ay t hh aw s") },
  perMillion: [1771, 3.2],
  nearestWords: [{ text: "lighthouse", distance: 0.14, perMillion: 3.2 }],
  nearestPairs: [{ text: "light house", distance: 0.14, perMillion: 170 }],
  around: [],
  others: [{ text: "computer", phones: phones("k ax m p y uw t er") }],
};

describe("the spelling of a word", () => {
  it("has nothing against a long, rare phrase that sounds like nothing else", () => {
    expect(spellingReasons(GOOD)).toEqual([]);
  });

  it.each<[string, Partial<Spelling>, RegExp]>([
    ["too few sounds", { phrase: { text: "ada", phones: phones("ey d ax") } }, /short: 3 sounds/],
    ["one syllable", { phrase: { text: "strength", phones: phones("s t r eh ng k th") } }, /1 syllable;/],
    ["an everyday word", { perMillion: [725] }, /all the time: 725 in a million/],
    [
      "a phrase of everyday words",
      { perMillion: [4000, 400] },
      /everyday words alone: the rarest is said 400/,
    ],
    [
      "a near neighbour that is often said",
      { nearestWords: [{ text: "cellar", distance: 0.05, perMillion: 40 }] },
      /sounds almost like "cellar" \(40 in a million words\)/,
    ],
    [
      "a place within everyday words",
      { around: [{ text: "location", distance: 0, perMillion: 18 }] },
      /within "location"/,
    ],
    [
      "a shipped word in it",
      { others: [{ text: "lighthouse", phones: phones("l ay t hh aw s") }] },
      /holds "lighthouse", which is listened for/,
    ],
    [
      "a place in an enrolled word",
      { others: [{ text: "oh hey lighthouse", phones: phones("ow hh ey l ay t hh aw s") }] },
      /heard within "oh hey lighthouse"/,
    ],
    [
      "the sound of an enrolled word",
      { others: [{ text: "hay lighthouse", phones: phones("hh ey l ay t hh aw z") }] },
      /sounds almost like "hay lighthouse", which/,
    ],
  ])("is against %s", (_, changes, reason) => {
    const reasons = spellingReasons({ ...GOOD, ...changes });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(reason);
  });

  it("does not hold its own plural against a word", () => {
    const around = [{ text: "hey lighthouses", distance: 0, perMillion: 90 }];
    expect(spellingReasons({ ...GOOD, around })).toEqual([]);
  });
});

describe("what was measured", () => {
  const well: Measured = {
    missed: 0.02,
    missedInNoise: 0.08,
    plausible: 0.99,
    wakesAnHourAtLeast: 0,
    nearWoke: 0.03,
  };

  it("says nothing of a word that is heard and seldom mistaken", () => {
    expect(measuredReasons(well)).toEqual([]);
  });

  it.each<[Partial<Measured>, RegExp]>([
    [{ missed: 0.14 }, /missed 14 % of the time in a quiet room/],
    [{ missedInNoise: 0.31 }, /31 % of the time in noise/],
    [{ plausible: 0.4 }, /recogniser.* 40 %/],
    [{ wakesAnHourAtLeast: 1.25 }, /ordinary speech wakes it 1\.[23] times an hour/],
    [{ nearWoke: 0.3 }, /30 % of what sounds like it/],
  ])("tells each weakness with its figure: %j", (changes, reason) => {
    const reasons = measuredReasons({ ...well, ...changes });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(reason);
  });
});
