import { Worker } from "node:worker_threads";
import { RawAudio } from "../../capture/raw-audio.js";
import { assertNever } from "../../domain/assert-never.js";
import type { Clock } from "../../domain/clock.js";
import { SottoError } from "../../domain/errors.js";
import type { EngineName } from "../../hotloop/embedding-engine.js";
import { HearingGauge } from "../hearing-gauge.js";
import type { NumberedLook } from "../listener.js";
import type { Listening, Tell } from "../listening.js";
import type { ListeningOrder } from "../listening-orders.js";
import { type ListeningReport, parseReport } from "../listening-reports.js";

export interface ThreadOptions {
  /** The thread's program, which calls `serveListening`. */
  readonly entry: URL;
  /** What it is given to begin with: plain data, found in its `workerData.start`. */
  readonly start: object;
  readonly clock: Clock;
  /** A thread that was ready and does not beat at so many looks, one after the other, does not live any more. */
  readonly pulse?: { readonly lookMs: number; readonly looks: number };
}

/** Looks are counted and not milliseconds, so that a process that stood still as a whole blames no thread for it. */
const PULSE = { lookMs: 1_000, looks: 10 };
/** The short-lived objects of a thread that makes few: a bound for the engine's memory, not for the sound. */
const YOUNG_MEGABYTES = 4;

type HeardReport = Extract<ListeningReport, { readonly epoch: number }>;

/**
 * Listens in a thread of its own, which nothing that this one does can stall: source, hot loop and the memory of the
 * sound live there. What is told of sound that was to be forgotten meanwhile is overwritten and dropped on arrival.
 */
export class ThreadListening implements Listening {
  readonly #worker: Worker;
  readonly #clock: Clock;
  readonly #gauge: HearingGauge;
  readonly #pulse: { readonly lookMs: number; readonly looks: number };
  readonly #watching = new AbortController();
  /** Settles when the thread has ended, or was ended: rejects unless it had closed its source. */
  readonly over: Promise<void>;
  #end: () => void = () => undefined;
  #fail: (error: SottoError) => void = () => undefined;
  #isReady: (engine: EngineName) => void = () => undefined;
  #tell: Tell = () => undefined;
  #isClosing = false;
  #epoch = 0;

  private constructor({ entry, start, clock, pulse = PULSE }: ThreadOptions) {
    this.#clock = clock;
    this.#gauge = new HearingGauge();
    this.over = new Promise<void>((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    }).finally(() => this.#dispose());
    // Whoever runs it or waits for it is told; before that nobody is.
    this.over.catch(() => undefined);
    this.#worker = new Worker(entry, {
      name: "listening",
      workerData: { start, gauge: this.#gauge.memory },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    this.#worker.on("message", (message: unknown) => this.#take(message));
    this.#worker.on("messageerror", () => this.#stopped("a report could not be read"));
    this.#worker.on("error", (error) => this.#stopped("an error that nobody caught", error));
    this.#worker.on("exit", () => {
      if (this.#isClosing) this.#end();
      else this.#stopped("it ended");
    });
    this.#pulse = pulse;
  }

  /**
   * Resolves when the thread is ready to open its source.
   * @throws SottoError what its program throws while it loads; HEARING_STOPPED
   */
  static async start(
    options: ThreadOptions,
  ): Promise<{ readonly listening: ThreadListening; readonly engine: EngineName }> {
    const listening = new ThreadListening(options);
    const ready = new Promise<EngineName>((resolve) => {
      listening.#isReady = resolve;
    });
    const ended = listening.over.then(() => {
      throw new SottoError("HEARING_STOPPED", "it ended before it was ready");
    });
    return { listening, engine: await Promise.race([ready, ended]) };
  }

  /** How listening keeps up. */
  get gauge(): HearingGauge {
    return this.#gauge;
  }

  async run(tell: Tell): Promise<void> {
    this.#tell = tell;
    this.#order({ kind: "open" });
    await this.over;
  }

  reject({ number }: Pick<NumberedLook, "number">): void {
    this.#order({ kind: "reject", look: number });
  }

  settle(draft: number): void {
    this.#order({ kind: "settle", draft });
  }

  forget(): void {
    this.#epoch++;
    this.#order({ kind: "forget", epoch: this.#epoch });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.forget();
    this.#order({ kind: "close" });
    // Why it ended is told by `run`; here it is enough that it has.
    await this.over.catch(() => undefined);
  }

  #order(order: ListeningOrder): void {
    this.#worker.postMessage(order);
  }

  #stopped(why: string, cause?: unknown): void {
    this.#fail(new SottoError("HEARING_STOPPED", why, cause));
  }

  async #dispose(): Promise<void> {
    this.#watching.abort();
    await this.#worker.terminate();
  }

  #take(message: unknown): void {
    const report = parseReport(message);
    if (report === undefined) {
      this.#stopped("it told what is no report");
      return;
    }
    switch (report.kind) {
      case "ready":
        void this.#watch(this.#pulse);
        this.#isReady(report.engine);
        return;
      case "failed":
        this.#fail(new SottoError(report.code, report.detail));
        return;
      default:
        this.#order({ kind: "taken" });
        this.#pass(report);
    }
  }

  #pass(report: Exclude<ListeningReport, { readonly kind: "ready" | "failed" }>): void {
    switch (report.kind) {
      case "opened":
      case "lost":
      case "gap":
        void this.#tell(report);
        return;
      case "closed":
        void this.#tell(report);
        this.#end();
        return;
      default:
        this.#takeHeard(report);
    }
  }

  #takeHeard(report: HeardReport): void {
    if (report.epoch !== this.#epoch) {
      eraseSound(report);
      return;
    }
    switch (report.kind) {
      case "collecting":
      case "looked":
      case "abandoned":
      case "called-off":
        void this.#tell(report);
        return;
      case "draft":
      case "utterance": {
        const { samples, span, speechEnd, spotter, epoch: _epoch, ...told } = report;
        void this.#tell({ ...told, utterance: { audio: RawAudio.of(samples), span, speechEnd, spotter } });
        return;
      }
      default:
        assertNever(report);
    }
  }

  async #watch({ lookMs, looks }: { readonly lookMs: number; readonly looks: number }): Promise<void> {
    const { signal } = this.#watching;
    let beats = this.#gauge.beats;
    for (let without = 0; without < looks && !signal.aborted; ) {
      // Its only way to reject is our own signal, which the loop looks at.
      await this.#clock.sleep(lookMs, signal).catch(() => undefined);
      const now = this.#gauge.beats;
      without = now === beats ? without + 1 : 0;
      beats = now;
    }
    if (!signal.aborted) this.#stopped("it gave no sign of life");
  }
}

function eraseSound(report: HeardReport): void {
  if (report.kind === "looked") report.window.fill(0);
  if (report.kind === "draft" || report.kind === "utterance") report.samples.fill(0);
}
