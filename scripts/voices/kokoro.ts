import { InferenceSession, Tensor } from "onnxruntime-node";
import { SottoError } from "../../src/domain/errors.js";
import { fetchVoices, readVoiceFile } from "./fetch-voices.js";
import { editedModel } from "./onnx-edit.js";
import { type Accent, loadPhonemizer, Pronunciation, type SpokenWord } from "./phonemes.js";
import { voicesOf } from "./training-voices.js";

/** The model's own rate and the length of one frame of its phoneme durations: 25 ms. */
export const VOICE_RATE_HZ = 24_000;
export const FRAME_SAMPLES = 600;

/** The graph's inner tensor with the length of every phoneme, in frames. */
const DURATIONS = "/encoder/Clip_output_0";
const STYLE_LENGTH = 256;
const STYLE_ROWS = 510;
const MAX_TOKENS = 509;

/** What the model gives, before anything is calibrated. */
export interface RawSpeech {
  /** 24 kHz. */
  readonly samples: Float32Array;
  readonly words: readonly SpokenWord[];
  /** First and one past the last frame of each word. */
  readonly frames: readonly (readonly [number, number])[];
}

/** Kokoro-82M, speaking on one thread with the training voices alone. */
export class Kokoro {
  readonly #session: InferenceSession;
  readonly #vocabulary: ReadonlyMap<string, number>;
  readonly #pronunciations: Readonly<Record<Accent, Pronunciation>>;
  readonly #folder: string;
  /** At most one entry for each speaker of the pinned list. */
  readonly #styles = new Map<string, Float32Array>();

  private constructor(
    session: InferenceSession,
    vocabulary: ReadonlyMap<string, number>,
    pronunciations: Readonly<Record<Accent, Pronunciation>>,
    folder: string,
  ) {
    this.#session = session;
    this.#vocabulary = vocabulary;
    this.#pronunciations = pronunciations;
    this.#folder = folder;
  }

  /** @throws SottoError MODEL_FETCH_FAILED, MODEL_ALTERED */
  static async load(): Promise<Kokoro> {
    const folder = await fetchVoices();
    const model = editedModel(await readVoiceFile(folder, "kokoro-v1.0.int8.onnx"), DURATIONS);
    const session = await InferenceSession.create(model, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    const phonemize = await loadPhonemizer(folder);
    const pronunciations = {
      american: new Pronunciation(phonemize, "american"),
      british: new Pronunciation(phonemize, "british"),
    };
    return new Kokoro(
      session,
      readVocabulary(await readVoiceFile(folder, "vocab.json")),
      pronunciations,
      folder,
    );
  }

  /**
   * @param text see `Pronunciation.read`
   * @throws SottoError USAGE when the text is empty, too long, or the speaker is not one for training
   */
  async speak(text: string, speaker: string, speed: number): Promise<RawSpeech> {
    const voices = voicesOf(speaker);
    const accent: Accent = voices[0]?.startsWith("b") === true ? "british" : "american";
    const words = await this.#pronunciations[accent].read(text);
    const { ids, spans } = this.#tokens(words);
    if (words.length === 0 || ids.length > MAX_TOKENS) {
      throw new SottoError(
        "USAGE",
        `a text of ${words.length} words and ${ids.length} sounds cannot be spoken`,
      );
    }
    const style = await this.#style(speaker);
    const row = ids.length * STYLE_LENGTH;
    const tokens = BigInt64Array.from([0, ...ids, 0], BigInt);
    const out = await this.#session.run({
      tokens: new Tensor("int64", tokens, [1, tokens.length]),
      style: new Tensor("float32", style.slice(row, row + STYLE_LENGTH), [1, STYLE_LENGTH]),
      speed: new Tensor("float32", Float32Array.of(speed), [1]),
    });
    const ends = runningSum(numbers(out[DURATIONS]));
    const frames = spans.map(([first, last]): [number, number] => [ends[first] ?? 0, ends[last] ?? 0]);
    return { samples: Float32Array.from(numbers(out["audio"])), words, frames };
  }

  /** Ids of all sounds, and for each word the tokens before and at its end (the opening pad is token 0). */
  #tokens(words: readonly SpokenWord[]): { ids: number[]; spans: [number, number][] } {
    const ids: number[] = [];
    const spans: [number, number][] = [];
    const add = (signs: string): void => {
      for (const sign of signs) {
        const id = this.#vocabulary.get(sign);
        if (id !== undefined) ids.push(id);
      }
    };
    for (const [index, { phonemes, mark }] of words.entries()) {
      const before = ids.length;
      add(phonemes);
      spans.push([before, ids.length]);
      add(mark);
      if (index < words.length - 1) add(" ");
    }
    return { ids, spans };
  }

  async #style(speaker: string): Promise<Float32Array> {
    const known = this.#styles.get(speaker);
    if (known !== undefined) return known;
    const voices = voicesOf(speaker);
    const sum = new Float32Array(STYLE_ROWS * STYLE_LENGTH);
    for (const voice of voices) {
      const bytes = await readVoiceFile(this.#folder, `${voice}.bin`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < sum.length; i++) {
        sum[i] = (sum[i] ?? 0) + view.getFloat32(i * 4, true) / voices.length;
      }
    }
    this.#styles.set(speaker, sum);
    return sum;
  }
}

function readVocabulary(bytes: Uint8Array): ReadonlyMap<string, number> {
  const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const entries: [string, number][] = [];
  if (typeof parsed === "object" && parsed !== null && "vocab" in parsed) {
    for (const [sign, id] of Object.entries(parsed.vocab ?? {}))
      if (typeof id === "number") entries.push([sign, id]);
  }
  return new Map(entries);
}

function numbers(tensor: { readonly data: ArrayLike<unknown> } | undefined): number[] {
  if (tensor === undefined) throw new SottoError("MODEL_FAILED", "the voice gave no sound or no lengths");
  return Array.from(tensor.data, Number);
}

function runningSum(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += Math.round(value);
    return sum;
  });
}
