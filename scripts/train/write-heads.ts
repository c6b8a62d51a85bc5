import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HEADS_FOLDER, type HeadsCard } from "../../src/hotloop/edge/load-heads.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { TrainedHead, TrainedHeads } from "../../src/hotloop/hot-loop.js";

/** Writes heads.bin and heads.json; `about` is the part of the card for people. */
export function writeHeads(
  heads: TrainedHeads,
  thresholds: Pick<HeadsCard, "firstLook" | "speechThreshold" | "spotterThreshold">,
  about: object,
): void {
  const parts = [heads.speech, heads.wake, heads.spotter];
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
    spotter: place(heads.spotter, ["personal"]),
  };
  const bytes = Buffer.from(all.buffer);
  const card: HeadsCard = {
    format: 1,
    weights: "heads.bin",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    heads: placed,
    ...thresholds,
  };
  writeFileSync(join(HEADS_FOLDER, "heads.bin"), bytes);
  writeFileSync(join(HEADS_FOLDER, "heads.json"), `${JSON.stringify({ ...card, about }, undefined, 2)}\n`);
}
