/*
 * What the size of a clip's message tells about its length: `npm run traffic`.
 *
 *   npm run traffic -- [--manifest FILE]...    JSON Lines with `duration` in seconds (or `start` and `end`), and `pii`
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { evanOpus } from "../src/encode/edge/evan-opus.js";
import { encodeSound } from "../src/encode/encoded-clip.js";
import { sealContents } from "../src/seal/sealed-clip.js";
import { SIZE_BUCKETS, type SizeBucket } from "../src/seal/size-bucket.js";
import { SOUND_CONTENTS, TEXT_CONTENTS, VECTOR_INPUTS } from "../test/support/clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "../test/support/fixed-keys.js";
import { sealingKeysOf } from "../test/support/sealed-clips.js";

const SMALL_SET = new URL("../test/dev-set-small/manifest.jsonl", import.meta.url).pathname;
/** src/utterance: no utterance is longer. */
const LONGEST_S = 12;
const RATE_HZ = 16_000;

const { values } = parseArgs({ options: { manifest: { type: "string", multiple: true } } });
const row = z.object({
  duration: z.number().optional(),
  start: z.number().optional(),
  end: z.number().optional(),
  pii: z.boolean().optional(),
});
const keys = await sealingKeysOf(
  await ownerFromSeed(VECTOR_INPUTS.ownerSeed),
  deviceFromSeed(VECTOR_INPUTS.deviceSeed),
);

async function bucketOf(seconds: number): Promise<SizeBucket> {
  const payload = encodeSound(new Float32Array(Math.max(1, Math.round(seconds * RATE_HZ))), evanOpus);
  return (await sealContents({ ...SOUND_CONTENTS, durationMs: seconds * 1000, payload }, keys)).bucket;
}

/** Shannon's, in bits. */
function entropy(counts: Iterable<number>): number {
  const all = [...counts];
  const sum = all.reduce((total, count) => total + count, 0);
  return all.reduce((bits, count) => (count === 0 ? bits : bits - (count / sum) * Math.log2(count / sum)), 0);
}

function tally<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

const bits = (value: number) => value.toFixed(2);

console.log(
  "Sound of so many seconds at most is sent as a message of so many bytes (one tenth of a second exact):",
);
let at = 0.1;
for (const bucket of SIZE_BUCKETS) {
  while (at <= LONGEST_S && (await bucketOf(at)) <= bucket) at = Math.round((at + 0.1) * 10) / 10;
  const most = Math.round((at - 0.1) * 10) / 10;
  console.log(
    `  ${String(bucket).padStart(7)}  ${most >= LONGEST_S ? `${LONGEST_S} (the longest utterance)` : most}`,
  );
  if (most >= LONGEST_S) break;
}
const words = Array.from({ length: 60 }, () => "considerable").join(" ");
const text = await sealContents({ ...TEXT_CONTENTS, payload: new TextEncoder().encode(words) }, keys);
console.log(`  mode "text", 60 long words (${words.length} bytes): ${text.bucket}\n`);

for (const path of values.manifest ?? [SMALL_SET]) {
  const rows = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => row.parse(JSON.parse(line)))
    .map(({ duration, start = 0, end = 0, pii }) => ({ seconds: duration ?? end - start, pii }))
    .filter(({ seconds }) => seconds > 0 && seconds <= LONGEST_S);
  const buckets: SizeBucket[] = [];
  for (const { seconds } of rows) buckets.push(await bucketOf(seconds));
  const lengths = tally(rows.map(({ seconds }) => Math.round(seconds * 10)));
  const sizes = tally(buckets);
  console.log(`${rows.length} utterances of ${path.split("/").slice(-2).join("/")}`);
  for (const [bucket, count] of [...sizes].sort(([a], [b]) => a - b)) {
    console.log(`  ${String(bucket).padStart(7)}  ${count} (${((100 * count) / rows.length).toFixed(0)} %)`);
  }
  const told = entropy(sizes.values());
  console.log(
    `  their length in tenths of a second: ${bits(entropy(lengths.values()))} bits; the size tells ${bits(told)}`,
  );
  if (rows.some(({ pii }) => pii !== undefined)) {
    const joint = tally(rows.map(({ pii }, index) => `${pii} ${buckets[index]}`));
    const labels = tally(rows.map(({ pii }) => pii));
    const shared = entropy(labels.values()) + told - entropy(joint.values());
    // Miller and Madow: what so few cases would seem to share by chance.
    const chance = ((labels.size - 1) * (sizes.size - 1)) / (2 * Math.LN2 * rows.length);
    console.log(
      `  whether anything personal is said: ${bits(entropy(labels.values()))} bits; the size tells ${bits(shared)} (by chance ${bits(chance)})`,
    );
  }
}
