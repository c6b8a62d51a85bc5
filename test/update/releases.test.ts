import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReleaseFolder } from "../../src/update/edge/release-folder.js";
import { type HearingLook, HearingWatch, hearingOf, STEADY_MS, TRIAL_MS } from "../../src/update/hearing.js";
import {
  abandonUpdate,
  allOf,
  beginTrial,
  beginUpdate,
  confirmTrial,
  type Place,
  type ReleaseState,
  type ReleaseStep,
  rollBack,
  type Slot,
  settleAtStart,
} from "../../src/update/releases.js";
import { thrownCode } from "../support/thrown.js";
import { testFolder } from "./small-release.js";

/** A disk on which every step is done or not, and a folder is whole only when it was filled after it was cleared. */
class Disk {
  state: ReleaseState = { phase: "settled", current: "root" };
  link: Place = "root";
  readonly whole = new Set<Slot>();

  apply(step: ReleaseStep): void {
    if (step.kind === "save") this.state = step.state;
    if (step.kind === "link") this.link = step.to;
    if (step.kind === "clear") this.whole.delete(step.slot);
    expect(
      this.link === "root" || this.whole.has(this.link),
      "the link names a whole release or nothing",
    ).toBe(true);
  }

  /** @returns whether the power stayed */
  run(steps: readonly ReleaseStep[], cutAfter: number): boolean {
    for (const step of steps.slice(0, cutAfter)) this.apply(step);
    return cutAfter >= steps.length;
  }
}

const WHOLE = 99;
const event = fc.record({
  what: fc.constantFrom("update", "fails-unpacking", "fails-trial", "roll-back", "start", "outdated"),
  /** In which of its parts the power goes, and after how many steps; WHOLE is never. */
  cut: fc.record({ part: fc.integer({ min: 0, max: 4 }), after: fc.constantFrom(0, 1, 2, WHOLE) }),
});

describe("two folders and a link", () => {
  it("name a whole release or the root at every moment, whatever is cut, and settle at the next start", () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
        const disk = new Disk();
        for (const { what, cut } of events) {
          const before = disk.link;
          const parts = partsOf(disk, what);
          let part = 0;
          let isCut = false;
          for (const steps of parts) {
            isCut = !disk.run(steps(), part++ === cut.part ? cut.after : WHOLE);
            if (isCut) break;
          }
          if (isCut) {
            disk.run(settleAtStart(disk.state, false), WHOLE);
            // Twice is as good as once: the power may go again at once.
            disk.run(settleAtStart(disk.state, false), WHOLE);
          }
          expect(disk.state.phase).toBe("settled");
          expect(disk.state).toMatchObject({ current: disk.link });
          // An update that did not come to its end changed nothing.
          if (isCut && what.startsWith("fails")) expect(disk.link).toBe(before);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("keep what an interrupted trial began from, and say that it was interrupted", () => {
    const disk = new Disk();
    disk.run(beginUpdate(disk.state, "2.0.0"), WHOLE);
    disk.whole.add("a");
    disk.run(beginTrial(disk.state), WHOLE);
    expect(disk.link).toBe("a");
    disk.run(settleAtStart(disk.state, false), WHOLE);
    expect(disk.link).toBe("root");
    expect(disk.state).toEqual({
      phase: "settled",
      current: "root",
      failed: { version: "2.0.0", why: "interrupted" },
    });
  });

  it("are back at one release after any roll-back that was cut, and nothing else lies there", () => {
    for (const cutAfter of [0, 1, 2, 3]) {
      const disk = new Disk();
      for (const slot of ["a", "b"] as const) disk.whole.add(slot);
      disk.run(
        [
          { kind: "save", state: { phase: "settled", current: "b", previous: "a" } },
          { kind: "link", to: "b" },
        ],
        WHOLE,
      );
      disk.run(allOf(rollBack(disk.state, "2.0.0")), cutAfter);
      disk.run(settleAtStart(disk.state, false), WHOLE);
      expect(disk.state).toMatchObject({ phase: "settled", current: disk.link });
      expect([...disk.whole]).toEqual(cutAfter < 2 ? ["a", "b"] : ["a"]);
    }
  });

  it("take one update at a time, and go back only to what is there", async () => {
    const staging: ReleaseState = { phase: "staging", current: "root", into: "a", version: "2.0.0" };
    expect(await thrownCode(() => beginUpdate(staging, "3.0.0"))).toBe("UPDATE_UNDER_WAY");
    expect(await thrownCode(() => rollBack(staging, "1.0.0"))).toBe("UPDATE_UNDER_WAY");
    expect(await thrownCode(() => rollBack({ phase: "settled", current: "root" }, "1.0.0"))).toBe(
      "NOTHING_BEFORE",
    );
  });
});

function partsOf(disk: Disk, what: string): readonly (() => readonly ReleaseStep[])[] {
  const begin = () => beginUpdate(disk.state, "2.0.0");
  const fill = () => {
    if (disk.state.phase === "staging") disk.whole.add(disk.state.into);
    return beginTrial(disk.state);
  };
  switch (what) {
    case "update":
      return [begin, fill, () => confirmTrial(disk.state)];
    case "fails-unpacking":
      return [begin, () => allOf(abandonUpdate(disk.state, "damaged"))];
    case "fails-trial":
      return [begin, fill, () => allOf(abandonUpdate(disk.state, "deaf"))];
    case "roll-back": {
      const { state } = disk;
      const canGo = state.phase === "settled" && state.previous !== undefined && state.current !== "root";
      return canGo ? [() => allOf(rollBack(state, "2.0.0"))] : [];
    }
    default:
      return [() => settleAtStart(disk.state, what === "outdated")];
  }
}

describe("the folder of releases on a real disk", () => {
  function stocked(): ReleaseFolder {
    const folder = new ReleaseFolder(testFolder());
    for (const slot of ["a", "b"] as const) {
      mkdirSync(folder.slot(slot));
      writeFileSync(
        join(folder.slot(slot), "package.json"),
        JSON.stringify({ version: slot === "a" ? "1.0.0" : "2.0.0" }),
      );
    }
    return folder;
  }

  it("does each step whole, and twice as well as once", () => {
    const folder = stocked();
    const state: ReleaseState = { phase: "settled", current: "b", previous: "a" };
    const steps: readonly ReleaseStep[] = [
      { kind: "link", to: "a" },
      { kind: "link", to: "b" },
      { kind: "save", state },
      { kind: "clear", slot: "a" },
    ];
    for (const step of steps) {
      folder.carryOut([step]);
      folder.carryOut([step]);
    }
    expect(folder.linked()).toBe("b");
    expect(folder.read()).toEqual(state);
    expect(existsSync(folder.slot("a"))).toBe(false);
    expect(folder.versionIn("b")).toBe("2.0.0");
    folder.carryOut([{ kind: "link", to: "root" }]);
    expect(folder.linked()).toBe("root");
  });

  it.each(["", "{", "[]", '{"phase":"settled"}', '{"phase":"trial","current":"root"}'])(
    "goes back to the root where the state cannot be read: %j",
    (text) => {
      const folder = stocked();
      folder.carryOut([{ kind: "link", to: "a" }]);
      writeFileSync(join(folder.path, "state.json"), text);
      folder.carryOut(settleAtStart(folder.read(), false));
      expect(folder.linked()).toBe("root");
      expect(folder.read()).toMatchObject({ phase: "settled", current: "root" });
      expect(JSON.parse(readFileSync(join(folder.path, "state.json"), "utf8"))).toBeTruthy();
    },
  );
});

describe("a new version", () => {
  const light = { muted: false, account: "open", ear: true, uplink: true } as const;
  const well: HearingLook = { ear: 7, light, isReady: false };
  const all = hearingOf(well);
  const muted: HearingLook = { ...well, light: { ...light, muted: true, account: "closed" }, isReady: true };
  const unplugged: HearingLook = { ...well, light: { ...light, account: "closed" }, isReady: true };

  /** The verdict of looks a second apart, and when it fell. */
  function watch(looks: (second: number) => HearingLook, had = all): readonly [string, number] {
    const hearing = new HearingWatch(had, 0);
    for (let second = 0; ; second++) {
      const verdict = hearing.look(looks(second), second * 1_000);
      if (verdict !== "wait") return [verdict, second * 1_000];
    }
  }

  it("hears when its microphone stays open in one ear", () => {
    expect(watch((second) => (second < 20 ? { ...well, ear: undefined } : well))).toEqual([
      "hears",
      20_000 + STEADY_MS,
    ]);
  });

  it.each<readonly [string, (second: number) => HearingLook]>([
    ["whose ear never comes", () => ({ ...well, ear: undefined })],
    ["whose ear is a new one every ten seconds", (second) => ({ ...well, ear: Math.floor(second / 10) })],
    ["whose microphone stays closed", () => unplugged],
    ["whose account cannot be read", () => ({ ...unplugged, light: { ...light, account: "unreadable" } })],
    ["whose light is away", () => ({ ...well, light: undefined })],
    ["whose uplink is away", () => ({ ...well, light: { ...light, uplink: false } })],
    ["that is muted and never ready", () => ({ ...muted, isReady: false })],
  ])("is deaf after two minutes: one %s", (_what, looks) => {
    expect(watch(looks)).toEqual(["deaf", TRIAL_MS]);
  });

  it("that was muted by its owner is ready, and opens nothing", () => {
    expect(watch(() => muted)).toEqual(["hears", STEADY_MS]);
    expect(watch(() => muted, hearingOf(muted))).toEqual(["hears", STEADY_MS]);
    expect(watch(() => well, hearingOf(muted))).toEqual(["hears", STEADY_MS]);
  });

  it("is asked for nothing that the one before did not have", () => {
    const noUplink: HearingLook = { ...well, light: { ...light, uplink: false } };
    expect(watch(() => noUplink, hearingOf(noUplink))).toEqual(["hears", STEADY_MS]);
    expect(watch(() => unplugged, hearingOf(unplugged))).toEqual(["hears", STEADY_MS]);
    const noOwner: HearingLook = {
      ...{ ear: undefined, isReady: false },
      light: { ...light, account: "closed", ear: false, uplink: false },
    };
    expect(watch(() => noOwner, hearingOf(noOwner))).toEqual(["hears", STEADY_MS]);
  });

  it("answers by its light in any case, and its ear is ready where there was one", () => {
    const nothing: HearingLook = { ear: undefined, light: undefined, isReady: false };
    expect(watch(() => nothing, hearingOf(nothing))).toEqual(["deaf", TRIAL_MS]);
    const never = { ...unplugged, isReady: false };
    expect(watch(() => never, hearingOf(unplugged))).toEqual(["deaf", TRIAL_MS]);
    const unreadable: HearingLook = { ...well, light: { ...light, account: "unreadable" } };
    expect(hearingOf(unreadable).isOpen).toBe(false);
  });
});
