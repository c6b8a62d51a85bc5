import { fileURLToPath } from "node:url";
import lpcm16, { type Recording } from "node-record-lpcm16";
import type { Clock } from "../../domain/clock.js";
import { codeOf } from "../../domain/errors.js";
import { OverrunReader } from "../overrun-reader.js";

export type MicrophoneFault = "MICROPHONE_MISSING" | "MICROPHONE_BUSY" | "MICROPHONE_LOST";

export interface RecorderOptions {
  /** ALSA name of the device; undefined where none was found, which is a missing microphone. */
  readonly device: string | undefined;
  readonly rateHz: number;
  readonly channels: number;
  /** No bytes for so long: the device has stalled. */
  readonly silenceMs: number;
  /** Added to this process's environment for the recorder. */
  readonly environment?: Readonly<Record<string, string>>;
  /** argv[0] of the recorder, which contains "arecord". */
  readonly name?: string;
  readonly clock: Clock;
  readonly onBytes: (bytes: Buffer) => void;
  /** The device has overwritten so many milliseconds of sound before the recorder read them. */
  readonly onOverrun: (ms: number) => void;
}

const RECORDER_MODULE = fileURLToPath(new URL("./arecord-recorder.cjs", import.meta.url));
export const PERIOD_MS = 40;
const BUFFER_MS = 400;
const MAX_STDERR_CHARACTERS = 4_096;

/**
 * One run of arecord, from its start to the end of its process group. Never throws and never leaves an error
 * event without a handler.
 */
export class RecorderProcess {
  readonly #options: RecorderOptions;
  readonly #recording: Recording | undefined;
  readonly #over = new AbortController();
  /** Resolves with what went wrong, from the recorder's point of view, when the process has ended. */
  readonly ended: Promise<MicrophoneFault>;
  #stderr = "";
  #gotBytes = false;
  #stalled = false;
  #lastBytesMs: number;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#lastBytesMs = options.clock.monotonicMs();
    this.#recording = this.#start();
    this.ended =
      this.#recording === undefined ? Promise.resolve("MICROPHONE_MISSING") : this.#watch(this.#recording);
  }

  get gotBytes(): boolean {
    return this.#gotBytes;
  }

  /**
   * Ends the process group at once and for certain; the kernel closes the device with it, and there is nothing that a
   * recorder would have to put in order. Resolves when it is gone.
   */
  async stop(): Promise<void> {
    if (this.#over.signal.aborted) return;
    this.#kill();
    await this.ended;
  }

  #start(): Recording | undefined {
    const { device, rateHz, channels, environment, name } = this.#options;
    if (device === undefined) return undefined;
    try {
      const recording = lpcm16.record({
        recorder: RECORDER_MODULE,
        device,
        sampleRate: rateHz,
        channels,
        periodMs: PERIOD_MS,
        bufferMs: BUFFER_MS,
        name: name ?? "arecord",
        // ALSA's reasons are read below, so they must come in English.
        environment: { ...process.env, LC_ALL: "C", ...environment },
      });
      // In this very tick: without a handler any of these would end the whole process.
      for (const emitter of [recording.process, recording.process.stdin, recording.process.stderr]) {
        emitter.on("error", (error: unknown) => this.#note(error));
      }
      recording.stream().on("error", (error: unknown) => this.#note(error));
      return recording;
    } catch (error) {
      this.#note(error);
      return undefined;
    }
  }

  #watch(recording: Recording): Promise<MicrophoneFault> {
    const overruns = new OverrunReader();
    recording.process.stderr.on("data", (text: Buffer) => {
      this.#note(text.toString());
      const ms = overruns.push(text.toString());
      if (ms > 0) this.#options.onOverrun(ms);
    });
    recording.stream().on("data", (bytes: Buffer) => {
      this.#gotBytes = true;
      this.#lastBytesMs = this.#options.clock.monotonicMs();
      if (!this.#over.signal.aborted) this.#options.onBytes(bytes);
      // The bytes were copied; nothing of the room stays in the stream's memory.
      bytes.fill(0);
    });
    const ended = new Promise<MicrophoneFault>((resolve) => {
      recording.process.once("close", () => {
        this.#over.abort();
        resolve(this.#fault());
      });
    });
    void this.#watchBytes();
    return ended;
  }

  async #watchBytes(): Promise<void> {
    const { clock, silenceMs } = this.#options;
    while (!this.#over.signal.aborted) {
      const quietMs = clock.monotonicMs() - this.#lastBytesMs;
      if (quietMs >= silenceMs) {
        this.#stalled = true;
        await this.stop();
        return;
      }
      await this.#sleep(silenceMs - quietMs);
    }
  }

  /** Sleeps, or less where the recorder ends before. */
  async #sleep(ms: number): Promise<void> {
    try {
      await this.#options.clock.sleep(ms, this.#over.signal);
    } catch (error) {
      if (!this.#over.signal.aborted || codeOf(error) !== undefined) throw error;
    }
  }

  #kill(): void {
    const pid = this.#recording?.process.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      // ESRCH: the group has ended by itself in the meantime.
      this.#note(error);
    }
  }

  /** Kept for the diagnosis only; never logged, because device names are the owner's. */
  #note(what: unknown): void {
    this.#stderr = `${this.#stderr}${String(what)}\n`.slice(0, MAX_STDERR_CHARACTERS);
  }

  /** ALSA gives its reason as text on standard error and nowhere else. */
  #fault(): MicrophoneFault {
    if (this.#gotBytes || this.#stalled) return "MICROPHONE_LOST";
    return /resource busy/i.test(this.#stderr) ? "MICROPHONE_BUSY" : "MICROPHONE_MISSING";
  }
}
