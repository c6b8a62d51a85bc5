import { performance } from "node:perf_hooks";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import { evanOpus } from "../../encode/edge/evan-opus.js";
import { EncodedClip } from "../../encode/encoded-clip.js";
import { percentile } from "../../evaluation/intervals.js";
import { type Senses, wireGate } from "../wire.js";
import { utteranceOf } from "./bench-utterances.js";
import { curveChart } from "./curve-chart.js";

/** What an utterance of a length costs from raw sound to the encoded clip, in milliseconds, the median of several. */
export interface LengthCost {
  readonly seconds: number;
  readonly recognise: number;
  readonly align: number;
  readonly verify: number;
  readonly encode: number;
  readonly total: number;
  readonly n: number;
}

const LONGEST_SECONDS = 12;
const PARTS = ["recognise", "align", "verify", "encode", "total"] as const;

/**
 * Commands one after the other, cut to each whole number of seconds, beginning with each of them in turn. What is dropped
 * on the way, as glued speech may be, is left out: it costs less.
 */
export async function lengthCosts(
  senses: Senses,
  commands: readonly Float32Array[],
): Promise<readonly LengthCost[]> {
  const gate = wireGate(senses, "redact");
  const costs: LengthCost[] = [];
  for (let seconds = 1; seconds <= LONGEST_SECONDS; seconds++) {
    const told: Record<(typeof PARTS)[number], number>[] = [];
    for (let first = 0; first < commands.length; first++) {
      const sound = glued([...commands.slice(first), ...commands.slice(0, first)], seconds * SAMPLE_RATE_HZ);
      const outcome = await gate.process(utteranceOf(sound), { highest: 0, convicted: [] });
      if (outcome.kind === "drop") continue;
      const verifiedMs = performance.now();
      EncodedClip.encode(outcome.clip, evanOpus);
      const encode = performance.now() - verifiedMs;
      const { recognise, align, verify, total } = outcome.ms;
      told.push({ recognise, align, verify, encode, total: total + encode });
    }
    const half = (part: (typeof PARTS)[number]) =>
      percentile(
        told.map((each) => each[part]),
        0.5,
      );
    costs.push({
      ...{ seconds, n: told.length, recognise: half("recognise"), align: half("align") },
      ...{ verify: half("verify"), encode: half("encode"), total: half("total") },
    });
  }
  return costs;
}

function glued(commands: readonly Float32Array[], length: number): Float32Array {
  const sound = new Float32Array(length);
  for (let at = 0, next = 0; at < length; next++) {
    const command = commands[next % commands.length] ?? sound;
    sound.set(command.subarray(0, length - at), at);
    at += command.length;
  }
  return sound;
}

/** The costs as curves, as an SVG file. Lengths that nothing came of are left out. */
export function lengthPicture(costs: readonly LengthCost[]): string {
  const known = costs.filter(({ n }) => n > 0);
  return curveChart({
    title: "What an utterance costs by its length",
    from: `${known[0]?.seconds ?? 0} s`,
    to: `${known.at(-1)?.seconds ?? 0} s`,
    curves: PARTS.map((part) => ({ name: part, unit: "ms", values: known.map((cost) => cost[part]) })),
  });
}
