import { describe, expect, it } from "vitest";
import { judgeRecording, parseRecordings, type Recording } from "../../src/evaluation/recording.js";

const recording: Recording = {
  file: "a.flac",
  wake: "computer",
  kinds: ["PERSON"],
  harmless: false,
  words: [
    ["computer", 0.5, 1],
    ["text", 1.4, 1.7],
    ["ada", 1.7, 2.1],
    ["now", 2.2, 2.5],
  ],
  entities: [{ type: "PERSON", start: 1.7, end: 2.1 }],
};

const clip = { startSeconds: 1.1, endSeconds: 3 };

describe("judgeRecording", () => {
  it("passes when the entity is overwritten", () => {
    const cuts = [{ start: 1.6, end: 2.2, types: ["PERSON" as const] }];
    expect(judgeRecording(recording, { ...clip, cuts })).toEqual({ kind: "passed" });
  });

  it("fails when a word of it is left, when nothing was cut and when nothing arrived", () => {
    const cuts = [{ start: 2.0, end: 2.2, types: ["PERSON" as const] }];
    expect(judgeRecording(recording, { ...clip, cuts })).toMatchObject({
      kind: "failed",
      why: "1 of 1 word(s) of PERSON left",
    });
    expect(judgeRecording(recording, { ...clip, cuts: [] }).kind).toBe("failed");
    expect(judgeRecording(recording, undefined)).toMatchObject({ why: "no clip arrived" });
  });

  it("wants a harmless command whole", () => {
    const harmless = { ...recording, harmless: true, entities: [] };
    expect(judgeRecording(harmless, { ...clip, cuts: [] }).kind).toBe("passed");
    expect(judgeRecording(harmless, { ...clip, cuts: [{ start: 2, end: 2.1, types: [] }] }).kind).toBe(
      "failed",
    );
    expect(judgeRecording(harmless, { startSeconds: 1.1, endSeconds: 2.3, cuts: [] }).kind).toBe("failed");
  });
});

describe("parseRecordings", () => {
  it("names what is wrong", () => {
    expect(() => parseRecordings('[{"file":"a"}]')).toThrow(/0\.wake/);
  });
});
