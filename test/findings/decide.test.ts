import { describe, expect, it } from "vitest";
import { decide, type Evidence } from "../../src/findings/decide.js";
import type { Finding } from "../../src/findings/finding.js";
import { strictFindings } from "../../src/findings/strict.js";
import type { Doubt } from "../../src/transcript/transcript.js";
import { transcriptOf } from "../support/transcript-of.js";

function finding(wordStart: number, wordEnd: number, score = 1, type: Finding["type"] = "PERSON"): Finding {
  return { wordStart, wordEnd, type, source: "grammar", score };
}

/** What the tagger said of each word, from the first on. */
function tagged(scores: readonly number[], type: Finding["type"] = "PERSON"): readonly Finding[] {
  return scores.map((score, word) => ({ wordStart: word, wordEnd: word + 1, type, source: "tagger", score }));
}

function evidence(findings: readonly Finding[], changes: Partial<Evidence> = {}): Evidence {
  const transcript = transcriptOf("one two three four five six");
  return { transcript, findings, spotter: undefined, strictness: "redact", ...changes };
}

const doubted = (...doubts: Doubt[]) => ({ transcript: transcriptOf("one two three four five six", doubts) });

describe("the decision", () => {
  it("joins what overlaps or touches, with every kind and witness", () => {
    const decision = decide(
      evidence([finding(3, 4), finding(0, 2), finding(1, 3, 1, "ADDRESS"), finding(5, 6)]),
    );
    expect(decision).toEqual({
      kind: "cut",
      convictions: [
        { wordStart: 0, wordEnd: 4, types: ["PERSON", "ADDRESS"], sources: ["grammar"] },
        { wordStart: 5, wordEnd: 6, types: ["PERSON"], sources: ["grammar"] },
      ],
    });
  });

  it("lets a weak witness pass, unless the spotter or a poor transcript speaks against it too", () => {
    const weak = [finding(1, 2, 0.5)];
    expect(decide(evidence(weak)).kind).toBe("clean");
    expect(decide(evidence(weak, { spotter: 0.3 })).kind).toBe("clean");
    expect(decide(evidence(weak, { spotter: 0.9 })).kind).toBe("cut");
    expect(decide(evidence(weak, doubted("low-snr"))).kind).toBe("cut");
    expect(decide(evidence(weak, doubted("low-probability"))).kind).toBe("cut");
  });

  it("believes the tagger at a low score, at a lower one where there is another reason for doubt", () => {
    expect(decide(evidence(tagged([0, 0.12, 0]))).kind).toBe("cut");
    expect(decide(evidence(tagged([0, 0.07, 0]))).kind).toBe("clean");
    expect(decide(evidence(tagged([0, 0.07, 0]), { spotter: 0.9 })).kind).toBe("cut");
    expect(decide(evidence(tagged([0, 0.07, 0]), doubted("low-snr"))).kind).toBe("cut");
  });

  it("takes the neighbours of a convicted word along of which the tagger wonders", () => {
    const decision = decide(evidence(tagged([0.03, 0.06, 0.9, 0.06, 0.03])));
    expect(decision).toMatchObject({ convictions: [{ wordStart: 1, wordEnd: 4 }] });
  });

  it("lets a rule cut a name against the tagger's word in no case, and a number always", () => {
    const calm = tagged([0, 0, 0, 0, 0, 0]);
    expect(decide(evidence([...calm, finding(1, 2, 0.9)])).kind).toBe("clean");
    expect(decide(evidence([...calm, finding(1, 2, 0.9, "PHONE")])).kind).toBe("cut");
    expect(decide(evidence([...tagged([0, 0.03, 0]), finding(1, 2, 0.9)])).kind).toBe("cut");
  });

  it.each(["looping", "too-fast"] as const)("drops a transcript that is %s", (doubt) => {
    expect(decide(evidence([], doubted(doubt)))).toEqual({ kind: "drop", reason: "unsure-transcript" });
  });

  it("drops what has no words", () => {
    expect(decide(evidence([], { transcript: transcriptOf("") }))).toEqual({
      kind: "drop",
      reason: "no-words",
    });
  });

  it.each([
    ["before the first word", finding(-1, 1)],
    ["behind the last word", finding(5, 7)],
    ["of no words", finding(2, 2)],
    ["with a score that is no number", finding(1, 2, Number.NaN)],
  ])("refuses a finding %s", (_, wrong) => {
    expect(() => decide(evidence([wrong]))).toThrow(/INTERNAL/);
  });
});

describe("strict mode", () => {
  const cut = (text: string) => strictFindings(transcriptOf(text)).map((f) => f.wordStart);

  it("keeps commands and small numbers", () => {
    expect(cut("Set a timer for 10 minutes and turn off the kitchen lights.")).toEqual([]);
  });

  it("cuts words that are no commands, whatever they were taken for", () => {
    expect(cut("Call my lender now.")).toEqual([2]);
    expect(cut("Turn on the gizmo 48213.")).toEqual([3, 4]);
  });

  it("cuts a command word of which the tagger wonders", () => {
    const transcript = transcriptOf("Call may now.");
    expect(strictFindings(transcript, tagged([0, 0.05, 0])).map((f) => f.wordStart)).toEqual([1]);
  });

  it("cuts a command word of which the recogniser is not sure", () => {
    expect(cut("Turn on the light{0.4} please.")).toEqual([3]);
  });
});
