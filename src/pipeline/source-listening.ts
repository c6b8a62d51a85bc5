import type { AudioSource } from "../capture/audio-source.js";
import type { Clock } from "../domain/clock.js";
import type { HearingGauge } from "./hearing-gauge.js";
import { HopFramer } from "./hop-framer.js";
import type { ListenEvent, Listener, NumberedLook } from "./listener.js";
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
  #tell: Tell = () => undefined;
  #isCollecting = false;
  #openDraft: number | undefined;
  /** Monotonic time at which the last hop was heard. */
  #hopMs = 0;

  constructor(parts: SourceListeningParts) {
    this.#parts = parts;
  }

  async run(tell: Tell): Promise<void> {
    this.#tell = tell;
    const onHop = (hop: Float32Array) => this.#hop(hop);
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

  settle(draft: number): void {
    const { listener, clock } = this.#parts;
    this.#heard(listener.settle(draft), clock.monotonicMs());
  }

  forget(): void {
    this.#framer.erase();
    this.#parts.listener.erase();
    this.#parts.gauge.restart();
    this.#isCollecting = false;
    this.#openDraft = undefined;
  }

  async close(): Promise<void> {
    this.forget();
    await this.#parts.source.close();
  }

  #hop(hop: Float32Array): void {
    const { listener, clock, gauge } = this.#parts;
    const event = listener.hop(hop);
    this.#hopMs = clock.monotonicMs();
    gauge.hop(listener.position, this.#hopMs);
    this.#heard(event, this.#hopMs);
  }

  #heard(event: ListenEvent, nowMs: number): void {
    const { listener } = this.#parts;
    this.#callOff(event);
    if (event.kind === "draft" || event.kind === "utterance") {
      const sinceSpeechMs = (listener.position - event.utterance.speechEnd) / MS_SAMPLES;
      this.#tell({ ...event, speechEndMs: this.#hopMs - sinceSpeechMs, collectedMs: nowMs });
    } else if (event.kind !== "nothing") this.#tell(event);
    // Last, so that whoever is told knows at every moment of something that is under way.
    if (listener.isCollecting === this.#isCollecting) return;
    this.#isCollecting = listener.isCollecting;
    this.#tell({ kind: "collecting", isCollecting: this.#isCollecting });
  }

  /** Tells of a draft that does not hold any more, whyever, unless the utterance is told that it became. */
  #callOff(event: ListenEvent): void {
    const draft = this.#openDraft;
    this.#openDraft = this.#parts.listener.openDraft;
    if (draft === undefined || draft === this.#openDraft) return;
    if (event.kind === "utterance" && event.draft === draft) return;
    this.#tell({ kind: "called-off", draft });
  }
}
