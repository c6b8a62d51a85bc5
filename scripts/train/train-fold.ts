/**
 * Trains the heads of one fold into the cache: `npx tsx scripts/train/train-fold.ts N`, or `all` for those that are
 * shipped. `npm run train` runs one for each, two at a time.
 */

import { trainingSets } from "./feature-sets.js";
import { headsOf } from "./fold-heads.js";
import { loadParts } from "./load-parts.js";
import { SEED } from "./settings.js";

const fold = process.argv[2] === "all" ? undefined : Number(process.argv[2]);
const started = performance.now();
const say = (line: string) => {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);
};
const { sources, engine } = await loadParts(() => undefined);
headsOf(
  trainingSets(sources, engine, SEED, () => undefined),
  fold,
  SEED,
  { engine, say },
);
engine.dispose();
