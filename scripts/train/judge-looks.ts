import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import type { Head } from "../../src/hotloop/dense-head.js";
import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import { STRICT_HOPS } from "../../src/hotloop/strict-head.js";
import type { Plausibility } from "../../src/wake/second-look.js";
import { LOOK_AHEAD_SAMPLES, LOOK_BACK_SAMPLES } from "../../src/wake/second-look.js";
import type { Sources } from "./data-set.js";
import { rowOf } from "./feature-sets.js";
import type { Look } from "./looks.js";
import { cacheFolder, keyOf } from "./training-cache.js";

/** What the second look knows of a first one. */
export interface JudgedLook extends Look {
  /** Highest score of the strict head from shortly before the look until the window of the second one is full. */
  readonly strict: number;
  /** How plausible the recogniser finds the word. */
  readonly plausibility: number;
}

/** Hops behind the look until the second look's window is full, and of the STRICT_HOPS those before it. */
const BEHIND = Math.ceil(LOOK_AHEAD_SAMPLES / HOP_SAMPLES);
const BEFORE = STRICT_HOPS - 1 - BEHIND;

export interface JudgeTools {
  readonly sources: Sources;
  readonly engine: HopEngine;
  readonly plausibility: Plausibility;
}

/** Asks the strict head and the recogniser. What the recogniser said about the same sound is kept in the cache. */
export async function judge(
  looks: readonly Look[],
  strict: TrainedHead,
  { sources, engine, plausibility }: JudgeTools,
): Promise<JudgedLook[]> {
  const file = join(cacheFolder("train"), "plausibility.json");
  const known = new Map<string, number>(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []);
  const head = engine.head(strict.shape, strict.weights);
  const judged: JudgedLook[] = [];
  for (const look of looks) {
    const start = look.set.features.starts[look.row] ?? 0;
    const key = keyOf([
      look.set.condition,
      look.set.fold,
      look.set.clips[look.row]?.id,
      look.hop - start,
      look.word,
    ]);
    let heard = known.get(key);
    if (heard === undefined) {
      heard = await plausibility(windowOf(look, start, sources), look.word);
      known.set(key, heard);
    }
    judged.push({ ...look, strict: strictScore(head, strict.shape.frames, look), plausibility: heard });
  }
  writeFileSync(file, JSON.stringify([...known]));
  return judged;
}

/** The sound that the ear hands to the second look. */
function windowOf(look: Look, start: number, sources: Sources): Float32Array {
  const samples = rowOf(look.set, look.row, sources)?.samples ?? new Float32Array(HOP_SAMPLES);
  const at = (look.hop + 1 - start) * HOP_SAMPLES;
  const end = Math.min(samples.length, at + BEHIND * HOP_SAMPLES);
  return samples.slice(Math.max(0, at - LOOK_BACK_SAMPLES), end);
}

function strictScore(head: Head, frames: number, { set, row, hop, word }: Look): number {
  const first = set.features.starts[row] ?? 0;
  const last = Math.min((set.features.starts[row + 1] ?? set.features.hops) - 1, hop + BEHIND);
  const index = WAKE_WORDS.indexOf(word);
  head.reset();
  let most = 0;
  for (let at = Math.max(first, hop - BEFORE - frames + 1); at <= last; at++) {
    head.push(set.features.embeddings.subarray(at * EMBEDDING_SIZE, (at + 1) * EMBEDDING_SIZE));
    if (at >= hop - BEFORE) most = Math.max(most, head.scores[index] ?? 0);
  }
  return most;
}
