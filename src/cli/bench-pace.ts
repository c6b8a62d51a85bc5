import { cpus } from "node:os";
import { type PaceReport, pace } from "../app/bench/pace.js";
import type { SealingKeys } from "../seal/sealed-clip.js";
import { printJson } from "./options.js";
import { markdownTable } from "./terminal/percent.js";

/** The peer shows what it has to show in a minute. */
const PEER_MINUTES = 1;
function page(reports: readonly PaceReport[]): string {
  const rows = reports.map(({ place, minutes, hopsDue, hopsHeard, missedSamples, lateMs, ...rest }) => [
    ...[place, String(minutes), String(hopsDue), String(hopsHeard), String(missedSamples)],
    ...[lateMs.p50, lateMs.p99, lateMs.p999, lateMs.most].map(String),
    ...[String(rest.longestStallMs), String(rest.sealed)],
  ]);
  const columns = ["the hot loop in", "minutes", "hops due", "heard", "samples missed"];
  const late = ["late, ms p50", "p99", "p99.9", "most"];
  const [own] = reports;
  return [
    `${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`,
    "",
    "Commands are played through a real arecord at the pace of real time and recognised; the main thread is stalled for 500 ms every 2 s beside that, and another thread keeps a core busy. A hop is due when the promptest hop of about that time would have been decided.",
    "",
    markdownTable([...columns, ...late, "main thread stalled, ms", "clips sealed"], rows),
    "",
    `Resident memory of this program: ${own?.memoryMb.listening} MB with the thread that listens, ${own?.memoryMb.all} MB with the recogniser at the end.`,
  ].join("\n");
}

/** A whole ear, as it is, and for a moment with all in one thread. */
export async function runPace(
  minutes: number,
  recordings: readonly Float32Array[],
  keys: SealingKeys,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const parts = { recordings, keys };
  const own = await pace({ ...parts, place: "a thread of its own", minutes });
  const peerMinutes = Math.min(minutes, PEER_MINUTES);
  const peer = await pace({ ...parts, place: "the recogniser's thread", minutes: peerMinutes });
  if (json) printJson([own, peer]);
  else process.stdout.write(`${page([own, peer])}\n`);
}
