import { type FormName, formsOf } from "./known-sound.js";
import { Needle } from "./needle.js";
import { readMemory } from "./process-memory.js";

/** What one memory holds of a recording in one form. */
export interface Found {
  readonly form: FormName;
  /** The longest piece that lies there in one. */
  readonly longestMs: number;
  /** How much of the recording is there, all pieces together and each moment once. */
  readonly ofRecordingMs: number;
  readonly pieces: number;
}

export interface SearchResult {
  readonly searchedBytes: number;
  readonly unreadBytes: number;
  readonly found: readonly Found[];
}

/** So much before the end of a chunk is looked at again with the next one: 200 ms of the widest form. */
const OVERLAP_BYTES = 32 * 1024;

/** Looks for a known recording in whole memories. */
export class MemorySearch {
  readonly #needles: readonly Needle[];

  /** @param played mono, 16 kHz, what the microphone was given */
  constructor(played: Float32Array) {
    this.#needles = formsOf(played).map((form) => new Needle(form));
  }

  /** @throws the system's error where this process may not look, or the other one has ended */
  async inProcess(pid: number): Promise<SearchResult> {
    const tallies = this.#needles.map((needle) => new Tally(needle));
    const { bytes, unread } = await readMemory(pid, OVERLAP_BYTES, (memory) => {
      for (const tally of tallies) tally.look(memory);
    });
    return { searchedBytes: bytes, unreadBytes: unread, found: tallies.map((tally) => tally.found()) };
  }

  inBytes(memory: Buffer): readonly Found[] {
    return this.#needles.map((needle) => {
      const tally = new Tally(needle);
      tally.look(memory);
      return tally.found();
    });
  }
}

class Tally {
  readonly #needle: Needle;
  /** One for each element of the form. */
  readonly #there: Uint8Array;
  #longestBytes = 0;
  #pieces = 0;

  constructor(needle: Needle) {
    this.#needle = needle;
    this.#there = new Uint8Array(needle.form.bytes.length / needle.form.elementBytes);
  }

  look(memory: Buffer): void {
    const { elementBytes } = this.#needle.form;
    for (const { from, bytes } of this.#needle.runs(memory)) {
      this.#pieces += 1;
      this.#longestBytes = Math.max(this.#longestBytes, bytes);
      this.#there.fill(1, Math.ceil(from / elementBytes), Math.floor((from + bytes) / elementBytes));
    }
  }

  found(): Found {
    const { name, elementBytes, elementsPer10Ms } = this.#needle.form;
    const toMs = (elements: number) => (elements / elementsPer10Ms) * 10;
    return {
      form: name,
      longestMs: toMs(Math.floor(this.#longestBytes / elementBytes)),
      ofRecordingMs: toMs(this.#there.reduce((sum, each) => sum + each, 0)),
      pieces: this.#pieces,
    };
  }
}

/** For a report: one line a form. */
export function foundLines(found: readonly Found[]): readonly string[] {
  return found.map(
    ({ form, longestMs, ofRecordingMs, pieces }) =>
      `${form.padEnd(8)} longest ${longestMs.toFixed(1)} ms, ${ofRecordingMs.toFixed(0)} ms of the recording in ${pieces} pieces`,
  );
}
