import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SottoError } from "../../src/domain/errors.js";

export type Accent = "american" | "british";

/** One piece of a text: a word with its sounds, or a mark that makes a pause. */
export interface SpokenWord {
  /** As it stands in a transcript: lower case, no marks around it. */
  readonly word: string;
  /** In the alphabet of the voice. */
  readonly phonemes: string;
  /** The mark after the word, or "" where the voice goes straight on. */
  readonly mark: string;
}

export type Phonemizer = (text: string, language: string) => Promise<string[]>;

/** Loads the phonemiser from the cache; espeak-ng inside it is GPL-3, so it is a tool and never a part. */
export async function loadPhonemizer(folder: string): Promise<Phonemizer> {
  const module: unknown = await import(pathToFileURL(join(folder, "phonemizer.mjs")).href);
  if (typeof module === "object" && module !== null && "phonemize" in module) {
    const { phonemize } = module;
    if (typeof phonemize === "function") return async (text, language) => phonemize(text, language);
  }
  throw new SottoError("MODEL_FAILED", "the phonemiser has no function of that name");
}

/** Words that carry no stress in a sentence; espeak stresses them because it is shown each word alone. */
const UNSTRESSED = new Set(
  (
    "the an i'm of to for from at in on is it it's my me and or you your this that with by can will are was " +
    "am be have has as if we us our her his him she he them their been would could should but some"
  ).split(" "),
);

const WEAK: ReadonlyMap<string, string> = new Map([
  ["a", "ɐ"],
  ["an", "ɐn"],
  ["to", "tə"],
  ["the", "ðə"],
]);

/** The fixes of kokoro-js, then the voice's own alphabet: one sign for each diphthong and affricate. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/ʲ/g, "j"],
  [/r/g, "ɹ"],
  [/x/g, "k"],
  [/ɬ/g, "l"],
  [/aɪ/g, "I"],
  [/eɪ/g, "A"],
  [/aʊ/g, "W"],
  [/ɔɪ/g, "Y"],
  [/dʒ/g, "ʤ"],
  [/tʃ/g, "ʧ"],
  [/ɐ/g, "ə"],
];
const AMERICAN: readonly (readonly [RegExp, string])[] = [
  [/oʊ/g, "O"],
  [/ɜːɹ|ɜː|ɝ/g, "ɜɹ"],
  [/ɚ/g, "əɹ"],
  [/ː/g, ""],
  [/ɾ/g, "T"],
  [/ʔ/g, "t"],
  [/o/g, "ɔ"],
];
const BRITISH: readonly (readonly [RegExp, string])[] = [
  [/əʊ/g, "Q"],
  [/eə/g, "ɛː"],
  [/iə/g, "ɪə"],
  [/a/g, "æ"],
  [/ʔ/g, "t"],
];

/** Turns texts into the sounds of one accent; each word is looked up once. */
export class Pronunciation {
  readonly #accent: Accent;
  readonly #phonemize: Phonemizer;
  /** Bounded by the vocabulary of the texts, a few thousand words. */
  readonly #known = new Map<string, string>();

  constructor(phonemize: Phonemizer, accent: Accent) {
    this.#phonemize = phonemize;
    this.#accent = accent;
  }

  /**
   * A text is lower-case words with , . ? ! ; for pauses. A single letter is the name of the letter;
   * "A" and "I" are written large where the letter is meant, small where the word is.
   */
  async read(text: string): Promise<SpokenWord[]> {
    const words: SpokenWord[] = [];
    for (const piece of text.split(/\s+/).filter((part) => part !== "")) {
      const mark = /[,.?!;]$/.exec(piece)?.[0] ?? "";
      const written = piece.slice(0, piece.length - mark.length);
      words.push({ word: written.toLowerCase(), phonemes: await this.#sounds(written), mark });
    }
    return words;
  }

  async #sounds(written: string): Promise<string> {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const sounds = this.#inAlphabet(await this.#raw(written));
    this.#known.set(written, sounds);
    return sounds;
  }

  async #raw(written: string): Promise<string> {
    const weak = WEAK.get(written);
    if (weak !== undefined) return weak;
    // A single small letter other than the words "a" and "i" names the letter.
    const shown = written.length === 1 && written !== "i" ? written.toUpperCase() : written;
    const language = this.#accent === "american" ? "en-us" : "en";
    const raw = (await this.#phonemize(shown, language)).join(" ");
    return UNSTRESSED.has(written) ? raw.replaceAll("ˈ", "") : raw;
  }

  #inAlphabet(raw: string): string {
    const own = this.#accent === "american" ? AMERICAN : BRITISH;
    return [...SIGNS, ...own].reduce((text, [sound, sign]) => text.replace(sound, sign), raw);
  }
}
