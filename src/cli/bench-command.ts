import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { type BenchReport, bench } from "../app/bench/bench.js";
import { installPeers, measureWhisper, type PeerReport } from "../app/bench/bench-peers.js";
import { readBenchSound } from "../app/bench/bench-utterances.js";
import { pairKeys } from "../app/household/pair-keys.js";
import { parseConfig } from "../config/config.js";
import type { TimingLine } from "../evaluation/stage-table.js";
import { loadDevice, sealingKeys } from "../keys/edge/device-keys.js";
import { parsePace, runPace } from "./bench-pace.js";
import { RECORDINGS } from "./demo-command.js";
import { printJson } from "./options.js";
import { markdownTable } from "./terminal/percent.js";

/** Rounds that are counted, as in the bench of our own stages. */
const PEER_ROUNDS = 5;

interface BenchOptions {
  readonly peers?: boolean;
  readonly json?: boolean;
  readonly pace?: number;
}

function timingTable(lines: readonly TimingLine[]): string {
  const rows = lines.map(({ what, n, p50, p95, p99 }) => [
    what,
    p50.toFixed(1),
    p95.toFixed(1),
    p99.toFixed(1),
    String(n),
  ]);
  return markdownTable(["ms", "p50", "p95", "p99", "n"], rows);
}

function page(report: BenchReport, peer: PeerReport | undefined): string {
  const full = report.hops.find(({ engine }) => engine === "full window, onnxruntime");
  const hopRows = report.hops.map(({ engine, hops, p50, p95, p99 }) => [
    engine,
    ...[p50, p95, p99].map((ms) => ms.toFixed(3)),
    full ? (p50 / full.p50).toFixed(2) : "-",
    String(hops),
  ]);
  const wait = parseConfig({}).utterance.endOfSpeechMs;
  const sealed = report.stages.at(-1);
  return [
    `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, one thread`,
    "",
    "One hop of 80 ms. Ours: log-mel, streaming embedding and all heads. The peer: openWakeWord's way, the embedding of the whole window at every hop, without heads.",
    "",
    markdownTable(["engine", "p50 ms", "p95", "p99", "of the peer's p50", "hops"], hopRows),
    "",
    "Stages of one command (the demonstration's six):",
    "",
    timingTable([...report.stages, ...(peer ? [peer.line] : [])]),
    "",
    peer
      ? `Peak memory of the peer: ${peer.peakMb} MB.`
      : "Whisper tiny.en is not installed here: `sotto bench --peers` installs it into the cache.",
    `From the last sample of speech to the sealed clip: the wait that decides the end of speech, ${wait} ms, and then ${sealed?.p50.toFixed(0)} ms (p50), ${sealed?.p95.toFixed(0)} ms (p95).`,
    `Resident memory: ${Object.entries(report.memoryMb)
      .map(([what, mb]) => `${what} ${mb} MB`)
      .join(", ")}.`,
  ].join("\n");
}

async function run(options: BenchOptions): Promise<void> {
  if (options.peers) installPeers();
  const folder = mkdtempSync(join(tmpdir(), "sotto-bench-"));
  try {
    const folders = { device: join(folder, "device"), owner: join(folder, "owner") };
    pairKeys(folders);
    const sound = await readBenchSound(RECORDINGS);
    if (options.pace !== undefined) {
      await runPace(options.pace, sound.sounds, await sealingKeys(loadDevice(folders.device)), options);
      return;
    }
    const report = await bench(sound, await sealingKeys(loadDevice(folders.device)));
    const peer = measureWhisper(sound.commands, PEER_ROUNDS);
    if (options.json) printJson({ ...report, peer: peer ?? null });
    else process.stdout.write(`${page(report, peer)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function addBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("time and memory of the hot loop and of each stage, beside their peers")
    .option("--peers", "install the recogniser's peer (Whisper tiny.en, 550 MB in the cache) first")
    .option(
      "--pace <minutes>",
      "instead: a whole ear at the pace of real time, beside busy threads",
      parsePace,
    )
    .option("--json", "as JSON")
    .action(run);
}
