/**
 * How well word times by masking and the cuts around them hold against known ones, and what they cost:
 * `npx tsx scripts/eval-word-times.ts MANIFEST ROOT [--words] [--worst] [--noisy] [--every N]`, rows carrying `words` and
 * `entities`. With --words every single word is located too, which takes minutes; --noisy lays noise or music 10 dB
 * below the speech over it; --every takes each Nth row only. Entities whose neighbours were misheard are left out: where
 * they were written can't be told.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSoundFile } from "../src/capture/edge/sound-file.js";
import { toSeconds } from "../src/domain/audio.js";
import { SottoError } from "../src/domain/errors.js";
import { isCovered, SLACK_SECONDS } from "../src/evaluation/coverage.js";
import { percentile, wilson } from "../src/evaluation/intervals.js";
import { parseManifest, parseTruth, type RowTruth } from "../src/evaluation/manifest.js";
import { FileModelStore } from "../src/models/edge/file-model-store.js";
import { planCuts } from "../src/plan/plan-cuts.js";
import { loadMoonshine } from "../src/transcript/edge/load-moonshine.js";
import type { Hearing, WordTime } from "../src/transcript/recogniser.js";
import type { WordRange } from "../src/transcript/transcript.js";
import { alignWords, plainWord } from "./lib/align-words.js";
import { addNoise } from "./train/noise.js";
import { Random } from "./voices/random.js";

/** Other words farther than this from the data have to stay. */
const REACH_SECONDS = 0.35;
const NOISE_SEED = 10;
const SHARES = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

interface Target extends WordRange {
  readonly path: string;
  readonly kind: "entity" | "word";
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** Found times and the cut, in seconds; a side that reaches out to the end of the clip has no time of its own. */
interface Measured extends Target {
  readonly foundStart: number | undefined;
  readonly foundEnd: number | undefined;
  readonly uncertainty: number;
  readonly cutStart: number;
  readonly cutEnd: number;
}

const [manifestPath, root] = process.argv.slice(2);
if (manifestPath === undefined) throw new SottoError("USAGE", "give a manifest");
const showWorst = process.argv.includes("--worst");
const isNoisy = process.argv.includes("--noisy");
const every = Number(process.argv[process.argv.indexOf("--every") + 1]) || 1;
const withWords = process.argv.includes("--words");
const text = readFileSync(manifestPath, "utf8");
const rows = parseManifest(text);
const truths = parseTruth(text);
const recogniser = await loadMoonshine(new FileModelStore());

const measured: Measured[] = [];
const hearMs: number[] = [];
const entityMs: number[] = [];
let entities = 0;
let clips = 0;
const random = new Random(NOISE_SEED);
for (const [index, row] of rows.entries()) {
  if (index % every !== 0) continue;
  clips += 1;
  const { audio } = await readSoundFile(join(root ?? dirname(manifestPath), row.path));
  if (isNoisy) addNoise(audio.samples, { recorded: [], voices: [] }, "noisy", random);
  let since = cpuMs();
  const hearing = await recogniser.hear(audio.samples);
  hearMs.push(cpuMs() - since);
  const truth = truths[index] ?? {};
  entities += truth.entities?.length ?? 0;
  const targets = targetsOf(hearing, truth, row.path);
  const personal = targets.filter((target) => target.kind === "entity");
  since = cpuMs();
  const times = await hearing.locate(personal);
  if (personal.length > 0) entityMs.push((cpuMs() - since) / personal.length);
  const single = targets.filter((target) => target.kind === "word" && withWords);
  const all = [...times, ...(await hearing.locate(single))];
  [...personal, ...single].forEach((target, i) => {
    const time = all[i];
    if (time === undefined) return;
    measured.push(measuredOf(target, time, hearing.transcript.words.length, audio.samples));
  });
  hearing.release();
}
console.log(`${clips} clips${isNoisy ? " at 10 dB" : ""}, ${entities} entities`);
for (const kind of withWords ? (["entity", "word"] as const) : (["entity"] as const))
  report(
    kind,
    measured.filter((one) => one.kind === kind),
  );
console.log(
  `hear: ${figures(hearMs, 0)} ms; locate, per entity: ${figures(entityMs, 0)} ms of processor (shares ${SHARES.join(" ")})`,
);

function targetsOf(hearing: Hearing, truth: RowTruth, path: string): readonly Target[] {
  const heard = hearing.transcript.words.map((word) => plainWord(word.text));
  const said = (truth.words ?? []).map((word) => plainWord(word[0]));
  const pairs = alignWords(heard, said);
  const targets: Target[] = [];
  for (const [wordStart, j] of pairs) {
    const word = truth.words?.[j];
    if (word === undefined || heard[wordStart] !== said[j]) continue;
    targets.push({
      kind: "word",
      path,
      type: "word",
      wordStart,
      wordEnd: wordStart + 1,
      start: word[1],
      end: word[2],
    });
  }
  const exact = new Map(pairs.filter(([i, j]) => heard[i] === said[j]));
  for (const entity of truth.entities ?? []) {
    const first = entity.word_start ?? 0;
    const last = entity.word_end ?? 0;
    // Numbers are written in few words: what lies between the words around the entity is the entity.
    const before = pairs.filter(([, j]) => j < first).map(([i]) => i);
    const after = pairs.filter(([, j]) => j >= last).map(([i]) => i);
    const wordStart = Math.max(-1, ...before) + 1;
    const wordEnd = Math.min(heard.length, ...after);
    const isKnown =
      (wordStart === 0 || exact.get(wordStart - 1) === first - 1) &&
      (wordEnd === heard.length || exact.get(wordEnd) === last);
    if (!isKnown) continue;
    if (wordStart < wordEnd)
      targets.push({
        kind: "entity",
        path,
        type: entity.type,
        wordStart,
        wordEnd,
        start: entity.start,
        end: entity.end,
      });
  }
  return targets;
}

/** As the pipeline cuts: to the end of the clip on the side of its first or last word. */
function measuredOf(target: Target, time: WordTime, words: number, samples: Float32Array): Measured {
  const isFirst = target.wordStart === 0;
  const isLast = target.wordEnd === words;
  const span = {
    start: isFirst ? 0 : time.span.start,
    end: isLast ? samples.length : time.span.end,
  };
  const { cuts } = planCuts([{ time: { ...time, span }, types: [], sources: [] }], samples);
  return {
    ...target,
    foundStart: isFirst ? undefined : toSeconds(time.span.start),
    foundEnd: isLast ? undefined : toSeconds(time.span.end),
    uncertainty: toSeconds(time.uncertaintySamples),
    cutStart: toSeconds(cuts[0]?.span.start ?? 0),
    cutEnd: toSeconds(cuts[0]?.span.end ?? 0),
  };
}

function report(kind: string, found: readonly Measured[]): void {
  const isHeld = (one: Measured) => isCovered(one, [{ start: one.cutStart, end: one.cutEnd }]);
  const covered = found.filter(isHeld);
  const interval = wilson(covered.length, found.length);
  console.log(
    `${kind}: ${found.length} located, ${covered.length} wholly cut, ${SLACK_SECONDS * 1000} ms at an edge forgiven`,
  );
  console.log(`  95 % interval ${(interval.low * 100).toFixed(1)} to ${(interval.high * 100).toFixed(1)} %`);
  const starts = found.flatMap((one) => (one.foundStart === undefined ? [] : [one.foundStart - one.start]));
  const ends = found.flatMap((one) => (one.foundEnd === undefined ? [] : [one.foundEnd - one.end]));
  const before = found.flatMap((one) => (one.foundStart === undefined ? [] : [one.start - one.cutStart]));
  const behind = found.flatMap((one) => (one.foundEnd === undefined ? [] : [one.cutEnd - one.end]));
  console.log(`  start, found - true (${starts.length}): ${figures(starts, 2)} s`);
  console.log(`  end, found - true (${ends.length}):   ${figures(ends, 2)} s`);
  console.log(`  cut before the true start:  ${figures(before, 2)} s; ${withinReach(before)}`);
  console.log(`  cut after the true end:     ${figures(behind, 2)} s; ${withinReach(behind)}`);
  if (!showWorst) return;
  for (const one of found.filter((each) => !isHeld(each))) {
    const spare = [one.start - one.cutStart, one.cutEnd - one.end].map((side) => side.toFixed(2)).join(" ");
    console.log(`  missed ${one.type}: ${spare} words ${one.wordStart}-${one.wordEnd} of ${one.path}`);
  }
}

function withinReach(reaches: readonly number[]): string {
  const within = reaches.filter((reach) => reach <= REACH_SECONDS).length;
  return `${within} of ${reaches.length} within ${REACH_SECONDS} s`;
}

/** Processor time, so that other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function figures(values: readonly number[], digits: number): string {
  return SHARES.map((share) => percentile(values, share).toFixed(digits)).join(" ");
}
