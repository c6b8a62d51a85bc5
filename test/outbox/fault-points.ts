import { basename, dirname } from "node:path";
import type { DiskAction } from "../faults/disk-layer/disk-layer.js";
import type { TracedCall } from "../faults/disk-layer/disk-trace.js";
import { lookAfter } from "./look-after.js";
import { LIFE_KINDS, type LifePlan, type LifeWorld } from "./traced-life.js";

/** A kill at one counted call of a life. */
export interface FaultPoint {
  readonly plan: LifePlan;
  readonly at: number;
  readonly action: Extract<DiskAction, "kill-before" | "kill-middle" | "kill-after">;
}

export interface KillReport {
  /** Counted calls of all the lives that were killed. */
  readonly ordinals: number;
  readonly kills: number;
  /** Kinds of steps that the lives have, and those at which one was killed. */
  readonly steps: ReadonlySet<string>;
  readonly hit: ReadonlySet<string>;
  readonly lost: number;
  readonly torn: number;
  readonly unopened: number;
  readonly alarms: number;
  readonly problems: readonly string[];
}

/** Short lives with every kind of step: their seeds were tried for that. */
const LIVES: readonly LifePlan[] = LIFE_KINDS.map((kind) => ({ kind, seed: 5, deeds: 8 }));
/** Killed side by side: the machines have two cores. */
const AT_ONCE = 2;

/** What a call does, and to what: `write log`, `rename clip`. */
export function stepOf(kind: string, path: string): string {
  return `${kind} ${fileKind(path)}`;
}

function fileKind(path: string): string {
  const name = basename(path).replace(/ \(deleted\)$/, "");
  if (/^\.partial-.*\.clip$/.test(name)) return "clip's draft";
  if (/^\.partial-.*\.tombstone$/.test(name)) return "tombstone's draft";
  if (name === ".partial-reserve") return "reserve's draft";
  if (/\.clip$/.test(name)) return "clip";
  if (/\.clip\.\w+$/.test(name)) return "quarantined clip";
  if (/\.tombstone$/.test(name)) return "tombstone";
  if (/^outbox-\d+\.db\.new$/.test(name)) return "new database";
  if (/^outbox-\d+\.db\.new-journal$/.test(name)) return "new database's journal";
  if (/^outbox-\d+\.db$/.test(name)) return "database";
  if (/^outbox-\d+\.db-wal$/.test(name)) return "log";
  if (/^outbox-\d+\.db-shm$/.test(name)) return "log's index";
  if (/^damaged-/.test(name)) return "damaged database";
  if (/^lock/.test(name)) return "lock";
  if (["clips", "tombstones", "quarantine", "outbox"].includes(name)) return `folder ${name}`;
  if (basename(dirname(path)).startsWith("sotto-lives-")) return "folder of the uplink";
  return name;
}

/** The counted calls of a life: its ordinal and its step. */
interface CountedStep {
  readonly at: number;
  readonly step: string;
}

function stepsOf(trace: readonly TracedCall[]): readonly CountedStep[] {
  const names = new Map<string, string>();
  const steps: CountedStep[] = [];
  for (const call of trace) {
    if (call.kind === "open") names.set(`${call.pid} ${call.fd}`, call.path);
    if (call.ordinal === 0 || call.kind === "hit") continue;
    const path = "path" in call ? call.path : "fd" in call ? (names.get(`${call.pid} ${call.fd}`) ?? "") : "";
    steps.push({ at: call.ordinal, step: stepOf(call.kind, call.kind === "rename" ? call.to : path) });
  }
  return steps;
}

/**
 * Where the lives are to be killed: each step of each kind of each life first, then so many more of the other calls as
 * are asked for, spread evenly; in turn before the call, within it and after it.
 */
async function chosenPoints(lives: LifeWorld, kills: number) {
  const steps = new Set<string>();
  const first: FaultPoint[] = [];
  const rest: FaultPoint[] = [];
  let ordinals = 0;
  for (const plan of LIVES) {
    const lived = await lives.live(plan);
    lived.remove();
    const known = new Set<string>();
    for (const { at, step } of stepsOf(lived.trace)) {
      ordinals += 1;
      steps.add(step);
      const actions = ["kill-before", "kill-middle", "kill-after"] as const;
      const isNew = !known.has(step);
      known.add(step);
      actions.forEach((action, turn) => {
        (isNew && turn === at % 3 ? first : rest).push({ plan, at, action });
      });
    }
  }
  const more = Math.max(0, Math.min(kills - first.length, rest.length));
  const spread = Array.from({ length: more }, (_, index) => rest[Math.floor((index * rest.length) / more)]);
  return { ordinals, steps, points: [...first, ...spread.flatMap((point) => point ?? [])] };
}

/** Kills lives of an outbox at counted calls, and holds what is left to what was said before. */
export async function runFaultPoints(lives: LifeWorld, kills: number): Promise<KillReport> {
  const { ordinals, steps, points } = await chosenPoints(lives, kills);
  const counts = { kills: 0, lost: 0, torn: 0, unopened: 0, alarms: 0 };
  const hit = new Set<string>();
  const problems: string[] = [];
  const queue = [...points];
  const work = async () => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
      const { plan, at, action } = point;
      const lived = await lives.live(plan, { at, action });
      const where = `${action} call ${at} of a ${plan.kind}`;
      if (lived.signal !== "SIGKILL") problems.push(`${where}: it was not killed`);
      else counts.kills += 1;
      const last = lived.trace.findLast(({ kind }) => kind === "hit");
      if (last?.kind === "hit") hit.add(stepOf(last.of, last.path));
      const look = lookAfter(lives, lived.place, { facts: lived.facts, next: "works on" });
      const alarms = plan.kind === "mending" ? [] : look.alarms;
      for (const { kind, what } of look.problems) {
        if (kind === "lost" || kind === "torn" || kind === "unopened") counts[kind] += 1;
        problems.push(`${where}: ${kind}: ${what}`);
      }
      counts.alarms += alarms.length;
      problems.push(...alarms.map((alarm) => `${where}: ${alarm}`));
      lived.remove();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ...counts, ordinals, steps, hit, problems };
}
