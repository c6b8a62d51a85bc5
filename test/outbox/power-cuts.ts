import { rmSync } from "node:fs";
import { NAMINGS, SURVIVALS, writeSurvivors } from "../faults/disk-layer/power-cut.js";
import { TracedDisk } from "../faults/disk-layer/traced-disk.js";
import { seeded } from "../support/seeded.js";
import { LifeFacts } from "./life-facts.js";
import { type FoundProblem, lookAfter } from "./look-after.js";
import {
  LIFE_KINDS,
  type LifePlan,
  type LifeWorld,
  type LivedLife,
  type PlacedFile,
  placedIn,
} from "./traced-life.js";

/** So many cuts are made through one life, which costs a process. */
const CUTS_A_LIFE = 250;
const DEEDS = 16;
/** After one cut in so many the outbox is asked to work on, and opened once more. */
const WORKS_ON_ONE_IN = 4;

/** A life and what becomes of the disk, all decided by one number. */
export function lifeOfCut(seed: number): LifePlan {
  const life = Math.floor(seed / CUTS_A_LIFE);
  return { kind: LIFE_KINDS[life % LIFE_KINDS.length] ?? "day", seed: life, deeds: DEEDS };
}

export interface CutReport {
  readonly cuts: number;
  readonly lives: number;
  /** Starts that did not succeed. */
  readonly unopened: number;
  readonly lost: number;
  readonly torn: number;
  readonly returned: number;
  readonly wrong: number;
  /** Starts that took a power cut for damage. */
  readonly alarms: number;
  /** In words, each with the number that makes it happen again; the first few. */
  readonly problems: readonly string[];
  readonly failedSeeds: readonly number[];
}

const MOST_PROBLEMS = 20;

/** Cuts the power of lives of an outbox, once for each seed, and holds what opens to what was said to be durable. */
export async function runPowerCuts(lives: LifeWorld, seeds: Iterable<number>): Promise<CutReport> {
  const counts = { cuts: 0, lives: 0, unopened: 0, lost: 0, torn: 0, returned: 0, wrong: 0, alarms: 0 };
  const problems: string[] = [];
  const failedSeeds: number[] = [];
  let lived: { readonly number: number; readonly life: CutLife } | undefined;
  for (const seed of seeds) {
    const number = Math.floor(seed / CUTS_A_LIFE);
    if (lived?.number !== number) {
      lived = { number, life: await CutLife.live(lives, lifeOfCut(seed)) };
      counts.lives += 1;
    }
    const found = lived.life.cut(seed);
    counts.cuts += 1;
    for (const { kind, what } of found) {
      counts[kind] += 1;
      if (problems.length < MOST_PROBLEMS) problems.push(`${seed}: ${kind}: ${what}`);
    }
    if (found.length > 0) failedSeeds.push(seed);
  }
  return { ...counts, problems, failedSeeds };
}

interface CutProblem {
  readonly kind: FoundProblem["kind"] | "alarms";
  readonly what: string;
}

/** One life, to be cut again and again. */
class CutLife {
  readonly #lives: LifeWorld;
  readonly #plan: LifePlan;
  readonly #lived: Pick<LivedLife, "place" | "trace">;
  readonly #start: readonly PlacedFile[];

  private constructor(lives: LifeWorld, plan: LifePlan, lived: LivedLife) {
    this.#lives = lives;
    this.#plan = plan;
    this.#lived = { place: lived.place, trace: lived.trace };
    this.#start = placedIn(lives.before(plan.kind), lived.place);
  }

  static async live(lives: LifeWorld, plan: LifePlan): Promise<CutLife> {
    const lived = await lives.live(plan);
    const life = new CutLife(lives, plan, lived);
    lived.remove();
    return life;
  }

  cut(seed: number): readonly CutProblem[] {
    const random = seeded(seed);
    const { place, trace } = this.#lived;
    const until = Math.floor(random() * (trace.length + 1));
    const disk = new TracedDisk(place);
    for (const file of this.#start) disk.place(file.path, file);
    let said = "";
    for (const call of trace.slice(0, until)) {
      disk.take(call);
      if (call.kind === "mark") said += call.text;
    }
    const survival = SURVIVALS[Math.floor(random() * SURVIVALS.length)] ?? "nothing";
    const naming = NAMINGS[Math.floor(random() * NAMINGS.length)] ?? "nothing";
    const folder = this.#lives.fresh();
    writeSurvivors(disk.root, folder, { random, survival, naming }, disk.nameChanges);
    const facts = LifeFacts.of(said, this.#lives.factsBefore(this.#plan.kind));
    const found = this.#look(folder, facts, random() * WORKS_ON_ONE_IN < 1 ? "works on" : "looked at");
    rmSync(folder, { recursive: true });
    const how = `call ${until} of ${trace.length}, data: ${survival}, names: ${naming}`;
    return found.map(({ kind, what }) => ({ kind, what: `${what} (${how})` }));
  }

  /** A mending tells once that it mended; whatever else is told took a power cut for damage. */
  #look(folder: string, facts: LifeFacts, next: "works on" | "looked at"): readonly CutProblem[] {
    const { problems, alarms } = lookAfter(this.#lives, folder, { facts, next });
    const unexpected = this.#plan.kind === "mending" ? [] : alarms;
    return [...problems, ...unexpected.map((what) => ({ kind: "alarms" as const, what }))];
  }
}
