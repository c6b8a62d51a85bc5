import { describe, expect, it } from "vitest";
import type { CrewEvent } from "../../src/app/household/crew.js";
import { LampLines } from "../../src/cli/terminal/lamp-lines.js";

function lit(lamp: string): CrewEvent {
  const event = lamp === "off" ? "led-off" : "led-on";
  return { kind: "line", from: "light", line: { event, lamp } };
}

describe("the lamp in words", () => {
  it("says that the microphone is open for a steady lamp alone, once, whatever its brightness", () => {
    const lines = new LampLines();
    const told = ["off", "dim", "bright", "dim", "off", "flash", "off", "flash", "off"].map((lamp) =>
      lines.of(lit(lamp)),
    );
    expect(told.filter((line) => line !== undefined)).toEqual([
      "● light on: the microphone is open",
      "○ light off: the microphone is closed",
    ]);
    expect([told[1], told[4]]).not.toContain(undefined);
  });

  it("says what the light asks, and nothing that another process says it asks", () => {
    const lines = new LampLines();
    const key = "0123456789abcdef0123456789abcdef";
    const line = { event: "consent-asked", key };
    expect(lines.of({ kind: "line", from: "light", line })).toContain(key);
    expect(lines.of({ kind: "line", from: "uplink", line })).toBeUndefined();
  });

  it("is dark when the light has died", () => {
    const lines = new LampLines();
    lines.of(lit("dim"));
    expect(lines.of({ kind: "ended", name: "light", signal: "SIGKILL" })).toContain("off");
    expect(lines.of({ kind: "ended", name: "ear", signal: "SIGKILL" })).toBeUndefined();
  });
});
