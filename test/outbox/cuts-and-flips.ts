import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { codeOf } from "../../src/domain/errors.js";
import { isBalanced } from "../../src/outbox/ledger.js";
import { seeded } from "../support/seeded.js";
import { LIFE_BOUNDS } from "./outbox-life.js";
import { type LifeWorld, type PlacedFile, placedIn } from "./traced-life.js";

export type Damage = "cut" | "flip";

export interface DamageReport {
  readonly cases: number;
  /** Bytes of all files together. */
  readonly bytes: number;
  /** Clips whose own file was hit: quarantined and counted, never sent. */
  readonly quarantined: number;
  /** Clips that waited and are gone, though their own file was not hit, and later ones that could not be accepted. */
  readonly lost: number;
  readonly torn: number;
  readonly unopened: number;
  /** In words; with the seed of the run, the case is the same again. */
  readonly problems: readonly string[];
}

/** Every byte of so much of a file's end is as likely as all bytes before it together. */
const TAIL_BYTES = 2_048;
const MOST_PROBLEMS = 20;

/** Cuts a file of a grown store at some byte, or turns one bit of it, opens it, reads and appends. */
export function runDamage(lives: LifeWorld, damage: Damage, seeds: Iterable<number>): DamageReport {
  const files = placedIn(lives.before("day"), "");
  const targets = files.filter(
    ({ path, bytes }) => bytes && bytes.length > 0 && !/lock|reserve|-shm/.test(path),
  );
  const facts = lives.factsBefore("day");
  const waiting = new Set([...facts.accepted].filter((id) => !facts.left.has(id)));
  const report = { cases: 0, quarantined: 0, lost: 0, torn: 0, unopened: 0 };
  const problems: string[] = [];
  for (const seed of seeds) {
    const random = seeded(seed);
    const target = targets[Math.floor(random() * targets.length)];
    if (target?.bytes === undefined) continue;
    const at = placeIn(target.bytes.length, random);
    const hit = harmed(target.bytes, damage, Math.floor(at), Math.floor(random() * 8));
    const folder = lives.fresh();
    for (const file of files) write(folder, file, file === target ? hit : file.bytes);
    const mayMiss = [...waiting].filter((id) => basename(target.path).includes(id));
    const found = survival(lives, folder, { waiting, mayMiss, accepted: facts.accepted.size });
    rmSync(folder, { recursive: true });
    report.cases += 1;
    report.quarantined += found.quarantined;
    for (const { kind, what } of found.problems) {
      report[kind] += 1;
      if (problems.length < MOST_PROBLEMS)
        problems.push(`${seed}: ${damage} ${target.path} at ${at}: ${what}`);
    }
  }
  return { ...report, bytes: targets.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0), problems };
}

function placeIn(length: number, random: () => number): number {
  const tail = Math.max(0, length - TAIL_BYTES);
  const isTail = random() < 0.5;
  return isTail ? tail + Math.floor(random() * (length - tail)) : Math.floor(random() * length);
}

function harmed(bytes: Buffer, damage: Damage, at: number, bit: number): Buffer {
  if (damage === "cut") return bytes.subarray(0, at);
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
  return flipped;
}

function write(folder: string, { path, mode }: PlacedFile, bytes: Buffer | undefined): void {
  if (bytes === undefined) mkdirSync(join(folder, path), { mode });
  else writeFileSync(join(folder, path), bytes, { mode });
}

interface Expected {
  readonly waiting: ReadonlySet<string>;
  readonly mayMiss: readonly string[];
  readonly accepted: number;
}

interface Survival {
  readonly quarantined: number;
  readonly problems: readonly { readonly kind: "lost" | "torn" | "unopened"; readonly what: string }[];
}

function survival({ world, clips, spare }: LifeWorld, folder: string, expected: Expected): Survival {
  const problems: { kind: "lost" | "torn" | "unopened"; what: string }[] = [];
  const { waiting, mayMiss, accepted } = expected;
  try {
    const outbox = world.open(join(folder, "outbox"), { bounds: { ...LIFE_BOUNDS, maxClips: 100 } });
    const found = new Map(outbox.waiting(1_000, new Set()).map(({ id, clip }) => [id, clip]));
    const isHeldBack = outbox.tombstones().some(({ isBarrier }) => isBarrier);
    const missing = isHeldBack ? [] : [...waiting].filter((id) => !found.has(id));
    for (const id of missing)
      if (!mayMiss.includes(id)) problems.push({ kind: "lost", what: `${id} is gone` });
    for (const [id, { message }] of found) {
      const isWhole =
        waiting.has(id) && Buffer.from(message).equals(clips.get(id)?.message ?? Buffer.alloc(0));
      if (!isWhole) problems.push({ kind: "torn", what: `${id} is not what waited` });
    }
    if (!isBalanced(outbox.ledger) || outbox.ledger.accepted !== accepted) {
      problems.push({ kind: "lost", what: `the ledger is ${JSON.stringify(outbox.ledger)}` });
    }
    if (outbox.accept(spare).kind !== "accepted")
      problems.push({ kind: "lost", what: "the next clip is refused" });
    outbox.close();
    return { quarantined: missing.length, problems };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return { quarantined: 0, problems: [{ kind: "unopened", what: String(error) }] };
  }
}
