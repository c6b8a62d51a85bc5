import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { run, systemctl } from "./commands.js";
import type { Unit } from "./services.js";

/** The product's own program that tries things and says how it went; only what is tried is chosen here. */
const PROBE = ["/opt/sotto/node/bin/node", "/opt/sotto/dist/isolation/edge/probe.js"] as const;
const DESK = "/var/tmp/lab-probe";

export interface Try {
  readonly what: string;
  readonly expected: "refused" | "reached";
  readonly attempt: Readonly<Record<string, string | number>>;
}

export interface Tried extends Try {
  readonly reached: boolean;
  readonly why: string;
}

function outcomesOf(text: string): readonly { readonly reached: boolean; readonly why: string }[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error("the probe told no list");
  return value.map((each: { readonly reached: boolean; readonly why: string }) => ({
    reached: each.reached === true,
    why: String(each.why),
  }));
}

/** As root, with no wall around: what is not reached here proves nothing within. Whoever is tried answers meanwhile. */
export async function tryOutside(tries: readonly Try[]): Promise<readonly Tried[]> {
  const child = spawn(PROBE[0], [PROBE[1]], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(tries.map(({ attempt }) => attempt)));
  return together(tries, await text(child.stdout));
}

/**
 * In the unit itself: a drop-in puts the probe in the place of its program, so that every wall of the unit stands as it is
 * installed, and takes away only what would start it again.
 */
export async function tryWithin(unit: Unit, tries: readonly Try[]): Promise<readonly Tried[]> {
  const dropIn = `/run/systemd/system/sotto-${unit}.service.d`;
  rmSync(DESK, { recursive: true, force: true });
  mkdirSync(DESK, { mode: 0o755 });
  writeFileSync(`${DESK}/tries`, JSON.stringify(tries.map(({ attempt }) => attempt)));
  await systemctl("stop", `sotto-${unit}`);
  mkdirSync(dropIn, { recursive: true });
  writeFileSync(
    `${dropIn}/lab.conf`,
    [
      "[Service]",
      "Type=oneshot",
      "ExecStart=",
      `ExecStart=${PROBE.join(" ")}`,
      ...[
        "ExecStartPre=",
        "ExecStartPost=",
        "ExecStopPost=",
        "Restart=no",
        "WatchdogSec=0",
        "TimeoutStartSec=300",
      ],
      ...[`StandardInput=file:${DESK}/tries`, `StandardOutput=truncate:${DESK}/outcomes`, ""],
    ].join("\n"),
  );
  try {
    await systemctl("daemon-reload");
    await run("systemctl", "start", `sotto-${unit}`);
    return together(tries, readFileSync(`${DESK}/outcomes`, "utf8"));
  } finally {
    rmSync(dropIn, { recursive: true });
    await systemctl("daemon-reload");
  }
}

function together(tries: readonly Try[], told: string): readonly Tried[] {
  const outcomes = outcomesOf(told);
  if (outcomes.length !== tries.length)
    throw new Error(`${tries.length} tries and ${outcomes.length} outcomes`);
  return tries.flatMap((each, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [{ ...each, ...outcome }];
  });
}
