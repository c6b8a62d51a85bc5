import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import type { Clock } from "../domain/clock.js";
import type { AudioEvent, AudioSource } from "./audio-source.js";
import { roomTone } from "./room-tone.js";

const BLOCK_SAMPLES = SAMPLE_RATE_HZ / 25;
/** After the last sound, so that the end of a last command is heard as one. */
const TAIL_SAMPLES = 3 * SAMPLE_RATE_HZ;

/** A recording at the pace of a microphone, with a quiet room behind its end, for the service. */
export class RealTimeSource implements AudioSource {
  readonly #recording: AudioSource;
  readonly #clock: Clock;
  readonly #closing = new AbortController();

  constructor(recording: AudioSource, clock: Clock) {
    this.#recording = recording;
    this.#clock = clock;
  }

  async *events(): AsyncGenerator<AudioEvent> {
    const startedMs = this.#clock.monotonicMs();
    let played = 0;
    for await (const event of this.#recording.events()) {
      const isEnd = event.kind === "closed" && event.why === "ended";
      const samples = event.kind === "samples" ? event.samples : isEnd ? roomTone(TAIL_SAMPLES) : undefined;
      for (let start = 0; samples && start < samples.length; start += BLOCK_SAMPLES) {
        const block = samples.subarray(start, start + BLOCK_SAMPLES);
        played += block.length;
        if (!(await this.#until(startedMs + (played * 1000) / SAMPLE_RATE_HZ))) break;
        yield { kind: "samples", samples: block };
      }
      if (event.kind !== "samples") yield event;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#recording.close();
  }

  /** Waits until then; false when closed before. */
  async #until(dueMs: number): Promise<boolean> {
    const { signal } = this.#closing;
    try {
      await this.#clock.sleep(Math.max(0, dueMs - this.#clock.monotonicMs()), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return !signal.aborted;
  }
}
