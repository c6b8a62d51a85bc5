import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { headFloats } from "../../src/hotloop/dense-head.js";
import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import type { TrainingSet } from "./feature-sets.js";
import type { Features } from "./features.js";
import { type Recipe, trainHead } from "./network.js";
import { type HeadName, recipes } from "./recipes.js";
import { cacheFolder, keyOf } from "./training-cache.js";
import { type Scale, scaled, scaleOf } from "./windows.js";

/** Changes when heads are trained in another way, so that no old one is used. */
const RECIPE = 2;

export type FoldHeads = Readonly<Record<HeadName, TrainedHead>>;

/**
 * The heads that never heard a speaker of `fold`; with undefined, those that heard everybody, which are shipped. Each is
 * kept in the cache when it is done, so that an interrupted training goes on where it stopped.
 */
export function headsOf(
  sets: readonly TrainingSet[],
  fold: number | undefined,
  seed: number,
  { engine, say }: { readonly engine: HopEngine; readonly say: (line: string) => void },
): FoldHeads {
  const heard = sets.filter(({ folds }) => fold === undefined || !folds.includes(fold));
  const made = Object.entries(recipes(seed)).map(([name, recipe]) => ({
    name,
    recipe,
    file: fileOf(recipe, heard),
  }));
  let ready: { readonly scale: Scale; readonly features: readonly Features[] } | undefined;
  const heads = new Map<string, TrainedHead>();
  for (const { name, recipe, file } of made) {
    const known = readHead(file, recipe);
    if (known !== undefined) {
      heads.set(name, known);
      continue;
    }
    if (ready === undefined) {
      const scale = scaleOf(heard.map(({ features }) => features));
      ready = { scale, features: heard.map(({ features }) => scaled(features, scale)) };
    }
    const head = trainHead(ready.features, ready.scale, recipe, {
      engine,
      say: (line) => say(`fold ${fold ?? "none"}, ${line}`),
    });
    writeFileSync(`${file}.part`, Buffer.from(head.weights.buffer));
    renameSync(`${file}.part`, file);
    heads.set(name, head);
  }
  const head = (name: HeadName): TrainedHead =>
    heads.get(name) ?? { shape: recipes(seed)[name].shape, weights: new Float32Array(0) };
  return { speech: head("speech"), wake: head("wake"), strict: head("strict"), spotter: head("spotter") };
}

function fileOf(recipe: Recipe, heard: readonly TrainingSet[]): string {
  const hops = heard.map(({ folds, features }) => [folds, features.hops]);
  return join(cacheFolder("train", "heads"), `${recipe.name}-${keyOf([RECIPE, recipe, hops])}.f32`);
}

function readHead(file: string, { shape }: Recipe): TrainedHead | undefined {
  if (!existsSync(file)) return undefined;
  const weights = new Float32Array(new Uint8Array(readFileSync(file)).buffer);
  return weights.length === headFloats(shape) ? { shape, weights } : undefined;
}
