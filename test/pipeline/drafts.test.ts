import { afterEach, describe, expect, it } from "vitest";
import { DraftingEar } from "../support/drafting-ear.js";

const HARMLESS = "Please turn off the lights in the kitchen.";
/** Hearings of one walk: the words, and the redacted sound again. */
const WALK = 2;

const ears: DraftingEar[] = [];

afterEach(async () => {
  for (const ear of ears.splice(0)) await ear.end();
});

async function earOf(sentence: string): Promise<DraftingEar> {
  const ear = await DraftingEar.hearing(sentence);
  ears.push(ear);
  return ear;
}

const isSilent = (samples: Float32Array | Uint8Array) => samples.every((value) => value === 0);

async function drafted(ear: DraftingEar, number: number, hearings = WALK): Promise<Float32Array> {
  const sound = ear.draft(number);
  await expect.poll(() => ear.recogniser.hearings).toBe(hearings);
  await expect.poll(() => ear.encoded.length).toBe(hearings / WALK);
  return sound;
}

/** Held up before each hearing until the test lets it go on. */
function held(ear: DraftingEar): () => void {
  let goOn: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  ear.recogniser.before = () => gate;
  return () => goOn();
}

describe("an ear that is given a draft", () => {
  it("sends what was drafted when nobody spoke on, and walks the way once", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const sound = await drafted(ear, 1);
    expect(ear.ends).toEqual([]);
    const whole = ear.utterance(1);
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.fates).toEqual(["kept"]);
    expect(ear.recogniser.hearings).toBe(WALK);
    expect(isSilent(sound)).toBe(true);
    expect(isSilent(whole)).toBe(true);
    const [sealed] = ear.sealed();
    expect(sealed?.report.ms.early).toBeGreaterThan(0);
  });

  it("seals the draft of which the rest was made after the wait", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const goOn = held(ear);
    ear.draft(1);
    await expect.poll(() => ear.recogniser.hearings).toBe(1);
    ear.utterance(1);
    goOn();
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.fates).toEqual(["kept"]);
    expect(ear.recogniser.hearings).toBe(WALK);
  });

  it("throws a draft away when speech goes on: its sound and its clip are overwritten, and the next one is sent", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const sound = await drafted(ear, 1);
    ear.listening.tell({ kind: "called-off", draft: 1 });
    expect(isSilent(sound)).toBe(true);
    expect(isSilent(ear.encoded[0]?.bytes ?? Uint8Array.of(1))).toBe(true);
    await drafted(ear, 2, 2 * WALK);
    ear.utterance(2);
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.fates).toEqual(["called-off", "kept"]);
    expect(ear.sealed()).toHaveLength(1);
  });

  it("abandons a draft that is called off at the next stage, and encodes nothing of it", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const goOn = held(ear);
    const sound = ear.draft(1);
    await expect.poll(() => ear.recogniser.hearings).toBe(1);
    ear.listening.tell({ kind: "called-off", draft: 1 });
    expect(isSilent(sound)).toBe(true);
    goOn();
    ear.utterance(undefined);
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.recogniser.hearings).toBe(1 + WALK);
    expect(ear.encoded).toHaveLength(1);
  });

  it("does not send a draft that the spotter convicts late: the clip is made anew and cut there", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    await drafted(ear, 1);
    const convicted = [{ start: ear.lengthSamples / 2, end: ear.lengthSamples / 2 + 6_000 }];
    ear.utterance(1, { highest: 0.97, convicted });
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.fates).toEqual(["outdated"]);
    expect(isSilent(ear.encoded[0]?.bytes ?? Uint8Array.of(1))).toBe(true);
    expect(ear.sealed()[0]?.details.removed.map(({ types }) => types)).toEqual([["DIGITS"]]);
  });

  it("does not send a draft when the spotter came to suspect only after it", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    await drafted(ear, 1);
    ear.utterance(1, { highest: 0.85, convicted: [] });
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.fates).toEqual(["outdated"]);
    expect(ear.recogniser.hearings).toBe(2 * WALK);
  });

  it("sends a draft in which all that the spotter convicts late is cut already", async () => {
    const ear = await earOf("Please call Siobhan and tell her that the dinner is ready now.");
    ear.look();
    const start = 2 * 6_000;
    const early = { highest: 0.97, convicted: [{ start, end: start + 2_000 }] };
    ear.draft(1, early);
    await expect.poll(() => ear.encoded.length).toBe(1);
    ear.utterance(1, { highest: 0.99, convicted: [{ start, end: start + 3_000 }] });
    await expect.poll(() => ear.ends).toEqual(["sealed"]);
    expect(ear.fates).toEqual(["kept"]);
  });

  it("seals nothing of a draft whose look is rejected", async () => {
    const ear = await earOf(HARMLESS);
    ear.look("not yet");
    const sound = ear.draft(1);
    ear.judge("rejected");
    ear.listening.tell({ kind: "called-off", draft: 1 }, { kind: "collecting", isCollecting: false });
    await ear.end();
    expect(ear.recogniser.hearings).toBe(0);
    expect(isSilent(sound)).toBe(true);
    expect(ear.ends).toEqual([]);
  });

  it("has the listening wait no longer where the words sound finished, and not where a number may go on", async () => {
    const finished = await earOf(HARMLESS);
    finished.look();
    await drafted(finished, 1);
    await expect.poll(() => finished.listening.orders).toEqual(["settle 1"]);
    const dictated = await earOf("Please save that the code is seven one nine four");
    dictated.look();
    await drafted(dictated, 1);
    dictated.utterance(1);
    await expect.poll(() => dictated.ends).toEqual(["sealed"]);
    expect(dictated.listening.orders).toEqual([]);
  });
});

describe("a draft is overwritten", () => {
  it.each([
    ["muted in the wait", (ear: DraftingEar) => ear.ear.mute()],
    ["told to drop what is no clip yet", async (ear: DraftingEar) => ear.ear.dropUnsealed()],
    [
      "told that sound was missed",
      async (ear: DraftingEar) => ear.listening.tell({ kind: "gap", samples: 640 }),
    ],
    [
      "told that the microphone was lost",
      async (ear: DraftingEar) => ear.listening.tell({ kind: "lost", code: "MICROPHONE_LOST", retryInMs: 1 }),
    ],
    [
      "told of an utterance that it does not belong to",
      async (ear: DraftingEar) => {
        ear.utterance(undefined);
      },
    ],
  ])("when the ear is %s, made or in the making", async (_, happens) => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const made = await drafted(ear, 1);
    const happened = happens(ear);
    expect(isSilent(made)).toBe(true);
    expect(isSilent(ear.encoded[0]?.bytes ?? Uint8Array.of(1))).toBe(true);
    await happened;
    const making = await earOf(HARMLESS);
    making.look();
    const goOn = held(making);
    const sound = making.draft(1);
    await expect.poll(() => making.recogniser.hearings).toBe(1);
    const over = happens(making);
    expect(isSilent(sound)).toBe(true);
    goOn();
    await over;
    await making.end();
    for (const { bytes } of making.encoded) expect(isSilent(bytes)).toBe(true);
  });

  it("when it is muted between the wait and the seal", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const goOn = held(ear);
    const sound = ear.draft(1);
    await expect.poll(() => ear.recogniser.hearings).toBe(1);
    const whole = ear.utterance(1);
    const muting = ear.ear.mute();
    expect([isSilent(sound), isSilent(whole)]).toEqual([true, true]);
    goOn();
    await muting;
    await ear.running;
    expect(ear.ends).not.toContain("sealed");
    expect(ear.encoded).toEqual([]);
  });
});

describe("an ear that is busy with an earlier utterance", () => {
  it("lets one draft wait, skips the next, and refuses no utterance for it", async () => {
    const ear = await earOf(HARMLESS);
    ear.look();
    const goOn = held(ear);
    ear.utterance(undefined);
    await expect.poll(() => ear.recogniser.hearings).toBe(1);
    ear.draft(1);
    ear.listening.tell({ kind: "called-off", draft: 1 });
    const skipped = ear.draft(2);
    expect(isSilent(skipped)).toBe(true);
    ear.utterance(undefined);
    ear.utterance(undefined);
    goOn();
    await expect.poll(() => ear.ends).toEqual(["sealed", "sealed", "sealed"]);
    expect(ear.fates).toEqual(["called-off", "skipped"]);
  });
});
