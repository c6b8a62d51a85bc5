import { SottoError } from "../domain/errors.js";
import { ByteQueue } from "./byte-queue.js";
import type { PcmBlock, SoundDecoder, SoundFormat } from "./sound-decoder.js";
import { deinterleave, parseWavFormat, refused, type WavFormat } from "./wav-format.js";

/**
 * Writers that can't seek back (ffmpeg, sox and arecord into a pipe) leave a length of this size or more:
 * 0xFFFFFFFF, 0x7FFFFFFF, or the largest multiple of a block below. Such a file is read to its end, and a
 * cut can't be seen. A real file of 2 GiB is longer than any utterance and any row of a manifest.
 */
const LENGTH_UNKNOWN_FROM = 0x7fff_0000;
const MAX_FORMAT_CHUNK_BYTES = 4_096;

type State =
  | { readonly at: "riff" }
  | { readonly at: "chunk" }
  | { readonly at: "skip"; readonly left: number }
  | { readonly at: "format"; readonly bytes: number }
  | { readonly at: "data"; readonly left: number }
  | { readonly at: "padding" };

/** A RIFF WAVE file, chunk by chunk. RF64 and compressed sound are refused. */
export class WavDecoder implements SoundDecoder {
  readonly #queue = new ByteQueue();
  readonly #totalBytes: number | undefined;
  #consumed = 0;
  #state: State = { at: "riff" };
  #format: WavFormat | undefined;
  #frames: number | undefined;
  #dataSeen = false;
  #odd = false;

  /** `totalBytes`: the size of the file, where known, so that a cut file is refused before it is decoded. */
  constructor(totalBytes?: number) {
    this.#totalBytes = totalBytes;
  }

  get format(): SoundFormat | undefined {
    if (this.#format === undefined || !this.#dataSeen) return undefined;
    return { rateHz: this.#format.rateHz, channels: this.#format.channels, frames: this.#frames };
  }

  async push(bytes: Uint8Array): Promise<readonly PcmBlock[]> {
    this.#queue.push(bytes);
    const blocks: PcmBlock[] = [];
    while (this.#step(blocks)) {
      // Each step uses up bytes or changes the state; it answers false when it needs more bytes.
    }
    return blocks;
  }

  async finish(): Promise<readonly PcmBlock[]> {
    const state = this.#state;
    if (state.at === "data") {
      if (state.left !== Number.POSITIVE_INFINITY)
        throw truncated(`${state.left} bytes of sound are missing`);
      if (this.#queue.length > 0) throw truncated("the last frame is not whole");
    } else if (!this.#dataSeen) {
      throw truncated("the file ends before the sound begins");
    } else if ((state.at !== "chunk" && state.at !== "padding") || this.#queue.length > 0) {
      throw truncated("the file ends inside a chunk");
    }
    return [];
  }

  release(): void {
    this.#queue.take(this.#queue.length);
  }

  #step(blocks: PcmBlock[]): boolean {
    const state = this.#state;
    switch (state.at) {
      case "riff":
        return this.#readRiff();
      case "chunk":
        return this.#readChunkHeader();
      case "format":
        return this.#readFormat(state.bytes);
      case "skip": {
        const skipped = this.#take(state.left).length;
        const left = state.left - skipped;
        this.#state = left === 0 ? { at: "chunk" } : { at: "skip", left };
        return left === 0;
      }
      case "data":
        return this.#readData(state.left, blocks);
      case "padding":
        if (this.#take(1).length === 0) return false;
        this.#state = { at: "chunk" };
        return true;
    }
  }

  #readRiff(): boolean {
    const head = this.#queue.peek(12);
    if (head === undefined) return false;
    if (text(head, 0) !== "RIFF" || text(head, 8) !== "WAVE") throw refused("no RIFF WAVE header");
    this.#take(12);
    this.#state = { at: "chunk" };
    return true;
  }

  #readChunkHeader(): boolean {
    const head = this.#queue.peek(8);
    if (head === undefined) return false;
    const name = text(head, 0);
    const size = new DataView(head.buffer, head.byteOffset, 8).getUint32(4, true);
    this.#take(8);
    if (name === "data") this.#beginData(size);
    else if (name === "fmt ") this.#beginFormat(size);
    else {
      this.#refuseIfCut(size, name);
      this.#state = size === 0 ? { at: "chunk" } : { at: "skip", left: size + (size % 2) };
    }
    return true;
  }

  #beginFormat(size: number): void {
    if (this.#format !== undefined) throw refused("two format chunks");
    if (size > MAX_FORMAT_CHUNK_BYTES) throw refused(`a format chunk of ${size} bytes`);
    this.#state = { at: "format", bytes: size + (size % 2) };
  }

  #readFormat(bytes: number): boolean {
    if (this.#queue.peek(bytes) === undefined) return false;
    this.#format = parseWavFormat(this.#take(bytes));
    this.#state = { at: "chunk" };
    return true;
  }

  #beginData(size: number): void {
    if (this.#format === undefined) throw refused("sound before its format");
    if (this.#dataSeen) throw refused("several data chunks");
    this.#dataSeen = true;
    if (size >= LENGTH_UNKNOWN_FROM) {
      this.#state = { at: "data", left: Number.POSITIVE_INFINITY };
      return;
    }
    if (size % this.#format.frameBytes !== 0) throw refused(`${size} bytes of sound are no whole frames`);
    this.#refuseIfCut(size, "data");
    this.#frames = size / this.#format.frameBytes;
    this.#state = size === 0 ? { at: "chunk" } : { at: "data", left: size };
    this.#odd = size % 2 === 1;
  }

  #readData(left: number, blocks: PcmBlock[]): boolean {
    if (this.#format === undefined) throw refused("sound before its format");
    const available = Math.min(left, this.#queue.length);
    const whole = available - (available % this.#format.frameBytes);
    if (whole === 0) return false;
    blocks.push(deinterleave(this.#take(whole), this.#format));
    if (whole < left) this.#state = { at: "data", left: left - whole };
    // An odd chunk is followed by a padding byte, which some writers leave out at the end of the file.
    else this.#state = { at: this.#odd ? "padding" : "chunk" };
    return true;
  }

  #refuseIfCut(size: number, name: string): void {
    if (this.#totalBytes === undefined) return;
    const missing = this.#consumed + size - this.#totalBytes;
    if (missing > 0) throw truncated(`${missing} bytes of chunk ${JSON.stringify(name)} are missing`);
  }

  #take(count: number): Uint8Array {
    const taken = this.#queue.take(count);
    this.#consumed += taken.length;
    return taken;
  }
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function truncated(what: string): SottoError {
  return new SottoError("AUDIO_TRUNCATED", `WAV: ${what}`);
}
