import { Worker } from "node:worker_threads";
import { MAX_MESSAGE_BYTES } from "../../../src/seal/size-bucket.js";

/** An input that takes so long ends the whole process: nothing in it could say so any more. */
const HANG_MS = 30_000;

/** Looks from a thread of its own, since a parser that hangs lets nothing else run. */
const WATCH = `
const { workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");
const { counter, bytes, hangMs } = workerData;
const words = new Int32Array(counter);
let seen = -1;
let since = Date.now();
setInterval(() => {
  const now = Atomics.load(words, 0);
  if (now !== seen || Atomics.load(words, 2) === 0) { seen = now; since = Date.now(); return; }
  if (Date.now() - since < hangMs) return;
  const input = Buffer.from(new Uint8Array(bytes, 0, words[1])).toString("base64");
  writeSync(2, "HANG at input " + now + ", base64: " + input + "\\n");
  process.kill(process.pid, "SIGKILL");
}, 1000).unref();
setInterval(() => undefined, 1 << 30);
`;

/** Tells an input that never comes back, and ends the process. */
export class Watchdog {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #worker: Worker;

  constructor() {
    const counter = new SharedArrayBuffer(12);
    const bytes = new SharedArrayBuffer(MAX_MESSAGE_BYTES + 1);
    this.#words = new Int32Array(counter);
    this.#bytes = new Uint8Array(bytes);
    this.#worker = new Worker(WATCH, { eval: true, workerData: { counter, bytes, hangMs: HANG_MS } });
    this.#worker.unref();
  }

  /** Before each input. */
  begins(number: number, input: Uint8Array): void {
    this.#bytes.set(input.subarray(0, this.#bytes.length));
    this.#words[1] = Math.min(input.length, this.#bytes.length);
    this.#words[2] = 1;
    Atomics.store(this.#words, 0, number);
  }

  /** Whatever takes long now is no input. */
  rests(): void {
    Atomics.store(this.#words, 2, 0);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
