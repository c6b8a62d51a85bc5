import type { LampWiring } from "./lamp-wiring.js";

/** All are of one length, so that each may be written over the other where the disk is full. */
export const LAMP_MEMORY_BYTES = 64;

/**
 * What hardware/systemd/light-safe has to know to make the lamp dark when this process is dead: `line LINE LEVEL` for each
 * line that is off at a level, or `strip DATA CLOCK`.
 */
export function lampMemory(wiring: LampWiring): string {
  const text = ["sotto-lamp 1", ...offLines(wiring), ""].join("\n");
  return text.padEnd(LAMP_MEMORY_BYTES - 1).padEnd(LAMP_MEMORY_BYTES, "\n");
}

function offLines(wiring: LampWiring): readonly string[] {
  if (wiring.kind === "strip") return [`strip ${wiring.data} ${wiring.clock}`];
  const off = wiring.lit === "high" ? "low" : "high";
  const lines = wiring.kind === "plain" ? [wiring.led] : [wiring.led, wiring.bright];
  return lines.map((line) => `line ${line} ${off}`);
}
