import { describe, expect, it } from "vitest";
import { DEAF_MS } from "../../src/light/light.js";
import type { LightInput } from "../../src/light/light-state.js";
import { effectsOf, inOrder, looks, press, type TimedInput, walk } from "./traces.js";

const ticks = (toMs: number, account: "open" | "closed" = "closed") =>
  looks(account, { fromMs: 0, toMs, everyMs: 100 });
const at = (atMs: number, input: LightInput): TimedInput => ({ atMs, input });
const erasures = (walked: ReturnType<typeof walk>) =>
  effectsOf(walked, "erase").map(({ effect }) => (effect.kind === "erase" ? effect.selector : undefined));

describe("the button", () => {
  it("mutes on the down edge: recorders first, then the ear, then the disk", () => {
    const [step] = walk([at(10, { kind: "button", edge: "down" })]);
    expect(step?.effects).toEqual([
      { kind: "end-recorders" },
      { kind: "close" },
      { kind: "save-mute", muted: true },
      { kind: "tell-uplink", muted: true },
    ]);
  });

  it("does not lift the mute at the release of the press that muted", () => {
    expect(walk(inOrder(ticks(2_000), press(500, 200))).at(-1)?.after.muted).toBe(true);
  });

  it("lifts it by a press within a second", () => {
    const walked = walk(inOrder(ticks(2_000), press(500, 1_000)), "muted");
    expect(walked.at(-1)?.after.muted).toBe(false);
    expect(effectsOf(walked, "listen")).toHaveLength(1);
    expect(effectsOf(walked, "save-mute").map(({ effect }) => effect)).toEqual([
      { kind: "save-mute", muted: false },
    ]);
  });

  it.each([
    { lengthMs: 2, why: "a disturbance on the wire" },
    { lengthMs: 1_001, why: "a second and more" },
    { lengthMs: 2_900, why: "less than an erasure" },
  ])("stays muted after $lengthMs ms: $why", ({ lengthMs }) => {
    const walked = walk(inOrder(ticks(6_000), press(500, lengthMs)), "muted");
    expect(walked.at(-1)?.after.muted).toBe(true);
    expect(erasures(walked)).toEqual([]);
  });

  it.each([
    { lengthMs: 3_000, asked: ["last"] },
    { lengthMs: 9_900, asked: ["last"] },
    { lengthMs: 10_000, asked: ["all"] },
    { lengthMs: 25_000, asked: ["all"] },
  ])("held for $lengthMs ms asks for $asked, once, and ends muted", ({ lengthMs, asked }) => {
    for (const mute of ["muted", "lifted"] as const) {
      const walked = walk(inOrder(ticks(30_000), press(500, lengthMs)), mute);
      expect(erasures(walked)).toEqual(asked);
      expect(walked.at(-1)?.after.muted).toBe(true);
    }
  });

  it("asks for all while it is still down", () => {
    const walked = walk(inOrder(ticks(30_000), press(500, 25_000)));
    expect(effectsOf(walked, "erase")[0]?.atMs).toBe(10_500);
  });

  it("erases nothing for the time in which nobody looked", () => {
    // The process was stopped for a minute; the release waited in the kernel.
    const stopped = inOrder(ticks(1_000), press(500, 60_000), [
      at(60_400, { kind: "account", account: "closed" }),
      at(60_600, { kind: "account", account: "closed" }),
    ]);
    const walked = walk(stopped, "muted");
    expect(erasures(walked)).toEqual([]);
    expect(walked.at(-1)?.after.muted).toBe(true);
  });

  it("that was down at the start mutes and neither lifts nor erases", () => {
    for (const releaseMs of [500, 15_000]) {
      const walked = walk(
        inOrder([at(0, { kind: "button", edge: "already-down" })], ticks(20_000), [
          at(releaseMs, { kind: "button", edge: "up" }),
        ]),
      );
      expect(walked.at(-1)?.after.muted).toBe(true);
      expect(erasures(walked)).toEqual([]);
    }
  });

  it("that is lost while it is down erases nothing", () => {
    const walked = walk(
      inOrder([at(500, { kind: "button", edge: "down" })], ticks(20_000), [
        at(900, { kind: "button", edge: "lost" }),
      ]),
    );
    expect(erasures(walked)).toEqual([]);
    expect(walked.at(-1)?.after.muted).toBe(true);
  });

  it("does not undo a command to mute that came while it was down", () => {
    const walked = walk(inOrder(ticks(2_000), press(500, 300), [at(700, { kind: "mute" })]), "muted");
    expect(walked.at(-1)?.after.muted).toBe(true);
  });
});

describe("while muted", () => {
  it("a recorder that is found is ended at every look", () => {
    const walked = walk(ticks(1_000, "open"), "muted");
    expect(effectsOf(walked, "end-recorders")).toHaveLength(walked.length);
  });

  it("recorders that the kernel's account does not show are looked for twice a second", () => {
    expect(effectsOf(walk(ticks(1_900), "muted"), "end-recorders")).toHaveLength(4);
  });

  it("an ear that connects is not let listen, and is when the mute is lifted", () => {
    const connected = at(100, { kind: "ear", connected: true });
    expect(effectsOf(walk([connected], "muted"), "listen")).toEqual([]);
    expect(effectsOf(walk([connected], "lifted"), "listen")).toHaveLength(1);
  });
});

describe("the light", () => {
  it("flashes while an erasure is counted down, and no longer", () => {
    const walked = walk(inOrder(ticks(15_000), press(500, 12_000)));
    const flashing = walked.filter(({ pattern }) => pattern === "flash").map(({ atMs }) => atMs);
    expect(flashing[0]).toBe(1_600);
    expect(flashing.at(-1)).toBe(10_400);
  });

  it("flashes when the microphone should be open and has not been for long", () => {
    const walked = walk(looks("closed", { fromMs: 0, toMs: DEAF_MS, everyMs: 100 }));
    expect(walked.at(-2)?.pattern).toBe("off");
    expect(walked.at(-1)?.pattern).toBe("flash");
  });

  it("flashes when the kernel cannot be asked, and nothing is heard until it can", () => {
    const walked = walk([
      at(0, { kind: "ear", connected: true }),
      at(100, { kind: "account", account: "open" }),
      at(200, { kind: "account", account: "unreadable" }),
      at(300, { kind: "account", account: "unreadable" }),
      at(400, { kind: "ear", connected: true }),
      at(500, { kind: "account", account: "closed" }),
    ]);
    expect(walked.map(({ pattern }) => pattern)).toEqual(["off", "dim", "flash", "flash", "flash", "off"]);
    const told = walked.map(({ effects }) =>
      effects.map(({ kind }) => kind).filter((k) => k !== "tell-uplink"),
    );
    expect(told).toEqual([["listen"], [], ["end-recorders", "close"], ["end-recorders"], [], ["listen"]]);
  });

  it("is bright while a command is heard, and only while the microphone is open", () => {
    const walked = walk([
      at(0, { kind: "phase", phase: "recording" }),
      at(100, { kind: "account", account: "open" }),
      at(200, { kind: "phase", phase: "waiting" }),
    ]);
    expect(walked.map(({ pattern }) => pattern)).toEqual(["off", "bright", "dim"]);
  });

  it("tells of damage until somebody presses the button", () => {
    const damaged = at(0, { kind: "fault", fault: "erasures-damaged", active: true });
    const walked = walk(inOrder([damaged], ticks(1_000), press(500, 100)), "muted");
    expect(walked.find(({ atMs }) => atMs === 400)?.pattern).toBe("flash");
    expect(walked.find(({ atMs }) => atMs === 700)?.pattern).toBe("off");
  });
});
