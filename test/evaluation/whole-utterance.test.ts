import { describe, expect, it } from "vitest";
import { speechExtent } from "../../src/evaluation/speech-extent.js";
import { markWholeUtterance, wholeUtteranceType } from "../../src/evaluation/whole-utterance.js";

function burst(): Float32Array {
  const samples = new Float32Array(32_000);
  for (let i = 8000; i < 16_000; i++) samples[i] = Math.sin(i / 3);
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) + 0.001 * Math.sin(i);
  return samples;
}

describe("speechExtent", () => {
  it("finds where speech begins and ends above the room's noise", () => {
    const extent = speechExtent(burst());
    expect(extent?.start).toBeCloseTo(0.5, 2);
    expect(extent?.end).toBeCloseTo(1, 2);
  });

  it("finds nothing in silence", () => {
    expect(speechExtent(new Float32Array(1600))).toBeUndefined();
  });
});

describe("whole utterances", () => {
  it("become one entity over all of their speech", () => {
    const truth = { label: "pii:zip_code", pii: true };
    const type = wholeUtteranceType(truth);
    expect(type).toBe("POSTCODE");
    expect(type && markWholeUtterance(truth, type, burst()).entities).toMatchObject([{ type: "POSTCODE" }]);
  });

  it("leave rows with marked entities and harmless rows alone", () => {
    expect(wholeUtteranceType({ label: "pii", entities: [] })).toBeUndefined();
    expect(wholeUtteranceType({ label: "command_word" })).toBeUndefined();
  });
});
