import { performance } from "node:perf_hooks";
import { evanOpus } from "../../encode/edge/evan-opus.js";
import { EncodedClip } from "../../encode/encoded-clip.js";
import { type Timing, type TimingLine, timingLine } from "../../evaluation/stage-table.js";
import type { UtteranceMs } from "../../pipeline/stage-times.js";
import { SealedClip, type SealingKeys } from "../../seal/sealed-clip.js";
import { clipFacts } from "../clip-facts.js";
import { residentMb } from "../resident-memory.js";
import { type Senses, wireGate, wireSenses } from "../wire.js";
import { type BenchSound, utteranceOf } from "./bench-utterances.js";
import { benchHops, type HopReport } from "./hop-bench.js";

/** Each utterance is walked so often; the first round settles compilers and caches and is not counted. */
const ROUNDS = 6;

export interface BenchReport {
  readonly hops: HopReport;
  readonly stages: readonly TimingLine[];
  /** Resident megabytes of this process after each step, nothing ever freed between them. */
  readonly memoryMb: Readonly<Record<string, number>>;
}

type StageName = keyof UtteranceMs | "encode" | "seal" | "all of them, with nothing done early";

async function stageLines(
  senses: Senses,
  commands: readonly Float32Array[],
  keys: SealingKeys,
): Promise<TimingLine[]> {
  const gate = wireGate(senses, "redact");
  const details = clipFacts("redact");
  const timings = new Map<StageName, number[]>();
  const note = (stage: StageName, ms: number) => timings.set(stage, [...(timings.get(stage) ?? []), ms]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const command of commands) {
      const start = performance.now();
      const outcome = await gate.process(utteranceOf(command), { highest: 0, convicted: [] });
      if (round === 0 || outcome.kind === "drop") continue;
      const verified = performance.now();
      const encoded = EncodedClip.encode(outcome.clip, evanOpus);
      const encodedAt = performance.now();
      await SealedClip.seal(encoded, details(outcome, 0), keys);
      const sealedAt = performance.now();
      const { total: _total, ...stages } = outcome.ms;
      note("recognise", stages.recognise);
      note("find", stages.find);
      note("align", stages.align);
      note("redact", stages.redact);
      note("verify", stages.verify);
      note("encode", encodedAt - verified);
      note("seal", sealedAt - encodedAt);
      note("all of them, with nothing done early", sealedAt - start);
    }
  }
  return [...timings].map(([what, ms]): Timing => ({ what, ms })).map(timingLine);
}

/** Measures on this machine, now; nothing is kept from another run. */
export async function bench(sound: BenchSound, keys: SealingKeys): Promise<BenchReport> {
  const bare = residentMb();
  const senses = await wireSenses("simd");
  const loaded = residentMb();
  const stages = await stageLines(senses, sound.commands, keys);
  const working = residentMb();
  senses.hotLoop.dispose();
  return {
    hops: await benchHops(sound.stream),
    stages,
    memoryMb: {
      "this program, bare": bare,
      "with hot loop and recogniser": loaded,
      "after the stages have run": working,
    },
  };
}
