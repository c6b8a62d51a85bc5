import type { ChildProcess } from "node:child_process";
import type { Clock } from "../../domain/clock.js";
import { LineSplitter } from "../line-splitter.js";
import { type RestartBounds, RestartPolicy } from "../restart-policy.js";

/** A process that was started, as whoever started it knows it. */
export interface StartedProcess {
  readonly child: ChildProcess;
  /** Asks it to end, wherever it really runs: a sandbox's outer process does not pass signals on. */
  terminate(): void;
}

export interface SupervisedOptions {
  readonly start: () => StartedProcess;
  readonly clock: Clock;
  readonly restart?: RestartBounds;
  readonly onLine: (line: string) => void;
  readonly onStart?: (started: StartedProcess) => void;
  /** In the very tick in which its end is known, before it is started again. */
  readonly onEnd?: (end: { readonly code: number | null; readonly signal: string | null }) => void;
}

/** A process that was asked to end has so long before it is killed. */
const TERMINATE_GRACE_MS = 5_000;

/** Keeps one process running until stopped. Its standard output is read line by line, its standard error is ours. */
export class SupervisedProcess {
  readonly #options: SupervisedOptions;
  readonly #policy: RestartPolicy;
  readonly #stopping = new AbortController();
  readonly #work: Promise<void>;
  #started: StartedProcess | undefined;
  #starts = 0;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.#policy = new RestartPolicy(options.restart);
    this.#work = this.#run();
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** Undefined between an end and the next start. */
  get started(): StartedProcess | undefined {
    return this.#started;
  }

  /** Asks it to end, kills it when it does not, and starts it no more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const started = this.#started;
    started?.terminate();
    const patience = new AbortController();
    const killing = this.#options.clock.sleep(TERMINATE_GRACE_MS, patience.signal).then(
      () => started?.child.kill("SIGKILL"),
      () => undefined, // it ended by itself
    );
    await this.#work;
    patience.abort();
    await killing;
  }

  async #run(): Promise<void> {
    const { clock, onEnd } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      const end = await this.#once();
      this.#started = undefined;
      onEnd?.(end);
      const waitMs = this.#policy.waitMs(clock.monotonicMs() - startedMs);
      // Its only way to reject is our own signal, which the loop looks at.
      if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => undefined);
    }
  }

  #once(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    const started = this.#options.start();
    const { child } = started;
    this.#started = started;
    this.#starts += 1;
    const lines = new LineSplitter();
    child.stdout?.setEncoding("utf8").on("data", (text: string) => lines.push(text, this.#options.onLine));
    // A dead process's input is of no use; that it is dead is known by its end.
    child.stdin?.on("error", () => undefined);
    this.#options.onStart?.(started);
    return new Promise((resolve) => {
      // "error" without "close" is a program that could not be started.
      child.once("error", () => resolve({ code: null, signal: null }));
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  }
}
