import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { SottoError } from "../domain/errors.js";
import type { SealingKeys } from "../seal/sealed-clip.js";
import { RECORDINGS } from "./demo-command.js";
import { printJson } from "./options.js";

/** Rounds that are counted, as in the bench of our own stages. */
const PEER_ROUNDS = 5;

interface BenchOptions {
  readonly hotLoop?: boolean;
  readonly endurance?: number;
  readonly picture?: string;
  readonly peers?: boolean;
  readonly json?: boolean;
  readonly pace?: number;
  readonly latency?: boolean;
  readonly manifest?: string;
  readonly root?: string;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** @throws SottoError FILE_UNREADABLE */
function writePicture(path: string | undefined, svg: string): void {
  if (path === undefined) return;
  try {
    writeFileSync(path, svg);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/** Nothing is loaded before its memory is measured: so every part of the bench is imported where it is wanted. */
async function benchHotLoop({ json, picture }: BenchOptions): Promise<void> {
  const { measureHotLoopMemory } = await import("../app/bench/hot-loop-memory.js");
  const memory = await measureHotLoopMemory();
  const { readBenchSound } = await import("../app/bench/bench-utterances.js");
  const { benchHops } = await import("../app/bench/hop-bench.js");
  const report = await benchHops((await readBenchSound(RECORDINGS)).stream);
  const { hopPicture } = await import("../app/bench/hop-picture.js");
  writePicture(picture, hopPicture(report));
  const { hopPage, memoryLine } = await import("./terminal/hop-page.js");
  if (json) printJson({ ...report, memory });
  else say(`${hopPage(report)}\n\n${memoryLine(memory)}`);
}

async function benchEndurance(hours: number, { json, picture }: BenchOptions): Promise<void> {
  const { loadHotLoop } = await import("../hotloop/edge/load-hot-loop.js");
  const { FileModelStore } = await import("../models/edge/file-model-store.js");
  const { readBenchSound } = await import("../app/bench/bench-utterances.js");
  const { endure } = await import("../app/bench/endurance.js");
  const { hotLoop, dispose } = await loadHotLoop({ models: new FileModelStore(), engine: "auto" });
  const { stream } = await readBenchSound(RECORDINGS);
  const report = await endure({ loop: hotLoop, sound: stream, hours });
  dispose();
  const { endurancePicture } = await import("../app/bench/endurance-picture.js");
  writePicture(picture, endurancePicture(report));
  const { endurancePage } = await import("./terminal/endurance-page.js");
  if (json) printJson(report);
  else say(endurancePage(report));
}

/** Keys that are made for the bench and gone with it. */
async function withKeys(work: (keys: SealingKeys) => Promise<void>): Promise<void> {
  const { pairKeys } = await import("../app/household/pair-keys.js");
  const { loadDevice, sealingKeys } = await import("../keys/edge/device-keys.js");
  const folder = mkdtempSync(join(tmpdir(), "sotto-bench-"));
  try {
    const folders = { device: join(folder, "device"), owner: join(folder, "owner") };
    pairKeys(folders);
    await work(await sealingKeys(loadDevice(folders.device)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchPace(minutes: number, options: BenchOptions): Promise<void> {
  const { readBenchSound } = await import("../app/bench/bench-utterances.js");
  const { runPace } = await import("./bench-pace.js");
  const { sounds } = await readBenchSound(RECORDINGS);
  await withKeys((keys) => runPace(minutes, sounds, keys, options));
}

async function benchLatency(options: BenchOptions): Promise<void> {
  const { runLatency } = await import("./bench-latency.js");
  await withKeys(async (keys) => writePicture(options.picture, await runLatency({ ...options, keys })));
}

async function benchAll({ peers, json, picture }: BenchOptions): Promise<void> {
  const { bench } = await import("../app/bench/bench.js");
  const { installPeers, measureWhisper } = await import("../app/bench/bench-peers.js");
  const { readBenchSound } = await import("../app/bench/bench-utterances.js");
  const { stagePage } = await import("./terminal/stage-page.js");
  const { hopPage } = await import("./terminal/hop-page.js");
  const { hopPicture } = await import("../app/bench/hop-picture.js");
  if (peers) installPeers();
  const sound = await readBenchSound(RECORDINGS);
  await withKeys(async (keys) => {
    const report = await bench(sound, keys);
    const peer = measureWhisper(sound.commands, PEER_ROUNDS);
    writePicture(picture, hopPicture(report.hops));
    if (json) printJson({ ...report, peer: peer ?? null });
    else say(`${hopPage(report.hops)}\n\n${stagePage(report, peer)}`);
  });
}

const MOST_MINUTES = 24 * 60;

function toMinutes(text: string): number {
  const minutes = Number(text);
  if (minutes > 0 && minutes <= MOST_MINUTES) return minutes;
  throw new InvalidArgumentError(`a number of minutes above 0, ${MOST_MINUTES} at most.`);
}

function toHours(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= 1000) return hours;
  throw new InvalidArgumentError("a number of hours above 0, 1000 at most.");
}

export function addBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("time and memory of the hot loop and of each stage, beside their peers")
    .option("--hot-loop", "the hot loop alone: each engine and openWakeWord's way; no recogniser, no keys")
    .option("--endurance <hours>", "that many hours of sound through the hot loop, with the memory", toHours)
    .option("--picture <file>", "the hops, the memory, or the cost by length, as a picture (SVG)")
    .option("--peers", "install the recogniser's peer (Whisper tiny.en, 550 MB in the cache) first")
    .option("--pace <minutes>", "a whole ear at the pace of real time, beside busy threads", toMinutes)
    .option(
      "--latency",
      "from the last sample of speech to the sealed clip, in a whole ear; the cost by length",
    )
    .option(
      "--manifest <file>",
      "with --latency: these utterances instead of the demonstration's (JSON Lines)",
    )
    .option("--root <folder>", "with --manifest: what its paths are relative to (default: its own folder)")
    .option("--json", "as JSON")
    .action((options: BenchOptions) => {
      if (options.endurance !== undefined) return benchEndurance(options.endurance, options);
      if (options.pace !== undefined) return benchPace(options.pace, options);
      if (options.latency) return benchLatency(options);
      return options.hotLoop ? benchHotLoop(options) : benchAll(options);
    });
}
