import { stat } from "node:fs/promises";
import { SAMPLE_RATE_HZ, toSamples, toSeconds } from "../../domain/audio.js";
import { SottoError } from "../../domain/errors.js";
import { ChannelVote } from "../channel-vote.js";
import { average, type ChannelChoice, checkChoice } from "../channels.js";
import { RawAudio } from "../raw-audio.js";
import { Resampler } from "../resample.js";
import { SampleCollector } from "../sample-collector.js";
import type { PcmBlock, SoundFormat } from "../sound-decoder.js";
import { decodeFile } from "./decode-file.js";

export interface ReadOptions {
  /** Seconds from the beginning of the file. */
  readonly startSeconds?: number;
  readonly endSeconds?: number;
  /** Longer sound is refused with AUDIO_TOO_LONG, before it is decoded to its end. Default one hour. */
  readonly maxSeconds?: number;
  /** Default "best". */
  readonly channel?: ChannelChoice;
}

export interface SoundFile {
  /** Mono, 16 kHz; a copy of its own. */
  readonly audio: RawAudio;
  /** As the file has it. For Opus always 48,000. */
  readonly sourceRateHz: number;
  readonly channels: number;
  /** Of `audio`. */
  readonly durationSeconds: number;
}

interface Decoded {
  readonly samples: Float32Array;
  readonly format: SoundFormat;
}

interface CacheEntry extends Decoded {
  readonly key: string;
}

const DEFAULT_MAX_SECONDS = 3_600;
/** Samples of all channels held while a file is read; with more the file is refused as too long. */
const MAX_HELD_SAMPLES = 128 * 1024 * 1024;
/** An `end` this far behind the last sample is a rounded number, not a mistake. */
const SPAN_SLACK_SECONDS = 0.01;

/** Reads one file, or a part of it. For many rows of the same file use a SoundFileReader. */
export function readSoundFile(path: string, options: ReadOptions = {}): Promise<SoundFile> {
  return new SoundFileReader({ cacheBytes: 0 }).read(path, options);
}

/**
 * Reads sound files to mono 16 kHz, and keeps the last ones that a part was asked of, at most `cacheBytes` of
 * samples, because the rows of a manifest often share one long file.
 */
export class SoundFileReader {
  readonly #cacheBytes: number;
  /** Oldest first. */
  #cache: CacheEntry[] = [];

  constructor(options: { readonly cacheBytes: number } = { cacheBytes: 256 * 1024 * 1024 }) {
    this.#cacheBytes = options.cacheBytes;
  }

  /**
   * @throws SottoError FILE_UNREADABLE, AUDIO_EMPTY, AUDIO_FORMAT_UNSUPPORTED, AUDIO_TRUNCATED, AUDIO_DAMAGED,
   * AUDIO_TOO_LONG, AUDIO_SPAN_INVALID; CONFIG_INVALID for a channel that the file does not have
   */
  async read(path: string, options: ReadOptions = {}): Promise<SoundFile> {
    const start = options.startSeconds ?? 0;
    const end = options.endSeconds;
    checkSpan(start, end, path);
    const maxSeconds = options.maxSeconds ?? DEFAULT_MAX_SECONDS;
    if (end !== undefined && end - start > maxSeconds) throw tooLong(path, maxSeconds);
    const isPart = options.startSeconds !== undefined || end !== undefined;
    const limitSeconds = isPart ? DEFAULT_MAX_SECONDS : maxSeconds;

    const decoded = isPart
      ? await this.#cached(path, limitSeconds, options.channel ?? "best")
      : await decodeWhole(path, limitSeconds, options.channel ?? "best");
    const samples = cut(decoded.samples, { start, end, path });
    if (samples.length > toSamples(maxSeconds)) throw tooLong(path, maxSeconds);
    if (samples.length === 0) throw new SottoError("AUDIO_EMPTY", path);
    return {
      audio: RawAudio.of(samples),
      sourceRateHz: decoded.format.rateHz,
      channels: decoded.format.channels,
      durationSeconds: toSeconds(samples.length),
    };
  }

  async #cached(path: string, limitSeconds: number, channel: ChannelChoice): Promise<Decoded> {
    if (this.#cacheBytes === 0) return decodeWhole(path, limitSeconds, channel);
    const key = `${String(channel)} ${await identity(path)}`;
    const known = this.#cache.find((entry) => entry.key === key);
    if (known !== undefined) return known;
    const entry: CacheEntry = { ...(await decodeWhole(path, limitSeconds, channel)), key };
    this.#cache.push(entry);
    while (this.#cache.length > 1 && bytesOf(this.#cache) > this.#cacheBytes) this.#cache.shift();
    if (bytesOf(this.#cache) > this.#cacheBytes) this.#cache = [];
    return entry;
  }
}

function bytesOf(entries: readonly CacheEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.samples.byteLength, 0);
}

async function identity(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs } = await stat(path);
    return `${dev} ${ino} ${size} ${mtimeMs} ${path}`;
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

function checkSpan(start: number, end: number | undefined, path: string): void {
  const ordered = start >= 0 && Number.isFinite(start) && (end === undefined || end >= start);
  if (!ordered || (end !== undefined && !Number.isFinite(end))) {
    throw new SottoError("AUDIO_SPAN_INVALID", `${path}: from ${start} to ${end ?? "the end"} s`);
  }
  if (end === start) throw new SottoError("AUDIO_EMPTY", `${path}: from ${start} to ${end} s`);
}

function cut(
  samples: Float32Array,
  span: { start: number; end: number | undefined; path: string },
): Float32Array {
  const seconds = toSeconds(samples.length);
  if (span.start > seconds || (span.end ?? 0) > seconds + SPAN_SLACK_SECONDS) {
    const asked = `from ${span.start} to ${span.end ?? "the end"} s of ${seconds.toFixed(3)} s`;
    throw new SottoError("AUDIO_SPAN_INVALID", `${span.path}: ${asked}`);
  }
  return samples.slice(toSamples(span.start), span.end === undefined ? undefined : toSamples(span.end));
}

function tooLong(path: string, maxSeconds: number): SottoError {
  return new SottoError("AUDIO_TOO_LONG", `${path}: more than ${maxSeconds} s`);
}

/** Every channel that may be chosen is resampled, then one is chosen by what the whole file tells of it. */
async function decodeWhole(path: string, maxSeconds: number, choice: ChannelChoice): Promise<Decoded> {
  let tracks: Tracks | undefined;
  for await (const { format, block } of decodeFile(path)) {
    if ((format.frames ?? 0) > maxSeconds * format.rateHz) throw tooLong(path, maxSeconds);
    tracks ??= new Tracks(format, choice);
    tracks.add(block);
    if (tracks.seconds > maxSeconds || tracks.heldSamples > MAX_HELD_SAMPLES) throw tooLong(path, maxSeconds);
  }
  if (tracks === undefined) throw new SottoError("AUDIO_EMPTY", path);
  return { samples: tracks.finish(), format: tracks.format };
}

interface Track {
  readonly resampler: Resampler;
  readonly collected: SampleCollector;
}

class Tracks {
  readonly format: SoundFormat;
  readonly #choice: ChannelChoice;
  /** By channel; one alone where nothing has to be chosen. */
  readonly #tracks: readonly Track[];
  readonly #vote: ChannelVote | undefined;
  #frames = 0;

  constructor(format: SoundFormat, choice: ChannelChoice) {
    const { channels, rateHz } = format;
    checkChoice(choice, channels);
    this.format = format;
    this.#choice = choice;
    if (choice !== "average" && typeof choice !== "number" && channels > 1) {
      this.#vote = new ChannelVote({ channels, rateHz, capsules: choice === "best" ? undefined : choice });
    }
    this.#tracks = Array.from({ length: this.#vote === undefined ? 1 : channels }, () => ({
      resampler: new Resampler(rateHz),
      collected: new SampleCollector(),
    }));
  }

  get seconds(): number {
    return this.#frames / this.format.rateHz;
  }

  get heldSamples(): number {
    return (this.#frames / this.format.rateHz) * SAMPLE_RATE_HZ * this.#tracks.length;
  }

  add(block: PcmBlock): void {
    this.#frames += block[0]?.length ?? 0;
    this.#vote?.add(block);
    for (const [index, { resampler, collected }] of this.#tracks.entries()) {
      const samples = this.#vote === undefined ? this.#only(block) : block[index];
      if (samples !== undefined) collected.add(resampler.push(samples));
    }
  }

  #only(block: PcmBlock): Float32Array | undefined {
    if (this.#choice === "average") return average(block);
    return block[typeof this.#choice === "number" ? this.#choice : 0];
  }

  finish(): Float32Array {
    const best = this.#tracks[this.#vote?.winner() ?? 0];
    if (best === undefined) return new Float32Array(0);
    best.collected.add(best.resampler.finish());
    return best.collected.join();
  }
}
