import { describe, expect, it } from "vitest";
import { lookAgain, lookWindow } from "../../src/wake/second-look.js";

const SOUND = new Float32Array(16_000);

describe("the second look", () => {
  it.each([
    [1, "accepted"],
    [0.2, "accepted"],
    [0.001, "rejected"],
    [Number.NaN, "rejected"],
  ])("for a plausibility of %s is: %s", async (score, verdict) => {
    expect(await lookAgain(async () => score, SOUND, "computer")).toEqual({ verdict, score });
  });

  it("asks for the word that the first look heard, in the sound it was given", async () => {
    const asked: [Float32Array, string][] = [];
    await lookAgain(
      async (samples, phrase) => {
        asked.push([samples, phrase]);
        return 1;
      },
      SOUND,
      "jarvis",
    );
    expect(asked).toEqual([[SOUND, "jarvis"]]);
  });

  it("does not turn a failure into a wake", async () => {
    const failing = async () => Promise.reject(new TypeError("no number"));
    await expect(lookAgain(failing, SOUND, "computer")).rejects.toThrow(TypeError);
  });
});

describe("the window of the second look", () => {
  const samples = Float32Array.from({ length: 80_000 }, (_, i) => i);

  it("reaches back over the word and a little ahead", () => {
    const window = lookWindow(samples, 40_000);
    expect(window[0]).toBe(40_000 - 20_800);
    expect(window.at(-1)).toBe(40_000 + 3_200 - 1);
  });

  it("stays inside the sound", () => {
    expect(lookWindow(samples, 1_000)[0]).toBe(0);
    expect(lookWindow(samples, 79_999).at(-1)).toBe(79_999);
    expect(lookWindow(samples, 1_000_000).length).toBe(0);
  });
});
