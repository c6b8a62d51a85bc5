import type { AudioSource } from "../capture/audio-source.js";
import type { Clock } from "../domain/clock.js";
import type { HearingGauge } from "./hearing-gauge.js";
import { HopFramer } from "./hop-framer.js";
import type { Listener, NumberedLook } from "./listener.js";
import type { Listening, Tell } from "./listening.js";

/** Samples of one millisecond. */
const MS_SAMPLES = 16;

export interface SourceListeningParts {
  readonly source: AudioSource;
  readonly listener: Listener;
  readonly clock: Clock;
  readonly gauge: HearingGauge;
}

/** Listens in the thread of whoever runs it. */
export class SourceListening implements Listening {
  readonly #parts: SourceListeningParts;
  readonly #framer = new HopFramer();
  #isCollecting = false;

  constructor(parts: SourceListeningParts) {
    this.#parts = parts;
  }

  async run(tell: Tell): Promise<void> {
    const onHop = (hop: Float32Array) => this.#hop(hop, tell);
    for await (const event of this.#parts.source.events()) {
      switch (event.kind) {
        case "samples":
          await this.#framer.push(event.samples, onHop);
          event.samples.fill(0);
          break;
        case "opened":
          tell(event);
          break;
        case "gap":
          this.#parts.gauge.missed(event.samples);
          this.forget();
          tell(event);
          break;
        case "lost":
          // What was being said was cut off: half a sentence is no utterance.
          this.forget();
          await tell(event);
          break;
        case "closed":
          this.forget();
          tell(event);
          break;
      }
    }
  }

  reject(look: Pick<NumberedLook, "number">): void {
    this.#parts.listener.reject(look);
  }

  forget(): void {
    this.#framer.erase();
    this.#parts.listener.erase();
    this.#parts.gauge.restart();
    this.#isCollecting = false;
  }

  async close(): Promise<void> {
    this.forget();
    await this.#parts.source.close();
  }

  #hop(hop: Float32Array, tell: Tell): void {
    const { listener, clock, gauge } = this.#parts;
    const event = listener.hop(hop);
    const nowMs = clock.monotonicMs();
    gauge.hop(listener.position, nowMs);
    if (listener.isCollecting !== this.#isCollecting) {
      this.#isCollecting = listener.isCollecting;
      tell({ kind: "collecting", isCollecting: this.#isCollecting });
    }
    if (event.kind === "nothing") return;
    if (event.kind !== "utterance") {
      tell(event);
      return;
    }
    const sinceSpeechMs = (listener.position - event.utterance.speechEnd) / MS_SAMPLES;
    tell({ ...event, speechEndMs: nowMs - sinceSpeechMs, collectedMs: nowMs });
  }
}
