import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHistogram } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import { EXITS, type Ledger, MAX_HISTORY, MAX_REMEMBERED_IDS } from "../../src/outbox/outbox.js";
import { brokerWorld } from "../support/broker-world.js";
import { startMosquitto } from "../support/mosquitto.js";
import { sendingWorld } from "../support/sending-world.js";
import { settledHeapMb } from "./settled-memory.js";

export interface SoakOptions {
  readonly seconds: number;
  readonly clipsPerS: number;
  readonly say?: (line: string) => void;
}

interface Sample {
  readonly atS: number;
  readonly heapMb: number;
  readonly rssMb: number;
  readonly files: number;
}

export interface SoakReport {
  readonly ledger: Ledger;
  readonly balanced: boolean;
  /** Clips that the keeper has, and how many came more than once. */
  readonly atKeeper: number;
  readonly doubles: number;
  /** Of the part that was measured, after all that is bounded had come to its bound. */
  readonly clips: number;
  readonly clipsPerS: number;
  readonly heapSlopeMbPerH: number;
  /** Half the width of the slope's 95 % interval. */
  readonly slopeErrorMbPerH: number;
  readonly maxRssMb: number;
  readonly files: readonly [least: number, most: number];
  /** From the acceptance of a clip to its receipt on the disk. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
}

/** History and remembered ids grow up to their bounds; only after that a slope says something. */
const WARM_UP_CLIPS = MAX_HISTORY + MAX_REMEMBERED_IDS + 1_000;
const MOST_PENDING = 500;
const DRAIN_MS = 120_000;

/** Clips flow through a real outbox on the disk, a sender and a real broker to a keeper in another process. */
export async function runSoak({ seconds, clipsPerS, say }: SoakOptions): Promise<SoakReport> {
  const world = await brokerWorld();
  const folder = mkdtempSync(join(tmpdir(), "sotto-soak-"));
  world.later(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const broker = await startMosquitto({ folder, extra: ["log_type error"] });
    world.later(() => broker.stop());
    const keeper = await startKeeper(broker.port);
    world.later(() => keeper.end());
    const acceptedAtMs = new Map<string, number>();
    const latency = createHistogram();
    const up = sendingWorld(world, {
      broker,
      receiptDeadlineMs: 15_000,
      observe: (event) => {
        if (event.kind !== "receipted") return;
        const since = acceptedAtMs.get(event.id);
        acceptedAtMs.delete(event.id);
        if (since !== undefined)
          latency.record(Math.max(1, Math.round((systemClock.monotonicMs() - since) * 1_000)));
      },
    });
    const feed = async () => {
      const clip = await world.clip();
      acceptedAtMs.set(clip.messageId, systemClock.monotonicMs());
      up.accept(clip);
    };
    const roomOf = async (most: number) => {
      while (up.outbox.ledger.pending > most) await systemClock.sleep(2);
    };
    for (let clip = 0; clip < WARM_UP_CLIPS; clip += 1) {
      await feed();
      await roomOf(64);
      if ((clip + 1) % 5_000 === 0) say?.(`warming up: ${clip + 1} of ${WARM_UP_CLIPS} clips`);
    }
    latency.reset();
    const samples: Sample[] = [];
    const startMs = systemClock.monotonicMs();
    const everyMs = Math.max(1_000, Math.min(60_000, (seconds * 1_000) / 40));
    let clips = 0;
    let nextSampleMs = 0;
    for (let passedMs = 0; passedMs < seconds * 1_000; passedMs = systemClock.monotonicMs() - startMs) {
      if (passedMs >= nextSampleMs) {
        await roomOf(0);
        const sample = takeSample(passedMs / 1_000);
        samples.push(sample);
        nextSampleMs += everyMs;
        if (samples.length % 10 === 1)
          say?.(`${sample.atS.toFixed(0)} s: heap ${sample.heapMb.toFixed(2)} MB, ${sample.files} files`);
      }
      if (clips < (passedMs / 1_000) * clipsPerS && up.outbox.ledger.pending < MOST_PENDING) {
        clips += 1;
        await feed();
      } else await systemClock.sleep(2);
    }
    const measuredS = (systemClock.monotonicMs() - startMs) / 1_000;
    const deadlineMs = systemClock.monotonicMs() + DRAIN_MS;
    while (up.outbox.ledger.pending > 0 && systemClock.monotonicMs() < deadlineMs) await systemClock.sleep(5);
    const { ledger } = up.outbox;
    const counted = await keeper.count();
    const { slope, error } = slopeOf(samples);
    const files = samples.map((sample) => sample.files);
    return {
      ...{ ledger, clips, atKeeper: counted.clips, doubles: counted.doubles, samples: samples.length },
      balanced: EXITS.reduce((sum, exit) => sum + ledger[exit], ledger.pending) === ledger.accepted,
      clipsPerS: clips / measuredS,
      heapSlopeMbPerH: slope * 3_600,
      slopeErrorMbPerH: error * 3_600,
      maxRssMb: Math.max(...samples.map(({ rssMb }) => rssMb)),
      files: [Math.min(...files), Math.max(...files)],
      p50Ms: latency.percentile(50) / 1_000,
      p99Ms: latency.percentile(99) / 1_000,
    };
  } finally {
    await world.end();
  }
}

function takeSample(atS: number): Sample {
  const heapMb = settledHeapMb();
  return { atS, heapMb, rssMb: process.memoryUsage().rss / 1e6, files: readdirSync("/proc/self/fd").length };
}

/** Least squares, MB a second, with 1.96 standard errors. */
function slopeOf(samples: readonly Sample[]): { readonly slope: number; readonly error: number } {
  const count = samples.length;
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, each) => sum + of(each), 0) / count;
  const meanS = mean(({ atS }) => atS);
  const meanMb = mean(({ heapMb }) => heapMb);
  const spread = samples.reduce((sum, { atS }) => sum + (atS - meanS) ** 2, 0);
  const slope = samples.reduce((sum, { atS, heapMb }) => sum + (atS - meanS) * (heapMb - meanMb), 0) / spread;
  const rest = samples.reduce(
    (sum, { atS, heapMb }) => sum + (heapMb - meanMb - slope * (atS - meanS)) ** 2,
    0,
  );
  return { slope, error: 1.96 * Math.sqrt(rest / Math.max(1, count - 2) / spread) };
}

async function startKeeper(port: number) {
  const program = fileURLToPath(new URL("./counting-keeper.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", program, String(port)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new SottoError("INTERNAL", "a child without pipes");
  const lines = createInterface({ input: stdout });
  const line = async (): Promise<string> => String((await once(lines, "line"))[0]);
  await line();
  return {
    async count(): Promise<{ readonly clips: number; readonly doubles: number }> {
      const answer = line();
      stdin.write("count\n");
      const { clips, doubles } = JSON.parse(await answer);
      return { clips: Number(clips), doubles: Number(doubles) };
    },
    async end(): Promise<void> {
      const exit = once(child, "exit");
      stdin.end();
      await exit;
    },
  };
}

export function soakLine(report: SoakReport): string {
  const { ledger, clips, clipsPerS, heapSlopeMbPerH, slopeErrorMbPerH, maxRssMb, files, p50Ms, p99Ms } =
    report;
  return (
    `${clips} clips at ${clipsPerS.toFixed(1)} a second; heap ${signed(heapSlopeMbPerH)} ± ${slopeErrorMbPerH.toFixed(2)} MB an hour ` +
    `(${report.samples} samples), at most ${maxRssMb.toFixed(0)} MB resident, ${files[0]} to ${files[1]} open files; ` +
    `receipt after p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms; ` +
    `${ledger.accepted} accepted, ${ledger.receipted} receipted, ${report.atKeeper} at the keeper, ${report.doubles} doubles`
  );
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(2)}`;
}

/** In words; empty when it is as promised. */
export function soakProblems({
  ledger,
  balanced,
  atKeeper,
  heapSlopeMbPerH,
  slopeErrorMbPerH,
  files,
}: SoakReport): readonly string[] {
  return [
    ...(balanced && ledger.receipted === ledger.accepted ? [] : [`the ledger: ${JSON.stringify(ledger)}`]),
    ...(atKeeper === ledger.accepted ? [] : [`${atKeeper} of ${ledger.accepted} clips at the keeper`]),
    // What is within the error of a short run is no slope.
    ...(heapSlopeMbPerH - slopeErrorMbPerH < 1
      ? []
      : [`the heap grows by ${heapSlopeMbPerH.toFixed(2)} MB an hour`]),
    ...(files[1] - files[0] <= 2 ? [] : [`open files went from ${files[0]} to ${files[1]}`]),
  ];
}
