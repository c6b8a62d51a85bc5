import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import {
  type CallKind,
  DiskControl,
  type DiskError,
  type DiskFault,
  layerEnvironment,
} from "../faults/disk-layer/disk-layer.js";
import { compileChild } from "../support/compiled-child.js";
import { LIFE_KINDS, type LifePlan, type LifeWorld } from "./traced-life.js";

/** One life and the error that it meets; without a fault its calls are counted. */
export interface ErrorCase {
  readonly plan: LifePlan;
  readonly fault?: DiskFault;
  /** Files with which it begins. */
  readonly start?: string;
  /** What was said of them. */
  readonly before: string;
}

/** What errors-child.ts is given. */
export interface ErrorTask {
  readonly root: string;
  readonly control: string;
  readonly clipsFile: string;
  readonly clipBytes: number;
  /** Of the clips in the file, those that the grown store has accepted. */
  readonly clipsBefore: number;
  readonly counted: readonly CallKind[];
  readonly cases: readonly ErrorCase[];
}

/** Which calls a disk with such a fault refuses. */
const REFUSED_BY: Readonly<Record<DiskError, readonly CallKind[]>> = {
  EIO: ["takes", "gives", "syncs", "reads", "opens", "closes"],
  ENOSPC: ["takes", "syncs"],
  EROFS: ["takes", "gives", "opens"],
};
const ERRORS: readonly DiskError[] = ["EIO", "ENOSPC", "EROFS"];
/** No file system is read-only for one call. */
const WAYS: Readonly<Record<DiskError, readonly ("fail-once" | "fail-from-then-on")[]>> = {
  EIO: ["fail-once", "fail-from-then-on"],
  ENOSPC: ["fail-once", "fail-from-then-on"],
  EROFS: ["fail-from-then-on"],
};
const LIVES: readonly LifePlan[] = LIFE_KINDS.map((kind) => ({ kind, seed: 5, deeds: 8 }));

const livedLine = z.object({
  calls: z.number(),
  hits: z.number(),
  refusals: z.number(),
  told: z.number(),
  problems: z.array(z.object({ kind: z.enum(["lost", "torn", "returned", "wrong"]), what: z.string() })),
});
type LivedLine = z.infer<typeof livedLine>;

export interface ErrorReport {
  /** Calls of all lives that could fail, over all errors. */
  readonly ordinals: number;
  readonly cases: number;
  /** Cases in which the error was met. */
  readonly met: number;
  readonly refusals: number;
  readonly lost: number;
  readonly torn: number;
  /** Starts that took the error for damage and mended. */
  readonly mended: number;
  readonly problems: readonly string[];
}

/** Lets a call of a life fail, `cases` times, spread evenly over all calls of all lives, each error in turn. */
export async function runDiskErrors(lives: LifeWorld, cases: number): Promise<ErrorReport> {
  const begin = (plan: LifePlan) => {
    const start = lives.before(plan.kind);
    return { plan, before: lives.factsBefore(plan.kind).lines(), ...(start === undefined ? {} : { start }) };
  };
  const all: (ErrorCase & { readonly fault: DiskFault })[] = [];
  let ordinals = 0;
  for (const error of ERRORS) {
    const counted = REFUSED_BY[error];
    const lived = await inChild(lives, counted, LIVES.map(begin));
    lived.forEach(({ calls }, index) => {
      const plan = LIVES[index];
      if (plan === undefined) return;
      ordinals += calls;
      for (let at = 1; at <= calls; at += 1) {
        for (const action of WAYS[error]) {
          all.push({ ...begin(plan), fault: { at, action, error, counted } });
        }
      }
    });
  }
  const count = Math.min(cases, all.length);
  const chosen = Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]);
  const these = chosen.flatMap((each) => each ?? []);
  const lived = await inChild(lives, REFUSED_BY.EIO, these);
  const problems = lived.flatMap((one, index) => {
    const { plan, fault } = these[index] ?? {};
    const where = `${fault?.error} ${fault?.action} at call ${fault?.at} of a ${plan?.kind}`;
    return one.problems.map(({ kind, what }) => `${where}: ${kind}: ${what}`);
  });
  const sum = (of: (line: LivedLine) => number) => lived.reduce((total, line) => total + of(line), 0);
  const ofKind = (wanted: string) =>
    sum((line) => line.problems.filter(({ kind }) => kind === wanted).length);
  return {
    ordinals,
    cases: lived.length,
    met: sum(({ hits }) => Math.min(1, hits)),
    refusals: sum(({ refusals }) => refusals),
    lost: ofKind("lost"),
    torn: ofKind("torn"),
    mended: lived.filter(({ told }, index) => told > 0 && these[index]?.plan.kind !== "mending").length,
    problems,
  };
}

async function inChild(
  lives: LifeWorld,
  counted: readonly CallKind[],
  cases: readonly ErrorCase[],
): Promise<readonly LivedLine[]> {
  const child = compileChild(fileURLToPath(new URL("./errors-child.ts", import.meta.url)));
  const folder = mkdtempSync("/dev/shm/sotto-errors-");
  try {
    const task: ErrorTask = {
      ...{ root: lives.fresh(), control: join(folder, "control"), counted, cases },
      ...{ clipsFile: lives.allClips, clipBytes: lives.spare.bucket, clipsBefore: lives.clipsBefore },
    };
    new DiskControl(task.control).count(counted);
    const taskFile = join(folder, "task");
    writeFileSync(taskFile, JSON.stringify(task));
    const running = spawn(process.execPath, [child.program, taskFile], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...layerEnvironment(lives.layer, { root: task.root, control: task.control }) },
    });
    const lines = (await text(running.stdout)).split("\n").filter((line) => line !== "");
    return lines.map((line) => livedLine.parse(JSON.parse(line)));
  } finally {
    child.remove();
    rmSync(folder, { recursive: true });
  }
}
