import { doubtsOf } from "../doubt.js";
import { decodeGreedily, tokenLimit } from "../greedy.js";
import { extentOfSpeech } from "../loudness.js";
import type { Hearing, Recogniser } from "../recogniser.js";
import { formsOf, likeness, spellingsOf } from "../spellings.js";
import type { Tokenizer } from "../tokenizer.js";
import type { Token, Transcript } from "../transcript.js";
import { wordsOf } from "../words.js";
import { MoonshineHearing, type Silence, SilentHearing } from "./hearing.js";
import type { Decoding, MoonshineDecoder } from "./moonshine-decoder.js";
import type { MoonshineEncoder } from "./moonshine-encoder.js";

/** A peak of -70 dBFS, ten steps of a 16-bit converter: there is nothing to recognise, and no room sounds like that. */
const SILENT_PEAK = 10 ** (-70 / 20);
/** 1 s: with less the language finds no time for its words. */
const SILENCE_SAMPLES = 16_000;
/** 100 ms: no word is shorter. */
const SHORTEST_SAMPLES = 1_600;
/** A phrase is looked for among the first words only: further back nearly anything may follow by the language alone. */
const LATEST_PHRASE_TOKEN = 3;
/** As many tokens as have to be written freely for that. */
const PHRASE_TOKENS = 10;
/** Plausibility stays above zero. */
const LEAST_PLAUSIBLE = 1e-6;

export interface MoonshineParts {
  readonly encoder: MoonshineEncoder;
  readonly decoder: MoonshineDecoder;
  readonly tokenizer: Tokenizer;
}

interface Written {
  readonly tokens: readonly Token[];
  readonly decoding: Decoding;
  readonly frames: number;
}

/** Moonshine tiny-en: English speech to words, on the calling thread. */
export class Moonshine implements Recogniser {
  readonly #parts: MoonshineParts;
  readonly #capitals: Uint8Array;
  #silence: ReturnType<Silence> | undefined;

  constructor(parts: MoonshineParts) {
    this.#parts = parts;
    this.#capitals = parts.tokenizer.capitals;
  }

  async hear(samples: Float32Array): Promise<Hearing> {
    if (isSilent(samples)) return new SilentHearing();
    const { tokens, decoding, frames } = await this.#write(samples, tokenLimit(samples.length));
    const transcript: Transcript = { tokens, words: wordsOf(tokens), doubts: doubtsOf(tokens, samples) };
    const speech = extentOfSpeech(samples);
    const silence: Silence = () => {
      this.#silence ??= this.#encoded(new Float32Array(SILENCE_SAMPLES)).catch((error: unknown) => {
        this.#silence = undefined;
        throw error;
      });
      return this.#silence;
    };
    return new MoonshineHearing({ transcript, decoding, frames, samples: samples.length, speech, silence });
  }

  async plausibility(samples: Float32Array, phrase: string): Promise<number> {
    if (isSilent(samples)) return LEAST_PLAUSIBLE;
    const { tokens, decoding, frames } = await this.#write(samples, PHRASE_TOKENS);
    const written = tokens.map((token) => token.id);
    let best = LEAST_PLAUSIBLE;
    for (const word of wordsOf(tokens).filter((each) => each.tokenStart <= LATEST_PHRASE_TOKEN)) {
      for (const spelling of formsOf(phrase).flatMap(spellingsOf)) {
        const spelled = this.#parts.tokenizer.encode(spelling);
        const before = written.slice(0, word.tokenStart);
        const [logs] = await decoding.force({ before, tokens: spelled }, [{ from: 0, to: frames }]);
        const free = tokens.slice(word.tokenStart, word.tokenStart + spelled.length);
        best = Math.max(best, likeness(logs ?? new Float64Array(0), free));
      }
    }
    return best;
  }

  async #write(samples: Float32Array, limit: number): Promise<Written> {
    const { decoding, frames } = await this.#encoded(samples);
    const choices = await decodeGreedily(decoding.step, limit, this.#capitals);
    const texts = this.#parts.tokenizer.print(choices.map((choice) => choice.id));
    const tokens = choices.map(
      ({ id, probability, marked }, i): Token => ({ id, probability, capital: marked, text: texts[i] ?? "" }),
    );
    return { tokens, decoding, frames };
  }

  async #encoded(samples: Float32Array) {
    const encoded = await this.#parts.encoder.encode(samples);
    return { decoding: this.#parts.decoder.begin(encoded), frames: encoded.frames };
  }
}

function isSilent(samples: Float32Array): boolean {
  return samples.length < SHORTEST_SAMPLES || samples.every((sample) => Math.abs(sample) <= SILENT_PEAK);
}
