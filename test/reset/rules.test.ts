import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FLASH_EVERY_MS } from "../../src/light/blinker.js";
import { FAREWELL } from "../../src/reset/farewell.js";
import { HoldAtStart, RESET_HOLD_MS, STUCK_MS } from "../../src/reset/hold-at-start.js";
import { agrees, decodePending, encodePending, type PendingReset } from "../../src/reset/pending-reset.js";
import { resetReport } from "../../src/reset/reset-report.js";

/** Looks ten times a second until there is a verdict; `edges` are what the finger does, by milliseconds. */
function holdWith(
  edges: Readonly<Record<number, "up" | "down" | "lost">>,
  everyMs = 100,
): readonly [string, number] {
  const hold = new HoldAtStart(0);
  const waiting = Object.entries(edges).map(([ms, edge]) => ({ ms: Number(ms), edge }));
  for (let ms = 0; ms <= 90_000; ms += everyMs) {
    for (let next = waiting[0]; next !== undefined && next.ms <= ms; next = waiting[0]) {
      hold.take(next.edge, next.ms);
      waiting.shift();
    }
    const verdict = hold.look(ms);
    if (verdict !== "counting" && verdict !== "ripe") return [verdict, ms];
  }
  return ["counting", 90_000];
}

describe("a button that was down at power-up", () => {
  it("asks for a reset when it is released after ten seconds and within a minute, and not before its release", () => {
    fc.assert(
      fc.property(fc.integer({ min: RESET_HOLD_MS, max: STUCK_MS - 100 }), (upMs) => {
        const [verdict, ms] = holdWith({ [upMs]: "up" });
        expect(verdict).toBe("reset");
        expect(ms).toBeGreaterThan(upMs);
      }),
    );
  });

  it("asks for nothing where its line never rises, or rises after a minute: that is no finger", () => {
    expect(holdWith({})).toEqual(["stuck", STUCK_MS]);
    expect(holdWith({ [STUCK_MS + 1]: "up" })).toEqual(["stuck", STUCK_MS]);
    expect(holdWith({ [STUCK_MS - 1]: "up", [STUCK_MS + 1]: "down" })[0]).toBe("stuck");
  });

  it.each([2, 5, 10, 13])(
    "asks for nothing where it is the mains' hum, of contacts of %i ms",
    (contactMs) => {
      const hum = Array.from({ length: 80_000 / contactMs }, (_each, index): [number, "up" | "down"] => [
        (index + 1) * contactMs,
        index % 2 === 0 ? "up" : "down",
      ]);
      expect(holdWith(Object.fromEntries(hum))[0]).toBe("released");
      const later = hum.map(([ms, edge]): [number, "up" | "down"] => [ms + 9_000, edge]);
      expect(holdWith(Object.fromEntries(later))[0]).toBe("released");
    },
  );

  it("asks for nothing when it is released before, whenever that is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: RESET_HOLD_MS - 1 }), (upMs) => {
        expect(holdWith({ [upMs]: "up" })[0]).toBe("released");
      }),
    );
  });

  it("is not released by a bounce, and begins no second press", () => {
    expect(holdWith({ 3000: "up", 3010: "down", 14000: "up" })[0]).toBe("reset");
    expect(holdWith({ 14000: "up", 14010: "down", 14020: "up" })[0]).toBe("reset");
    expect(holdWith({ 3000: "up", 3200: "down", 14000: "up" })[0]).toBe("released");
  });

  it("is released where it cannot be read any more", () => {
    expect(holdWith({ 9000: "lost" })[0]).toBe("released");
  });

  it("is not held for time in which nobody looked", () => {
    const hold = new HoldAtStart(0);
    expect(hold.look(59_000)).toBe("counting");
    hold.take("up", 59_100);
    expect(hold.look(59_200)).toBe("released");
  });
});

describe("the lamp's farewell", () => {
  it("flashes below 100 ms, at most once in two seconds, also after the flashes before", () => {
    let ms = 0;
    const lit: { at: number; forMs: number }[] = [];
    for (const { lamp, forMs } of FAREWELL) {
      if (lamp !== "off") lit.push({ at: ms, forMs });
      ms += forMs;
    }
    expect(lit).toHaveLength(3);
    expect(lit.every(({ forMs }) => forMs < 100)).toBe(true);
    expect(lit[0]?.at).toBeGreaterThan(FLASH_EVERY_MS);
    lit.slice(1).forEach(({ at }, index) => {
      expect(at - (lit[index]?.at ?? 0)).toBeGreaterThanOrEqual(FLASH_EVERY_MS);
    });
    expect(FAREWELL.at(-1)?.lamp).toBe("off");
  });
});

describe("a reset that was begun", () => {
  const here = { kind: "partition", device: "/dev/here" } as const;

  it.each<PendingReset>([
    { erases: { kind: "folders" }, pins: undefined },
    { erases: { kind: "partition", device: "/dev/disk/by-partuuid/0000-03" }, pins: '{"button":17}' },
    { erases: { kind: "partition", device: "/dev/loop0" }, pins: undefined },
  ])("is remembered as it was: %j", (pending) => {
    expect(decodePending(encodePending(pending))).toEqual(pending);
    expect(decodePending(encodePending(pending).replaceAll("\n", "\r\n"))).toEqual(pending);
  });

  it.each(["", "please", "sotto-reset 1\npartition /etc/passwd\n", "sotto-reset 1\npartition /dev/../etc\n"])(
    "means this machine where the file says nothing that can be believed: %j",
    (text) => {
      const remembered = decodePending(text);
      expect(remembered).toEqual({ erases: undefined, pins: undefined });
      expect(agrees(remembered, here)).toBe(true);
      expect(agrees(remembered, { kind: "folders" })).toBe(true);
    },
  );
});

describe("a reset that was written down on another machine", () => {
  const here = { kind: "partition", device: "/dev/here" } as const;
  const said = (erases: PendingReset["erases"]) => ({ erases, pins: undefined });

  it("is none of this one's", () => {
    expect(agrees(said(here), here)).toBe(true);
    expect(agrees(said({ kind: "folders" }), { kind: "folders" })).toBe(true);
    expect(agrees(said({ ...here, device: "/dev/there" }), here)).toBe(false);
    expect(agrees(said({ kind: "folders" }), here)).toBe(false);
    expect(agrees(said(here), { kind: "folders" })).toBe(false);
  });
});

describe("the report of a reset", () => {
  const erased = {
    place: "partition",
    device: "/dev/x3",
    overwritten: 9,
    discarded: false,
    seconds: 1,
  } as const;

  it("says that it failed, and where, when one byte is not proved", () => {
    const report = resetReport("now", { ...erased, proof: { kind: "failed", at: 7, bytes: 9 } }, undefined);
    expect(report).toContain("FAILED");
    expect(report).toContain("the one at 7 is not what was written");
    expect(report).not.toContain("DONE");
  });

  it("claims nothing of what flash has put aside", () => {
    const report = resetReport(
      "now",
      { ...erased, proof: { kind: "proved", bytes: 9, sha256: "ab" } },
      undefined,
    );
    expect(report).toContain("DONE");
    expect(report).toMatch(/cannot be reached by any program/);
  });
});
