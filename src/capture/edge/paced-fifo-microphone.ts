import { execFile } from "node:child_process";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "../../domain/clock.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { PERIOD_MS } from "./recorder-process.js";

export interface PlayedSound {
  /** At which it began, counted from what this recorder read first. */
  readonly startFrame: number;
  /** Monotonic time of its first sample: a period is given when its last sample has sounded. */
  readonly startMs: number;
}

/** A capture device of alsa-lib's `file` plugin that hears what is played to it, at the pace of real time. */
export interface PacedDevice {
  readonly device: string;
  /** To be added to the recorder's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Holds the ALSA configuration and the FIFO; removed by `close`. */
  readonly folder: string;
  /**
   * Interleaved S16 samples, in turn with what was played before. Resolves when the last sample was written, which
   * needs a recorder that reads; rejects with INTERNAL when the device was closed before.
   */
  play(samples: Int16Array): Promise<PlayedSound>;
  /** Gives no more sound, and no silence either. @returns the frames that this recorder was given in all */
  hold(): number;
  close(): Promise<void>;
}

/** A pipe holds 64 KiB; a period must fit into it whole, because the plugin takes what one read gives. */
const MAX_PERIOD_BYTES = 32_768;
/** Room tone of about -71 dBFS. */
const TONE_PEAK = 16;
const SYSTEM_ALSA_CONFIG = "/usr/share/alsa/alsa.conf";

/**
 * Makes the device. The plugin has no clock of its own and repeats its last buffer for ever when its input ends, so
 * between recordings it is fed room tone, one period at a time, and periods are of the recorder's own length.
 * @throws SottoError CONFIG_INVALID for more channels and rate than a pipe takes; FILE_UNREADABLE
 */
export async function openPacedDevice(options: {
  readonly rateHz: number;
  readonly channels: number;
  readonly clock?: Clock;
  /** Where this process was held up for no longer, the sound catches up with time; else it goes on later. Default a period. */
  readonly catchUpMs?: number;
}): Promise<PacedDevice> {
  const periodSamples = ((options.rateHz * PERIOD_MS) / 1_000) * options.channels;
  if (!Number.isInteger(periodSamples) || periodSamples * 2 > MAX_PERIOD_BYTES) {
    throw new SottoError("CONFIG_INVALID", `${options.channels} channels at ${options.rateHz} Hz`);
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), "sotto-microphone-"));
    const fifo = join(folder, "sound");
    await promisify(execFile)("mkfifo", ["-m", "600", fifo]);
    const config = join(folder, "asound.conf");
    await writeFile(
      config,
      `pcm.sotto_paced { type file; slave.pcm null; file /dev/null; infile "${fifo}"; format raw }\n`,
    );
    return new PacedFifo({
      folder,
      fifo,
      config,
      periodSamples,
      channels: options.channels,
      clock: options.clock ?? systemClock,
      catchUpMs: options.catchUpMs ?? PERIOD_MS,
    });
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", "the paced microphone's FIFO", cause);
  }
}

interface Playing {
  readonly samples: Int16Array;
  at: number;
  startFrame: number;
  startMs: number;
  readonly done: (played: PlayedSound) => void;
  readonly failed: (error: SottoError) => void;
}

class PacedFifo implements PacedDevice {
  readonly device = "sotto_paced";
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly #fifo: string;
  readonly #clock: Clock;
  readonly #period: Int16Array;
  readonly #channels: number;
  readonly #catchUpMs: number;
  /** Samples of all channels that this recorder was given. */
  #written = 0;
  #isHeld = false;
  readonly #closing = new AbortController();
  readonly #pumping: Promise<void>;
  readonly #playing: Playing[] = [];
  #file: number | undefined;
  #noise = 1;

  constructor(made: {
    readonly folder: string;
    readonly fifo: string;
    readonly config: string;
    readonly periodSamples: number;
    readonly channels: number;
    readonly clock: Clock;
    readonly catchUpMs: number;
  }) {
    this.folder = made.folder;
    this.environment = { ALSA_CONFIG_PATH: `${SYSTEM_ALSA_CONFIG}:${made.config}` };
    this.#fifo = made.fifo;
    this.#clock = made.clock;
    this.#period = new Int16Array(made.periodSamples);
    this.#channels = made.channels;
    this.#catchUpMs = made.catchUpMs;
    this.#pumping = this.#pump();
  }

  play(samples: Int16Array): Promise<PlayedSound> {
    return new Promise((done, failed) => {
      this.#playing.push({ samples, at: 0, startFrame: 0, startMs: 0, done, failed });
    });
  }

  hold(): number {
    this.#isHeld = true;
    return this.#written / this.#channels;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pumping;
    this.#release();
    for (const playing of this.#playing.splice(0)) {
      playing.failed(new SottoError("INTERNAL", "the paced microphone was closed"));
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #pump(): Promise<void> {
    const { signal } = this.#closing;
    let due = this.#clock.monotonicMs();
    while (!signal.aborted) {
      this.#beat();
      due = Math.max(due + PERIOD_MS, this.#clock.monotonicMs() - this.#catchUpMs);
      try {
        await this.#clock.sleep(Math.max(0, due - this.#clock.monotonicMs()), signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }

  /** One period, where somebody reads; else the recording waits. */
  #beat(): void {
    this.#file ??= tryOpen(this.#fifo);
    if (this.#file === undefined || this.#isHeld) return;
    const playing = this.#playing[0];
    const part = playing?.samples.subarray(playing.at, playing.at + this.#period.length);
    for (let i = part?.length ?? 0; i < this.#period.length; i++) this.#period[i] = this.#tone();
    if (part !== undefined) this.#period.set(part);
    const written = tryWrite(this.#file, this.#period);
    if (written === "gone") this.#release();
    if (written !== "written") return;
    const startFrame = this.#written / this.#channels;
    this.#written += this.#period.length;
    if (playing === undefined) return;
    if (playing.at === 0) {
      playing.startFrame = startFrame;
      playing.startMs = this.#clock.monotonicMs() - PERIOD_MS;
    }
    playing.at += this.#period.length;
    if (playing.at < playing.samples.length) return;
    this.#playing.shift();
    playing.done({ startFrame: playing.startFrame, startMs: playing.startMs });
  }

  #release(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#written = 0;
  }

  /** A linear congruential generator (Numerical Recipes): the room need not be random, only never silent. */
  #tone(): number {
    this.#noise = (Math.imul(this.#noise, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round((this.#noise / 2 ** 31 - 1) * TONE_PEAK);
  }
}

/** Undefined while nobody reads (ENXIO), or when the FIFO was removed. */
function tryOpen(fifo: string): number | undefined {
  try {
    return openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isCode(error, ["ENXIO", "ENOENT"])) return undefined;
    throw error;
  }
}

function tryWrite(file: number, period: Int16Array): "written" | "full" | "gone" {
  try {
    writeSync(file, period);
    return "written";
  } catch (error) {
    if (isCode(error, ["EPIPE"])) return "gone";
    if (isCode(error, ["EAGAIN"])) return "full";
    throw error;
  }
}

function isCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
