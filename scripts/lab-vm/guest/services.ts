import { readdirSync, readFileSync } from "node:fs";
import { outputOf } from "./commands.js";

export const UNITS = ["ear", "light", "uplink"] as const;
export type Unit = (typeof UNITS)[number];

/** 0 where it does not run. */
export function mainPid(unit: Unit): number {
  return Number(property(unit, "MainPID"));
}

export function property(unit: Unit, name: string): string {
  return outputOf("systemctl", "show", `sotto-${unit}`, "--property", name, "--value").trim();
}

/** Recorders by the name that their first argument bears. */
export function recorderPids(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => firstArgument(pid).startsWith("sotto-arecord"))
    .map(Number);
}

function firstArgument(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0")[0] ?? "";
  } catch {
    return ""; // it has ended while we looked
  }
}

/** Lines of a unit's own log since this boot, oldest first. */
export function logOf(unit: Unit | "lab-keeper", since?: string): readonly string[] {
  const name = unit === "lab-keeper" ? unit : `sotto-${unit}`;
  const from = since === undefined ? [] : ["--since", since];
  return outputOf("journalctl", "--boot", "--unit", name, "--output", "cat", ...from)
    .split("\n")
    .filter((line) => line !== "");
}
