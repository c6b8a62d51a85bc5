import type { EmbeddingEngine } from "../../src/hotloop/embedding-engine.js";
import type { Clip } from "./clip.js";
import { clipsOf, laterNeuralClips, layOut, noisesOf, type Sources } from "./data-set.js";
import type { Features } from "./features.js";

export interface FeatureSets {
  readonly train: readonly Features[];
  /** Augmented, of the speakers who choose thresholds. */
  readonly calibrate: readonly Features[];
  /** As recorded, and in 10 dB of household noise, of the speakers who are reported. */
  readonly report: { readonly clean: Features; readonly noisy: Features };
  /** Sets that nothing was trained or chosen on: reading and meetings without wake words. */
  readonly talk: Features;
}

/** Real voices and the most natural synthetic ones are laid out again and again, each time in another room. */
const AGAIN = 4;

export function makeFeatureSets(
  sources: Sources,
  talkOfOthers: readonly Clip[],
  engine: EmbeddingEngine,
  seed: number,
): FeatureSets {
  const clips = clipsOf(sources, "train");
  const common = { engine, sources };
  const train = { ...common, part: "train", condition: "augmented" } as const;
  const everything = [...clips, ...noisesOf(sources, "train")];
  const natural = clips.filter(
    (clip) => clip.kind === "wake" && ["wake-picovoice", "misc-clips", "kokoro"].includes(clip.source),
  );
  const sets = [
    layOut("train-clean", natural, { ...train, condition: "clean", seed: seed + 1 }),
    layOut("train-all", everything, { ...train, seed: seed + 2 }),
  ];
  for (let again = 0; again < AGAIN; again++) {
    sets.push(layOut(`train-wake-${again}`, natural, { ...train, seed: seed + 10 + again }));
  }
  const talk = clips.filter((clip) => clip.kind === "speech" && sources.real.includes(clip));
  sets.push(layOut("train-talk", talk, { ...train, seed: seed + 20 }));
  laterNeuralClips(sources).forEach((batch, index) => {
    sets.push(layOut(`train-neural-${index}`, batch, { ...train, seed: seed + 30 + index }));
  });
  const held = (part: "calibrate" | "report"): Clip[] => [
    ...clipsOf(sources, part),
    ...someNoise(sources, part),
  ];
  const calibrate = { ...common, part: "calibrate", seed: seed + 100 } as const;
  const report = { ...common, part: "report", seed: seed + 200 } as const;
  return {
    train: sets,
    calibrate: [
      layOut("calibrate-clean", held("calibrate"), { ...calibrate, condition: "clean" }),
      layOut("calibrate-augmented", held("calibrate"), { ...calibrate, condition: "augmented" }),
    ],
    report: {
      clean: layOut("report-clean", held("report"), { ...report, condition: "clean" }),
      noisy: layOut("report-noisy", held("report"), { ...report, condition: "noisy" }),
    },
    talk: layOut("talk", talkOfOthers, { ...report, condition: "clean" }),
  };
}

/** Noise alone, so that silence and household sounds count as seconds without speech. */
function someNoise(sources: Sources, part: "calibrate" | "report"): Clip[] {
  return noisesOf(sources, part).filter((_, index) => (index % 2 === 0) === (part === "calibrate"));
}
