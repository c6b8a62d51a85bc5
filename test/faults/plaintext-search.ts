import { formsOf } from "./known-sound.js";
import { MemorySearch } from "./memory-search.js";

/** What was private, or is readable by anybody: none of it may lie on a disk or in a log. */
export interface Canaries {
  /** What the microphone was given: mono, 16 kHz. */
  readonly sounds: readonly Float32Array[];
  /** In small letters. */
  readonly words: readonly string[];
  /** The same sounds as FLAC files. */
  readonly flacs: readonly Buffer[];
  /** Clips as they were before they were sealed. */
  readonly opened: readonly Buffer[];
}

interface Pattern {
  readonly form: string;
  readonly bytes: Buffer;
  /** Words are looked for in letters of any size. */
  readonly isWord: boolean;
}

/** So many bytes of something that looks random are found by chance nowhere. */
const PIECE_BYTES = 32;
/** Pieces of each sound, spread over it. */
const PIECES = 24;
/** Of samples in base64. */
const SAMPLE_BYTES = 48;

/** Looks for canaries in everything that was ever written. */
export class PlaintextSearch {
  readonly #patterns: readonly Pattern[];
  readonly #sounds: readonly MemorySearch[];

  constructor({ sounds, words, flacs, opened }: Canaries) {
    const of = (form: string, all: readonly Buffer[]): readonly Pattern[] =>
      all.map((bytes) => ({ form, bytes, isWord: form === "UTF-8" || form === "UTF-16" }));
    const samples = sounds.flatMap(samplePieces);
    this.#patterns = [
      ...of(
        "UTF-8",
        words.map((word) => Buffer.from(word)),
      ),
      ...of(
        "UTF-16",
        words.map((word) => Buffer.from(word, "utf16le")),
      ),
      ...of(
        "base64 of words",
        words.flatMap((word) => inBase64(Buffer.from(word))),
      ),
      ...of("base64 of samples", samples.flatMap(inBase64)),
      ...of(
        "FLAC",
        flacs.flatMap((file) => pieces(file, PIECE_BYTES)),
      ),
      ...of("FLAC", [Buffer.from("fLaC")]),
      ...of(
        "Opus",
        opened.flatMap((file) => pieces(file, PIECE_BYTES)),
      ),
      ...of("Opus", [Buffer.from("OggS"), Buffer.from("OpusHead")]),
    ];
    this.#sounds = sounds.map((sound) => new MemorySearch(sound));
  }

  /** Names of the forms that lie there, each once; never what was found. */
  inBytes(bytes: Buffer): readonly string[] {
    const small = Buffer.from(bytes.toString("latin1").toLowerCase(), "latin1");
    const found = this.#patterns.filter((pattern) =>
      (pattern.isWord ? small : bytes).includes(pattern.bytes),
    );
    const heard = this.#sounds.flatMap((search) => search.inBytes(bytes).filter((each) => each.pieces > 0));
    return [...new Set([...found.map(({ form }) => form), ...heard.map(({ form }) => form)])];
  }
}

/** From the part in which somebody speaks: silence lies everywhere. */
function samplePieces(sound: Float32Array): readonly Buffer[] {
  const [pcm] = formsOf(sound);
  return pcm === undefined ? [] : pieces(pcm.bytes.subarray(pcm.bytes.length / 4), SAMPLE_BYTES);
}

function pieces(bytes: Buffer, length: number): readonly Buffer[] {
  const step = Math.max(length, Math.floor((bytes.length - length) / PIECES));
  return Array.from({ length: PIECES }, (_, index) =>
    bytes.subarray(index * step, index * step + length),
  ).filter((piece) => piece.length === length && new Set(piece).size > length / 3);
}

/** As it looks within a longer text in base64, at each of the three places at which it may begin. */
function inBase64(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and last letters also hold bits of what stands beside it.
    const from = before === 0 ? 0 : before + 1;
    const isWhole = (before + bytes.length) % 3 === 0;
    return Buffer.from(text.slice(from, isWhole ? undefined : -1));
  });
}
