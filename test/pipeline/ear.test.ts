import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Judgement, wireJudgement } from "../../src/app/wire.js";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import { createOwner, loadOwner, trustDevice } from "../../src/keys/edge/owner-keys.js";
import { openReader } from "../../src/read/edge/open-reader.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { openClip } from "../../src/seal/open-clip.js";
import type { Recogniser } from "../../src/transcript/recogniser.js";
import { buildWhereStale } from "../cli/built-program.js";
import { type ListeningEar, openEar, quiet, recording } from "../support/listening-ear.js";
import { type Household, household } from "../support/owner-folder.js";
import { recordersOf } from "../support/recorders.js";
import { thrownCode } from "../support/thrown.js";

/** Between "one" and "nine", in the middle of the code. */
const MID_CODE = 3.335 * SAMPLE_RATE_HZ;
/** In the middle of "seven", the first word of the code. */
const MID_WORD = 2.9 * SAMPLE_RATE_HZ;

let senses: Judgement;
let home: Household;
const root = mkdtempSync(join(tmpdir(), "sotto-test-"));
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  buildWhereStale();
  senses = await wireJudgement();
  home = await household(root);
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** An ear with these changes to the recogniser. */
async function listeningEar(changes: Partial<Recogniser> = {}): Promise<ListeningEar> {
  const { recogniser } = senses;
  const ear = await openEar(
    {
      ...senses,
      recogniser: {
        hear: (samples) => recogniser.hear(samples),
        plausibility: (samples, phrase) => recogniser.plausibility(samples, phrase),
        ...changes,
      },
    },
    home.keys,
  );
  endings.push(() => ear.end());
  return ear;
}

async function sealedByEar() {
  const ear = await listeningEar();
  await ear.play(await recording("2-door-code"));
  return (await ear.first("sealed")).clip;
}

describe("an ear on a microphone that vanishes in mid-word", () => {
  it("tells that it is lost, makes no clip of the half sentence, and hears the next one", async () => {
    const ear = await listeningEar();
    const sound = await recording("2-door-code");
    await ear.play(sound.subarray(0, MID_WORD));
    const [recorder] = recordersOf(ear.device);
    expect(ear.kinds()).toContain("looked");
    process.kill(recorder ?? Number.NaN, "SIGKILL");
    expect(await ear.first("lost")).toMatchObject({ code: "MICROPHONE_LOST" });
    await ear.play(quiet(2), sound);
    await ear.first("sealed");
    await ear.mute();
    const ends = ear
      .kinds()
      .filter((kind) => !["collecting", "looked", "woke", "rejected", "drafted"].includes(kind));
    expect(ends).toEqual(["opened", "lost", "opened", "sealed", "closed"]);
  });
});

describe("an ear that is muted in mid-word", () => {
  it("closes the recorder and makes no clip of what it had heard", async () => {
    const ear = await listeningEar();
    await ear.play((await recording("2-door-code")).subarray(0, MID_WORD));
    expect(recordersOf(ear.device)).toHaveLength(1);
    expect(ear.kinds()).toContain("looked");
    await ear.mute();
    expect(recordersOf(ear.device)).toEqual([]);
    expect(ear.events.at(-1)).toEqual({ kind: "closed", why: "muted" });
    expect(ear.kinds()).not.toContain("sealed");
    expect(ear.kinds()).not.toContain("dropped");
  });
});

describe("an ear that is muted while a command is being recognised", () => {
  it("overwrites the command, and drops it", async () => {
    const heard: Float32Array[] = [];
    let goOn: () => void = () => undefined;
    const muted = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const ear = await listeningEar({
      hear: async (samples) => {
        heard.push(samples);
        const hearing = await senses.recogniser.hear(samples);
        await muted;
        return hearing;
      },
    });
    await ear.play(await recording("2-door-code"), quiet(1));
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(1);
    expect(heard[0]?.some((sample) => sample !== 0)).toBe(true);
    const muting = ear.mute();
    expect(heard[0]?.every((sample) => sample === 0)).toBe(true);
    goOn();
    await muting;
    expect(ear.kinds()).not.toContain("sealed");
    expect(ear.events).toContainEqual(expect.objectContaining({ kind: "dropped", reason: "muted" }));
  });

  it("says from the first look on that it takes something, until the command is over", async () => {
    const ear = await listeningEar();
    await ear.play(await recording("2-door-code"));
    await ear.first("sealed");
    await ear.mute();
    const told = ear.events.flatMap((event) => (event.kind === "collecting" ? [event.isCollecting] : []));
    expect(told).toEqual([true, false]);
    expect(ear.kinds().indexOf("collecting")).toBeLessThan(ear.kinds().indexOf("looked"));
  });
});

describe("an ear that is muted while it waits whether a command has ended", () => {
  it("overwrites the draft that it works on, and makes no clip of it", async () => {
    const heard: Float32Array[] = [];
    const ear = await listeningEar({
      hear: (samples) => {
        heard.push(samples);
        return senses.recogniser.hear(samples);
      },
    });
    await ear.play((await recording("2-door-code")).subarray(0, 4 * SAMPLE_RATE_HZ));
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const muting = ear.mute();
    expect(heard[0]?.every((sample) => sample === 0)).toBe(true);
    await muting;
    expect(ear.events).toContainEqual(expect.objectContaining({ kind: "drafted", fate: "called-off" }));
    expect(ear.kinds()).not.toContain("sealed");
  });
});

describe("an ear to which a number is dictated with a pause", () => {
  it("takes it as one command, and lets go of the draft that it had made in the pause", async () => {
    const ear = await listeningEar();
    const sound = await recording("2-door-code");
    await ear.play(sound.subarray(0, MID_CODE), quiet(0.7), sound.subarray(MID_CODE), quiet(1));
    const { report } = await ear.first("sealed");
    await ear.mute();
    expect(ear.kinds().filter((kind) => kind === "sealed")).toHaveLength(1);
    expect((report.span.end - report.span.start) / SAMPLE_RATE_HZ).toBeGreaterThan(3.2);
    const fates = ear.events.flatMap((event) => (event.kind === "drafted" ? [event.fate] : []));
    expect(fates).toContain("called-off");
    expect(fates.at(-1)).toBe("kept");
  });
});

describe("an ear that is to drop what is no clip yet", () => {
  it("forgets half a sentence, hears on with the same recorder, and seals the next one", async () => {
    const ear = await listeningEar();
    const sound = await recording("2-door-code");
    expect(ear.drop()).toBe(0);
    await ear.play(sound.subarray(0, MID_WORD));
    await ear.first("collecting");
    const before = recordersOf(ear.device);
    expect(ear.drop()).toBe(1);
    const told = ear.events.flatMap((event) => (event.kind === "collecting" ? [event.isCollecting] : []));
    expect(told).toEqual([true, false]);
    await ear.play(quiet(2), sound);
    await ear.first("sealed");
    expect(recordersOf(ear.device)).toEqual(before);
    await ear.mute();
    expect(ear.kinds().filter((kind) => kind === "sealed")).toHaveLength(1);
  });

  it("overwrites a command that is being recognised, and makes no clip of it", async () => {
    const heard: Float32Array[] = [];
    let goOn: () => void = () => undefined;
    const dropped = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const ear = await listeningEar({
      hear: async (samples) => {
        heard.push(samples);
        const hearing = await senses.recogniser.hear(samples);
        await dropped;
        return hearing;
      },
    });
    await ear.play(await recording("2-door-code"), quiet(1));
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(1);
    expect(ear.drop()).toBe(1);
    expect(heard[0]?.every((sample) => sample === 0)).toBe(true);
    goOn();
    expect(await ear.first("dropped")).toMatchObject({ reason: "erased" });
    await ear.mute();
    expect(ear.kinds()).not.toContain("sealed");
  });
});

describe("an ear whose recogniser fails", () => {
  it("drops the command with the stage's reason and seals nothing", async () => {
    const ear = await listeningEar({
      hear: () => Promise.reject(new SottoError("MODEL_FAILED", "made to fail")),
    });
    await ear.play(await recording("2-door-code"));
    expect(await ear.first("dropped")).toMatchObject({ reason: "recogniser-failed" });
    await ear.mute();
    expect(ear.kinds()).not.toContain("sealed");
  });

  it.each([
    [new SottoError("MODEL_FAILED", "made to fail"), "MODEL_FAILED"],
    [new TypeError("made to fail"), "INTERNAL"],
  ])("takes a second look that throws %o for a no, and tells the code", async (error, code) => {
    const heard: number[] = [];
    const ear = await listeningEar({
      plausibility: () => Promise.reject(error),
      hear: (samples) => {
        heard.push(samples.length);
        return senses.recogniser.hear(samples);
      },
    });
    await ear.play(await recording("2-door-code"), quiet(2));
    await ear.mute();
    expect(ear.events).toContainEqual(expect.objectContaining({ kind: "dropped", reason: code }));
    expect(ear.kinds()).toContain("rejected");
    expect(ear.kinds()).not.toContain("sealed");
    expect(heard).toEqual([]);
  });
});

describe("an ear that is talked to without end", () => {
  it("takes twelve seconds as the command and not a sample more", async () => {
    const heard: number[] = [];
    const ear = await listeningEar({
      hear: (samples) => {
        heard.push(samples.length);
        return senses.recogniser.hear(samples);
      },
    });
    const sound = await recording("6-harmless");
    const word = sound.subarray(0, 1.47 * SAMPLE_RATE_HZ);
    const talk = sound.subarray(1.47 * SAMPLE_RATE_HZ, 3.06 * SAMPLE_RATE_HZ);
    await ear.play(word, ...Array<Float32Array>(10).fill(talk), quiet(2));
    await Promise.race([ear.first("sealed"), ear.first("dropped")]);
    await ear.mute();
    // Drafts before it are shorter; the second look hears a quarter of a second of silence behind it.
    expect(heard).toContain(12 * SAMPLE_RATE_HZ);
    expect(Math.max(...heard)).toBeLessThanOrEqual(12.25 * SAMPLE_RATE_HZ);
    expect(ear.kinds().filter((kind) => kind === "sealed" || kind === "dropped")).toHaveLength(1);
  }, 90_000);
});

describe("a clip that the ear sealed", () => {
  it("is opened by its owner and refused by the reader of another, even with the device trusted", async () => {
    const clip = await sealedByEar();
    const ours = await openReader({ folder: home.ownerFolder, clock: systemClock });
    expect(await ours.reader.receive(clip.message)).toMatchObject({ kind: "stored" });
    expect((await ours.reader.open(clip.messageId)).kinds).toContain("SECRET");

    const folder = join(root, "another-owner");
    createOwner(folder);
    trustDevice(folder, home.device.identity.pem);
    const theirs = await openReader({ folder, clock: systemClock });
    expect(await theirs.reader.receive(clip.message)).toEqual({
      kind: "refused",
      code: "ENVELOPE_NOT_FOR_US",
    });
    expect(await theirs.reader.list()).toEqual([]);
    const { openers } = await loadOwner(folder);
    expect(await thrownCode(() => openClip(parseEnvelope(clip.message), openers))).toMatch(/^ENVELOPE_/);
  });
});
