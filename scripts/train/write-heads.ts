import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HEADS_FOLDER, type HeadsCard, SPOTTER_KINDS } from "../../src/hotloop/edge/load-heads.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import type { FoldHeads } from "./fold-heads.js";

/** Writes heads.bin and heads.json. */
export function writeHeads(
  heads: FoldHeads,
  thresholds: Pick<HeadsCard, "firstLook" | "secondLook" | "speechThreshold" | "spotter">,
): void {
  const parts = [heads.speech, heads.wake, heads.strict, heads.spotter];
  const all = new Float32Array(parts.reduce((sum, { weights }) => sum + weights.length, 0));
  let at = 0;
  const place = ({ shape, weights }: TrainedHead, outputs: string[]) => {
    const offset = at;
    all.set(weights, offset);
    at += weights.length;
    return { ...shape, outputs, offset };
  };
  const placed = {
    speech: place(heads.speech, ["speech"]),
    wake: place(heads.wake, [...WAKE_WORDS]),
    strict: place(heads.strict, [...WAKE_WORDS]),
    spotter: place(heads.spotter, [...SPOTTER_KINDS]),
  };
  const bytes = Buffer.from(all.buffer);
  const card: HeadsCard = {
    format: 2,
    weights: "heads.bin",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    heads: placed,
    ...thresholds,
  };
  writeFileSync(join(HEADS_FOLDER, "heads.bin"), bytes);
  writeFileSync(join(HEADS_FOLDER, "heads.json"), `${JSON.stringify(card, undefined, 2)}\n`);
}
