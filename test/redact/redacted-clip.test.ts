import { describe, expect, it } from "vitest";
import { RawAudio } from "../../src/capture/raw-audio.js";
import type { CutList } from "../../src/plan/cut-list.js";
import { RedactedClip } from "../../src/redact/redacted-clip.js";
import { speech } from "../support/scripted-recogniser.js";

const LENGTH = 16_000;

function cutting(...spans: ReadonlyArray<readonly [number, number]>): CutList {
  return {
    lengthSamples: LENGTH,
    cuts: spans.map(([start, end]) => ({ span: { start, end }, types: ["PERSON"], sources: ["tagger"] })),
  };
}

describe.each(["tone", "silence"] as const)("redacting with %s", (fill) => {
  it("puts the same sound in a cut whatever was there, and leaves the rest sample by sample", () => {
    const [quiet, loud] = [RawAudio.of(new Float32Array(LENGTH)), RawAudio.of(speech(LENGTH))];
    const cuts = cutting([4_000, 8_000]);
    const a = RedactedClip.redact(quiet, cuts, fill).samples;
    const b = RedactedClip.redact(loud, cuts, fill).samples;
    expect(b.subarray(4_000, 8_000)).toEqual(a.subarray(4_000, 8_000));
    expect(b.subarray(0, 4_000)).toEqual(loud.samples.subarray(0, 4_000));
    expect(b.subarray(8_000)).toEqual(loud.samples.subarray(8_000));
  });

  it("does not need the raw sound any more", () => {
    const raw = RawAudio.of(speech(LENGTH));
    const clip = RedactedClip.redact(raw, cutting([4_000, 8_000]), fill);
    raw.erase();
    expect(clip.samples[0]).toBe(0.5);
  });

  it("widens on the redacted sound, and erases the narrower one", () => {
    const narrow = RedactedClip.redact(RawAudio.of(speech(LENGTH)), cutting([4_000, 8_000]), fill);
    const wide = narrow.widened(cutting([9_000, 10_000]));
    // The 1,000 samples between are a sliver, and go too.
    expect(wide.cuts.cuts.map((cut) => cut.span)).toEqual([{ start: 4_000, end: 10_000 }]);
    expect(Math.max(...wide.samples.subarray(4_000, 10_000).map(Math.abs))).toBeLessThan(0.02);
    expect(narrow.samples.every((sample) => sample === 0)).toBe(true);
  });
});

it.each([
  ["past the end", cutting([15_000, 16_001])],
  ["backwards", cutting([8_000, 4_000])],
  ["over another", cutting([1_000, 5_000], [4_000, 8_000])],
  ["between samples", cutting([0.5, 4_000])],
  ["for another clip", { ...cutting([0, 10]), lengthSamples: 99 }],
])("rejects a cut %s and gives no clip", (_, cuts) => {
  expect(() => RedactedClip.redact(RawAudio.of(speech(LENGTH)), cuts, "tone")).toThrow(/AUDIO_SPAN_INVALID/);
});

it("knows when nothing is left", () => {
  const raw = RawAudio.of(speech(LENGTH));
  expect(RedactedClip.redact(raw, cutting([0, LENGTH]), "tone").isEmpty).toBe(true);
  expect(RedactedClip.redact(raw, cutting([0, LENGTH - 1]), "tone").isEmpty).toBe(false);
});
