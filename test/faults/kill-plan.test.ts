import { describe, expect, it } from "vitest";
import { planKills, VICTIMS } from "./kill-plan.js";

describe("the plan of kills", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(planKills(50, 7, 3_000)).toEqual(planKills(50, 7, 3_000));
    expect(planKills(50, 7, 3_000)).not.toEqual(planKills(50, 8, 3_000));
  });

  it("reaches everybody as often, and some twice at once", () => {
    const kills = planKills(200, 11, 3_000);
    const counts = VICTIMS.map((victim) => kills.filter((kill) => kill.victim === victim).length);
    expect(kills).toHaveLength(200);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(kills.filter(({ afterMs }) => afterMs <= 150).length).toBeGreaterThan(20);
    expect(new Set(kills.map((kill) => kill.of))).toEqual(new Set(["program", "sandbox"]));
  });
});
