import type { Readable } from "node:stream";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import { SottoError } from "../../domain/errors.js";
import type { AudioEvent, AudioSource } from "../audio-source.js";
import type { ChannelChoice } from "../channels.js";
import { MonoStream, RawPcmReader } from "../mono-stream.js";
import { startsWith } from "../ogg-page-reader.js";
import type { PcmBlock } from "../sound-decoder.js";
import { WavDecoder } from "../wav.js";

/** Turns bytes into mono 16 kHz. */
interface Intake {
  push(bytes: Uint8Array): Promise<Float32Array[]>;
  finish(): Promise<Float32Array[]>;
}

/**
 * Sound on a pipe: WAV, or without a header raw S16_LE, 16 kHz, mono. The iteration throws AUDIO_EMPTY,
 * AUDIO_TRUNCATED, AUDIO_FORMAT_UNSUPPORTED; FILE_UNREADABLE when the pipe breaks.
 */
export class StdinSource implements AudioSource {
  readonly #input: Readable;
  readonly #channel: ChannelChoice;
  #closed = false;

  constructor(input: Readable, channel: ChannelChoice = "best") {
    this.#input = input;
    this.#channel = channel;
  }

  async *events(): AsyncGenerator<AudioEvent> {
    let intake: Intake | undefined;
    for await (const bytes of this.#bytes()) {
      if (intake === undefined) {
        intake = startsWith(bytes, "RIFF") ? wavIntake(this.#channel) : rawIntake();
        yield { kind: "opened" };
      }
      for (const samples of await intake.push(bytes)) yield { kind: "samples", samples };
    }
    if (intake === undefined && !this.#closed)
      throw new SottoError("AUDIO_EMPTY", "nothing came on standard input");
    if (!this.#closed) {
      for (const samples of (await intake?.finish()) ?? []) yield { kind: "samples", samples };
    }
    yield { kind: "closed", why: this.#closed ? "muted" : "ended" };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#input.destroy();
  }

  /** Blocks of at least four bytes, so that the first one tells the format. */
  async *#bytes(): AsyncGenerator<Uint8Array> {
    let head: Uint8Array = new Uint8Array(0);
    try {
      for await (const chunk of this.#input) {
        if (!(chunk instanceof Uint8Array)) throw new SottoError("INTERNAL", "standard input gives text");
        head = head.length === 0 ? chunk : Uint8Array.of(...head, ...chunk);
        if (head.length < 4) continue;
        yield head;
        head = new Uint8Array(0);
      }
    } catch (cause) {
      // Closing destroys the stream under the loop; that is the one error which is none.
      if (this.#closed) return;
      throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", "standard input", cause);
    }
    if (head.length > 0) yield head;
  }
}

function rawIntake(): Intake {
  const format = { channels: 1, rateHz: SAMPLE_RATE_HZ };
  const reader = new RawPcmReader(format);
  const mono = new MonoStream({ ...format, choice: 0 });
  return {
    push: async (bytes) => [mono.push(reader.push(bytes))],
    finish: async () => {
      if (reader.pendingBytes > 0) throw new SottoError("AUDIO_TRUNCATED", "half a sample on standard input");
      return [mono.finish()];
    },
  };
}

function wavIntake(choice: ChannelChoice): Intake {
  const decoder = new WavDecoder();
  let mono: MonoStream | undefined;
  const take = (blocks: readonly PcmBlock[]): Float32Array[] => {
    const format = decoder.format;
    if (format === undefined) return [];
    const stream = mono ?? new MonoStream({ choice, channels: format.channels, rateHz: format.rateHz });
    mono = stream;
    return blocks.map((block) => stream.push(block));
  };
  return {
    push: async (bytes) => take(await decoder.push(bytes)),
    finish: async () => {
      const last = take(await decoder.finish());
      return mono === undefined ? last : [...last, mono.finish()];
    },
  };
}
