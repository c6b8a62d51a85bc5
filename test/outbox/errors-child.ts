import { cpSync, mkdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../src/domain/errors.js";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { DiskControl, type DiskFault } from "../faults/disk-layer/disk-layer.js";
import { outboxSurroundings } from "../support/outbox-surroundings.js";
import { seeded } from "../support/seeded.js";
import type { ErrorCase, ErrorTask } from "./disk-errors.js";
import { LifeFacts, type LifeProblem, problemsAfter } from "./life-facts.js";
import { LIFE_BOUNDS, OutboxLife } from "./outbox-life.js";

/*
 * Lives of an outbox above the fault layer, in one process, each of which meets one error of the disk: what is to be
 * done stands in a file of JSON, what came of each life is a line of JSON on standard output.
 */
const [taskFile = ""] = process.argv.slice(2);
const task: ErrorTask = JSON.parse(readFileSync(taskFile, "utf8"));
const world = await outboxSurroundings();
const all = readFileSync(task.clipsFile);
const clips = Array.from({ length: all.length / task.clipBytes }, (_, index) =>
  SealedClip.checked(all.subarray(index * task.clipBytes, (index + 1) * task.clipBytes), world.expected),
);
const known = new Map(clips.map((clip) => [clip.messageId, clip]));
const control = new DiskControl(task.control);
/** A disk that refuses for good is given room again after so many refusals. */
const REFUSALS_TO_ROOM = 3;
/** More for one deed are no recovery. */
const MOST_TRIES = 12;

interface Lived {
  readonly calls: number;
  readonly hits: number;
  readonly refusals: number;
  readonly problems: readonly LifeProblem[];
}

function live({ plan, start, before }: ErrorCase, fault: DiskFault | undefined): Lived {
  const place = join(task.root, "life");
  rmSync(place, { recursive: true, force: true });
  if (start === undefined) mkdirSync(place, { mode: 0o700 });
  else cpSync(start, place, { recursive: true });
  const facts = LifeFacts.of(before);
  const life = new OutboxLife({
    ...{ world, folder: join(place, "outbox"), random: seeded(plan.seed) },
    clips: clips.slice(task.clipsBefore),
    say: (lines) => {
      for (const line of lines.split("\n")) facts.take(line);
    },
  });
  life.goOn(
    [...facts.accepted].filter((id) => !facts.left.has(id)),
    [...facts.tombstones],
  );
  const problems: LifeProblem[] = [];
  let refusals = 0;
  let hits = 0;
  const makeRoom = () => {
    hits += control.counts().hits;
    control.count();
  };
  /** As an uplink does it: what the disk refused is tried again. */
  const insist = (what: string, work: () => unknown): "at once" | "again" | "never" => {
    let last = "";
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      try {
        work();
        return tries === 0 ? "at once" : "again";
      } catch (error) {
        refusals += 1;
        last = String(error);
        if (codeOf(error) !== "OUTBOX_UNWRITABLE") {
          problems.push({ kind: "wrong", what: `${what}: ${error instanceof Error ? error.stack : error}` });
          return "never";
        }
        if (refusals >= REFUSALS_TO_ROOM && fault?.action === "fail-from-then-on") makeRoom();
      }
    }
    problems.push({ kind: "wrong", what: `${what} does not come back: ${last}` });
    return "never";
  };
  if (fault) control.set(fault);
  else control.count(task.counted);
  world.told.length = 0;
  let goes = insist("the start", () => life.open()) !== "never";
  for (let turn = 0; turn < plan.deeds && goes; turn += 1) {
    const deed = life.plan();
    const how = insist(deed.kind, () => life.perform(deed));
    if (how === "again" && deed.kind !== "reopen") life.settle(deed);
    goes = how !== "never";
  }
  const { calls } = control.counts();
  makeRoom();
  if (!goes) return { calls, hits, refusals, problems };
  insist("the end", () => life.close());
  const again = world.open(join(place, "outbox"), { bounds: { ...LIFE_BOUNDS, maxClips: 100 } });
  problems.push(...problemsAfter(again, facts, known));
  again.close();
  return { calls, hits, refusals, problems };
}

for (const each of task.cases) {
  const lived = live(each, each.fault);
  writeSync(1, `${JSON.stringify({ ...lived, told: world.told.length })}\n`);
}
