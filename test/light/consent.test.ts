import { describe, expect, it } from "vitest";
import { CONSENT_MS } from "../../src/light/light.js";
import type { LightInput } from "../../src/light/light-state.js";
import { effectsOf, inOrder, looks, press, type TimedInput, walk } from "./traces.js";

const at = (atMs: number, input: LightInput): TimedInput => ({ atMs, input });
const ask = (atMs: number) => at(atMs, { kind: "ask" });
const ticks = (toMs: number, account: "open" | "closed" = "closed") =>
  looks(account, { fromMs: 0, toMs, everyMs: 100 });

function answers(walked: ReturnType<typeof walk>) {
  return effectsOf(walked, "answer").map(({ effect, atMs }) => ({
    answer: effect.kind === "answer" ? effect.answer : undefined,
    atMs,
  }));
}

describe("a question for the button", () => {
  it("closes the microphone and flashes, and stays steady where the microphone is open nevertheless", () => {
    const asked = walk(inOrder(ticks(2_000), [ask(500)]));
    const atOnce = asked.find(({ input }) => input.kind === "ask");
    expect(atOnce?.effects.map(({ kind }) => kind)).toEqual([
      "end-recorders",
      "close",
      "save-mute",
      "tell-uplink",
    ]);
    expect(asked.at(-1)?.pattern).toBe("flash");
    const open = walk(inOrder(ticks(2_000, "open"), [ask(500)])).slice(1);
    expect(new Set(open.map(({ pattern }) => pattern))).toEqual(new Set(["dim"]));
  });

  it.each([1_100, 2_000, 2_900])(
    "is agreed to by a press of %i ms, which mutes and lifts nothing",
    (lengthMs) => {
      for (const mute of ["muted", "lifted"] as const) {
        const walked = walk(inOrder(ticks(9_000), [ask(500)], press(2_000, lengthMs)), mute);
        expect(answers(walked).map(({ answer }) => answer)).toEqual(["consented"]);
        expect(walked.at(-1)?.after).toMatchObject({ muted: true, question: undefined });
        expect(walked.at(-1)?.pattern).toBe("off");
        expect(effectsOf(walked, "listen")).toEqual([]);
      }
    },
  );

  it.each([
    { lengthMs: 300, muted: false, erased: 0 },
    { lengthMs: 3_000, muted: true, erased: 1 },
    { lengthMs: 11_000, muted: true, erased: 1 },
  ])(
    "is refused by a press of $lengthMs ms, which does what it always does",
    ({ lengthMs, muted, erased }) => {
      const walked = walk(inOrder(ticks(20_000), [ask(500)], press(2_000, lengthMs)));
      expect(answers(walked).map(({ answer }) => answer)).toEqual(["refused"]);
      expect(walked.at(-1)?.after.muted).toBe(muted);
      expect(effectsOf(walked, "erase")).toHaveLength(erased);
    },
  );

  it("is refused by a press that was long by the clock, of which a light that stood still saw two seconds", () => {
    const seen = ticks(9_000).filter(({ atMs }) => atMs <= 3_500 || atMs >= 8_000);
    const walked = walk(inOrder(seen, [ask(500)], press(2_000, 6_000)));
    expect(answers(walked).map(({ answer }) => answer)).toEqual(["refused"]);
    expect(effectsOf(walked, "erase")).toEqual([]);
  });

  it("is refused when its time is over, and a press that comes then is none", () => {
    const walked = walk(inOrder(ticks(70_000), [ask(500)], press(500 + CONSENT_MS + 50, 2_000)));
    expect(answers(walked)).toEqual([{ answer: "refused", atMs: 500 + CONSENT_MS }]);
  });

  it("waits for a press that began in its last second, and for no finger that stays", () => {
    const late = walk(inOrder(ticks(70_000), [ask(500)], press(CONSENT_MS, 2_000)));
    expect(answers(late).map(({ answer }) => answer)).toEqual(["consented"]);
    const stuck = walk(inOrder(ticks(90_000), [ask(500), at(CONSENT_MS, { kind: "button", edge: "down" })]));
    expect(answers(stuck).map(({ answer }) => answer)).toEqual(["refused"]);
  });

  it("is not answered by a finger that was on the button before, nor by a disturbance on the wire", () => {
    const before = walk(inOrder(ticks(70_000), press(500, 2_000), [ask(1_000)]));
    expect(answers(before)).toEqual([{ answer: "refused", atMs: 1_000 + CONSENT_MS }]);
    const disturbed = walk(inOrder(ticks(9_000), [ask(500)], press(2_000, 5), press(4_000, 2_000)));
    expect(answers(disturbed).map(({ answer }) => answer)).toEqual(["consented"]);
  });

  it("is forgotten when it is withdrawn: the press that follows answers nothing", () => {
    const walked = walk(
      inOrder(ticks(9_000), [ask(500), at(1_000, { kind: "withdraw" })], press(2_000, 2_000)),
    );
    expect(answers(walked)).toEqual([]);
    expect(walked.at(-1)?.pattern).toBe("off");
  });
});
