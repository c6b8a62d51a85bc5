import type { Head, HeadShape } from "./dense-head.js";
import { EMBEDDING_SIZE, MEL_BANDS, MEL_FRAMES_PER_HOP } from "./embedding-engine.js";
import { WARM_UP_HOPS } from "./embedding-graph.js";
import type { HopEngine } from "./hop-engine.js";
import { type HopScores, type HotLoop, WAKE_WORDS } from "./hop-scores.js";
import type { MelFrontEnd } from "./mel.js";
import { Spotter, type SpotterCalibration } from "./spotter.js";
import { StrictHead } from "./strict-head.js";

/** A trained head: its sizes and its weights. */
export interface TrainedHead {
  readonly shape: HeadShape;
  readonly weights: Float32Array;
}

/** A head for one wake word or several. */
export interface WakeHead extends TrainedHead {
  /** One for each output, in their order. */
  readonly words: readonly string[];
  /** Asked at a first look alone; one output for each word. */
  readonly strict?: TrainedHead;
}

/** The spotter's head: one output for each kind of what is read out. */
export interface SpotterHead extends TrainedHead {
  readonly calibration: SpotterCalibration;
}

/** What the project trained on the one embedding. */
export interface TrainedHeads {
  readonly speech: TrainedHead;
  /** One output for each of WAKE_WORDS. */
  readonly wake: TrainedHead;
  /** The same words, heard longer and through more units. */
  readonly strict: TrainedHead;
  readonly spotter: SpotterHead;
}

/** Log-mel, embedding and heads on 80 ms of sound, in memory that is taken once. */
export class StreamingHotLoop implements HotLoop {
  readonly words: readonly string[];

  readonly #mel: MelFrontEnd;
  readonly #engine: HopEngine;
  readonly #speech: Head;
  readonly #wake: readonly Head[];
  readonly #strict: readonly { readonly head: StrictHead; readonly words: readonly string[] }[];
  readonly #spotter: Spotter;
  readonly #frames = new Float32Array(MEL_FRAMES_PER_HOP * MEL_BANDS);
  readonly #embedding = new Float32Array(EMBEDDING_SIZE);
  readonly #scores: HopScores;
  /** Hops until every head has heard nothing but sound of after the reset. */
  readonly #warmUp: number;
  #hops = 0;

  /** `wake` are the heads that run for wake words; by default the shipped one. */
  constructor(
    engine: HopEngine,
    heads: TrainedHeads,
    wake: readonly WakeHead[] = [{ ...heads.wake, words: WAKE_WORDS, strict: heads.strict }],
  ) {
    this.words = wake.flatMap(({ words }) => words);
    this.#scores = { ready: false, speech: 0, wake: new Float32Array(this.words.length), spotter: 0 };
    this.#engine = engine;
    this.#mel = engine.logMel();
    this.#speech = engine.head(heads.speech.shape, heads.speech.weights);
    this.#wake = wake.map(({ shape, weights }) => engine.head(shape, weights));
    this.#strict = wake.flatMap(({ words, strict }) =>
      strict
        ? [{ words, head: new StrictHead(engine.head(strict.shape, strict.weights), strict.shape) }]
        : [],
    );
    const spotter = engine.head(heads.spotter.shape, heads.spotter.weights);
    this.#spotter = new Spotter(spotter, heads.spotter.shape.frames, heads.spotter.calibration);
    this.#warmUp =
      WARM_UP_HOPS + Math.max(heads.speech.shape.frames, ...wake.map(({ shape }) => shape.frames));
    this.reset();
  }

  hop(samples: Float32Array): HopScores {
    this.#mel.process(samples, this.#frames);
    this.#engine.embed(this.#frames, this.#embedding);
    const scores = this.#scores;
    // The embeddings of the first hops are made of zeros that no sound makes: they reach no head.
    if (this.#hops >= WARM_UP_HOPS) {
      this.#speech.push(this.#embedding);
      for (let i = 0; i < this.#wake.length; i++) this.#wake[i]?.push(this.#embedding);
      for (let i = 0; i < this.#strict.length; i++) this.#strict[i]?.head.keep(this.#embedding);
      this.#spotter.push(this.#embedding);
    }
    if (this.#hops < this.#warmUp) this.#hops++;
    scores.ready = this.#hops >= this.#warmUp;
    if (scores.ready) {
      scores.speech = this.#speech.scores[0] ?? 0;
      this.#gatherWake(scores.wake);
      scores.spotter = this.#spotter.scores[0] ?? 0;
    }
    return scores;
  }

  strictScore(word: string, untilReady: number): number | undefined {
    for (const { words, head } of this.#strict) {
      const index = words.indexOf(word);
      if (index >= 0) return head.isReady ? head.scores()[index] : untilReady;
    }
    return undefined;
  }

  reset(): void {
    this.#mel.reset();
    this.#engine.reset();
    this.#speech.reset();
    for (const head of this.#wake) head.reset();
    for (const { head } of this.#strict) head.reset();
    this.#spotter.reset();
    this.#frames.fill(0);
    this.#embedding.fill(0);
    this.#scores.ready = false;
    this.#scores.speech = 0;
    this.#scores.wake.fill(0);
    this.#scores.spotter = 0;
    this.#hops = 0;
  }

  #gatherWake(to: Float32Array): void {
    let at = 0;
    for (let i = 0; i < this.#wake.length; i++) {
      const scores = this.#wake[i]?.scores;
      if (scores === undefined) continue;
      to.set(scores, at);
      at += scores.length;
    }
  }
}
