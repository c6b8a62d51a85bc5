import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Command, Option } from "commander";
import { wireListener } from "../app/ear/wire-listener.js";
import { type Senses, wireSecondLook, wireSenses } from "../app/wire.js";
import { SoundFileReader } from "../capture/edge/sound-file.js";
import { roomTone } from "../capture/room-tone.js";
import { parseConfig } from "../config/config.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ, toSeconds } from "../domain/audio.js";
import { codeOf } from "../domain/errors.js";
import { percentile } from "../evaluation/intervals.js";
import { type ManifestRow, parseManifest } from "../evaluation/manifest.js";
import type { ReplayRow } from "../evaluation/replay-report.js";
import { ENGINE_NAMES, type EngineName } from "../hotloop/embedding-engine.js";
import { WAKE_WORDS } from "../hotloop/hop-scores.js";
import type { Listener } from "../pipeline/listener.js";
import type { FirstLook } from "../wake/first-look.js";
import { configOf, foldersOf } from "./options.js";
import { makeOutFolder } from "./out-folder.js";
import { readText } from "./read-text.js";
import { progressBar } from "./terminal/progress.js";

/** Before and after each row, so that the loop is warm and a delayed decision still falls. */
const QUIET_SAMPLES = 2 * SAMPLE_RATE_HZ;
/** Of two wakes in this time the second is the same word again. */
const SAME_WAKE_SECONDS = 2;

interface ReplayOptions {
  readonly manifest: string;
  readonly root?: string;
  readonly out: string;
  readonly word?: string;
  readonly engine: EngineName | "auto";
}

type SecondLookOf = ReturnType<typeof wireSecondLook>;

/** The row's samples between two seconds of quiet, in whole hops. */
function padded(samples: Float32Array): Float32Array {
  const length = Math.ceil((samples.length + 2 * QUIET_SAMPLES) / HOP_SAMPLES) * HOP_SAMPLES;
  const sound = roomTone(length);
  sound.set(samples, QUIET_SAMPLES);
  return sound;
}

async function streamRow(
  place: Pick<ReplayRow, "row" | "path">,
  samples: Float32Array,
  listener: Listener,
  secondLook: SecondLookOf,
): Promise<ReplayRow> {
  const at = (position: number) => Math.round(toSeconds(position - QUIET_SAMPLES) * 1000) / 1000;
  const told = (look: FirstLook, score: number) => ({
    word: look.word,
    at: at(look.endSample),
    score: Math.round(score * 1000) / 1000,
  });
  const report = {
    wakes: [] as ReplayRow["wakes"],
    looks: [] as ReplayRow["looks"],
    clips: [] as ReplayRow["clips"],
  };
  const hopMs: number[] = [];
  listener.erase();
  const sound = padded(samples);
  for (let start = 0; start < sound.length; start += HOP_SAMPLES) {
    const before = performance.now();
    const event = listener.hop(sound.subarray(start, start + HOP_SAMPLES));
    hopMs.push(performance.now() - before);
    if (event.kind === "looked") {
      report.looks.push(told(event.look, event.look.score));
      const second = await secondLook(event.look, event.window, event.strict);
      const last = report.wakes.at(-1);
      if (second.verdict === "rejected") listener.reject(event.look);
      else if (!last || at(event.look.endSample) - last.at >= SAME_WAKE_SECONDS)
        report.wakes.push(told(event.look, second.score));
    } else if (event.kind === "utterance") {
      const { span, audio } = event.utterance;
      report.clips.push({ start: at(span.start), end: at(span.end) });
      audio.erase();
    } else if (event.kind === "draft") {
      event.utterance.audio.erase();
    }
  }
  const spotter = Math.round(listener.highestSpotter * 1000) / 1000;
  return {
    ...place,
    duration: toSeconds(samples.length),
    ...report,
    spotter,
    hopMs: { p50: percentile(hopMs, 0.5), p99: percentile(hopMs, 0.99) },
  };
}

async function read(row: ManifestRow, root: string, reader: SoundFileReader): Promise<Float32Array> {
  const { audio } = await reader.read(join(root, row.path), {
    ...(row.start === undefined ? {} : { startSeconds: row.start }),
    ...(row.end === undefined ? {} : { endSeconds: row.end }),
  });
  return audio.samples;
}

async function replay(options: ReplayOptions, command: Command): Promise<void> {
  const rows = parseManifest(readText(options.manifest));
  const root = options.root ?? dirname(options.manifest);
  const words = options.word ? [options.word] : [...WAKE_WORDS];
  const wordsFolder = foldersOf(configOf(command)).words;
  const senses: Senses = await wireSenses(options.engine, { words, wordsFolder });
  const listener = wireListener(senses.hotLoop, parseConfig({ wake: { words } }));
  const secondLook = wireSecondLook(senses, senses.hotLoop.card.secondLook);
  const reader = new SoundFileReader();
  const progress = progressBar("replay", rows.length);
  const lines: ReplayRow[] = [];
  let unread = 0;
  for (const [index, row] of rows.entries()) {
    const place = { row: index, path: row.path };
    try {
      lines.push(await streamRow(place, await read(row, root, reader), listener, secondLook));
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || code === "INTERNAL" || code === "MODEL_FAILED") throw error;
      unread++;
      process.stderr.write(`row ${index}: ${error instanceof Error ? error.message : code}\n`);
      lines.push({
        ...place,
        duration: 0,
        wakes: [],
        looks: [],
        clips: [],
        spotter: 0,
        hopMs: { p50: 0, p99: 0 },
      });
    }
    progress.advance();
  }
  progress.finish();
  makeOutFolder(options.out);
  writeFileSync(join(options.out, "report.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const sum = (count: (line: ReplayRow) => number) => lines.reduce((total, line) => total + count(line), 0);
  const minutes = sum((l) => l.duration) / 60;
  process.stdout.write(
    `${lines.length} rows, ${minutes.toFixed(1)} min on ${senses.hotLoop.engine}: ${sum((l) => l.looks.length)} first looks, ${sum((l) => l.wakes.length)} wakes, ${sum((l) => l.clips.length)} clips${unread > 0 ? `, ${unread} rows could not be read` : ""}\n`,
  );
  if (unread > 0) process.exitCode = 1;
}

export function addReplayCommand(program: Command): void {
  program
    .command("replay")
    .description("streams each row of a manifest through the hot loop as from a microphone")
    .requiredOption(
      "--manifest <file>",
      "JSON Lines; each row has path and may have start and end in seconds",
    )
    .requiredOption("--out <folder>", "where report.jsonl goes")
    .option("--root <folder>", "folder of the manifest's paths (default: the manifest's own)")
    .option("--word <word>", "listen for this word only, a shipped or an enrolled one (default: the shipped)")
    .addOption(
      new Option("--engine <name>", "engine of the hot loop")
        .choices(["auto", ...ENGINE_NAMES])
        .default("auto"),
    )
    .action(replay);
}
