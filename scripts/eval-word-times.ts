/**
 * How well word times by masking hold against known ones, and what they cost:
 * `npx tsx scripts/eval-word-times.ts MANIFEST ROOT [--words] [--worst]`, rows carrying `words` and `entities`.
 * With --words every single word is located too, which takes minutes.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSoundFile } from "../src/capture/edge/sound-file.js";
import { SAMPLE_RATE_HZ } from "../src/domain/audio.js";
import { SottoError } from "../src/domain/errors.js";
import { percentile, wilson } from "../src/evaluation/intervals.js";
import { parseManifest, parseTruth, type RowTruth } from "../src/evaluation/manifest.js";
import { FileModelStore } from "../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../src/transcript/edge/load-moonshine.js";
import type { Hearing } from "../src/transcript/recogniser.js";
import type { WordRange } from "../src/transcript/transcript.js";
import { alignWords, plainWord } from "./lib/align-words.js";

const PAD_SECONDS = 0.25;
const SHARES = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

interface Target extends WordRange {
  readonly kind: "entity" | "word";
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

interface Measured extends Target {
  readonly foundStart: number;
  readonly foundEnd: number;
  readonly uncertainty: number;
}

const [manifestPath, root] = process.argv.slice(2);
if (manifestPath === undefined) throw new SottoError("USAGE", "give a manifest");
const showWorst = process.argv.includes("--worst");
const withWords = process.argv.includes("--words");
const text = readFileSync(manifestPath, "utf8");
const rows = parseManifest(text);
const truths = parseTruth(text);
const recogniser = await loadMoonshine(new FileModelStore());

const measured: Measured[] = [];
const hearMs: number[] = [];
const entityMs: number[] = [];
let entities = 0;
for (const [index, row] of rows.entries()) {
  const { audio } = await readSoundFile(join(root ?? dirname(manifestPath), row.path));
  let since = cpuMs();
  const hearing = await recogniser.hear(audio.samples);
  hearMs.push(cpuMs() - since);
  const truth = truths[index] ?? {};
  entities += truth.entities?.length ?? 0;
  const targets = targetsOf(hearing, truth);
  const personal = targets.filter((target) => target.kind === "entity");
  since = cpuMs();
  const times = await hearing.locate(personal);
  if (personal.length > 0) entityMs.push((cpuMs() - since) / personal.length);
  const single = targets.filter((target) => target.kind === "word" && withWords);
  const all = [...times, ...(await hearing.locate(single))];
  [...personal, ...single].forEach((target, i) => {
    const time = all[i];
    if (time === undefined) return;
    measured.push({
      ...target,
      foundStart: time.span.start / SAMPLE_RATE_HZ,
      foundEnd: time.span.end / SAMPLE_RATE_HZ,
      uncertainty: time.uncertaintySamples / SAMPLE_RATE_HZ,
    });
  });
  hearing.release();
}
console.log(`${rows.length} clips, ${entities} entities`);
for (const kind of withWords ? (["entity", "word"] as const) : (["entity"] as const))
  report(
    kind,
    measured.filter((one) => one.kind === kind),
  );
console.log(
  `hear: ${figures(hearMs, 0)} ms; locate, per entity: ${figures(entityMs, 0)} ms of processor (shares ${SHARES.join(" ")})`,
);

function targetsOf(hearing: Hearing, truth: RowTruth): readonly Target[] {
  const heard = hearing.transcript.words.map((word) => plainWord(word.text));
  const said = (truth.words ?? []).map((word) => plainWord(word[0]));
  const pairs = alignWords(heard, said);
  const targets: Target[] = [];
  for (const [wordStart, j] of pairs) {
    const word = truth.words?.[j];
    if (word === undefined || heard[wordStart] !== said[j]) continue;
    targets.push({
      kind: "word",
      type: "word",
      wordStart,
      wordEnd: wordStart + 1,
      start: word[1],
      end: word[2],
    });
  }
  for (const entity of truth.entities ?? []) {
    const first = entity.word_start ?? 0;
    const last = entity.word_end ?? 0;
    // Numbers are written in few words: what lies between the words around the entity is the entity.
    const before = pairs.filter(([, j]) => j < first).map(([i]) => i);
    const after = pairs.filter(([, j]) => j >= last).map(([i]) => i);
    const wordStart = Math.max(-1, ...before) + 1;
    const wordEnd = Math.min(heard.length, ...after);
    if (wordStart < wordEnd)
      targets.push({
        kind: "entity",
        type: entity.type,
        wordStart,
        wordEnd,
        start: entity.start,
        end: entity.end,
      });
  }
  return targets;
}

function report(kind: string, found: readonly Measured[]): void {
  const covered = found.filter((one) => spareStart(one) >= 0 && spareEnd(one) >= 0);
  const interval = wilson(covered.length, found.length);
  console.log(
    `${kind}: ${found.length} located, ${covered.length} covered with ${PAD_SECONDS * 1000} ms and the uncertainty`,
  );
  console.log(`  95 % interval ${(interval.low * 100).toFixed(1)} to ${(interval.high * 100).toFixed(1)} %`);
  console.log(
    `  start, found - true:        ${figures(
      found.map((one) => one.foundStart - one.start),
      2,
    )} s`,
  );
  console.log(
    `  end, found - true:          ${figures(
      found.map((one) => one.foundEnd - one.end),
      2,
    )} s`,
  );
  console.log(
    `  uncertainty:                ${figures(
      found.map((one) => one.uncertainty),
      2,
    )} s`,
  );
  console.log(`  cut before the true start:  ${figures(found.map(spareStart), 2)} s`);
  console.log(`  cut after the true end:     ${figures(found.map(spareEnd), 2)} s`);
  if (!showWorst) return;
  for (const one of found.filter((each) => spareStart(each) < 0 || spareEnd(each) < 0)) {
    console.log(
      `  missed ${one.type}: ${spareStart(one).toFixed(2)} ${spareEnd(one).toFixed(2)} words ${one.wordStart}-${one.wordEnd}`,
    );
  }
}

function spareStart(one: Measured): number {
  return one.start - (one.foundStart - PAD_SECONDS - one.uncertainty);
}

function spareEnd(one: Measured): number {
  return one.foundEnd + PAD_SECONDS + one.uncertainty - one.end;
}

/** Processor time, so that other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function figures(values: readonly number[], digits: number): string {
  return SHARES.map((share) => percentile(values, share).toFixed(digits)).join(" ");
}
