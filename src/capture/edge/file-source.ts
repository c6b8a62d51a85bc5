import { SottoError } from "../../domain/errors.js";
import type { AudioEvent, AudioSource } from "../audio-source.js";
import type { ChannelChoice } from "../channels.js";
import { MonoStream } from "../mono-stream.js";
import { decodeFile } from "./decode-file.js";

/**
 * A sound file of any length as a source, as fast as the listener takes it; memory does not grow with the file.
 * Errors of the file (see decodeFile) are thrown by the iteration: a cut file gives its sound first, then throws.
 */
export class FileSource implements AudioSource {
  readonly #path: string;
  readonly #channel: ChannelChoice;
  #closed = false;

  constructor(path: string, channel: ChannelChoice = "best") {
    this.#path = path;
    this.#channel = channel;
  }

  async *events(): AsyncGenerator<AudioEvent> {
    let mono: MonoStream | undefined;
    for await (const { format, block } of decodeFile(this.#path)) {
      if (mono === undefined) {
        mono = new MonoStream({ choice: this.#channel, channels: format.channels, rateHz: format.rateHz });
        yield { kind: "opened" };
      }
      if (this.#closed) break;
      yield { kind: "samples", samples: mono.push(block) };
      if (this.#closed) break;
    }
    if (mono === undefined) throw new SottoError("AUDIO_EMPTY", this.#path);
    if (!this.#closed) yield { kind: "samples", samples: mono.finish() };
    yield { kind: "closed", why: this.#closed ? "muted" : "ended" };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
