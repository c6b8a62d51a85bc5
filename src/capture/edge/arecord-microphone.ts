import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import type { Clock } from "../../domain/clock.js";
import type { AudioEvent, AudioSource } from "../audio-source.js";
import { type BackOff, MICROPHONE_BACK_OFF, waitBefore } from "../back-off.js";
import { BlockQueue } from "../block-queue.js";
import { chooseCard } from "../card-choice.js";
import { type ChannelChoice, checkChoice } from "../channels.js";
import { MonoStream, RawPcmReader } from "../mono-stream.js";
import { type MixerSetting, setMixer } from "./mixer.js";
import { RecorderProcess } from "./recorder-process.js";
import { soundCards } from "./sound-cards.js";

export interface MicrophoneOptions {
  /** ALSA name of the device, as `arecord -L` lists it. */
  readonly device: string;
  /** Instead of the device: names of cards, of which the first that is there is opened, looked up at each opening. */
  readonly cards?: readonly string[];
  /** Set before each opening, for a card by name: what is plugged in again has forgotten them. */
  readonly gains?: readonly MixerSetting[];
  /** Where the kernel lists its cards, and what sets a mixer, where they are not the machine's own. */
  readonly soundRoot?: string;
  readonly mixer?: string;
  /** Native rate and channel count; `hw:` devices take no other. */
  readonly rateHz: number;
  readonly channels: number;
  readonly channel: ChannelChoice;
  /** No bytes for so long means a stalled device, which is closed and opened again. */
  readonly silenceMs: number;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly backOff?: BackOff;
  /** Added to the recorder's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** argv[0] of the recorder, by which others find it in the list of processes; it contains "arecord". */
  readonly name?: string;
}

/** What the hot loop may be late by; older sound is dropped and counted. */
const QUEUE_SAMPLES = 5 * SAMPLE_RATE_HZ;
/** A recorder that ran so long was well: the next failure is the first one again. */
const HEALTHY_MS = 10_000;

/**
 * A microphone by ALSA's own recorder, arecord, under supervision: whatever happens to the device or the program
 * becomes a `lost` event and another try. `close` ends the recorder's process group; the microphone is then closed
 * in the kernel's account too. `events` is for one listener, once.
 */
export class ArecordMicrophone implements AudioSource {
  readonly #options: MicrophoneOptions;
  readonly #closing = new AbortController();
  #recorder: RecorderProcess | undefined;
  #queue: BlockQueue | undefined;
  #droppedBefore = 0;
  #overrunSamples = 0;
  #refusedGains = 0;
  #toldSamples = 0;

  /** @throws SottoError CONFIG_INVALID for a channel that the device does not have */
  constructor(options: MicrophoneOptions) {
    checkChoice(options.channel, options.channels);
    this.#options = options;
  }

  /** Samples at 16 kHz that were dropped because the listener was late, here or in the device; each is told by a gap. */
  get droppedSamples(): number {
    return this.#droppedBefore + (this.#queue?.droppedSamples ?? 0) + this.#overrunSamples;
  }

  async *events(): AsyncGenerator<AudioEvent> {
    let failures = 0;
    try {
      while (!this.#closing.signal.aborted) {
        const startedMs = this.#options.clock.monotonicMs();
        const device = await this.#device();
        // Told to close while the gains were set: then nothing is opened.
        if (this.#closing.signal.aborted) break;
        const { recorder, queue } = this.#open(device);
        yield* this.#blocksOf(queue);
        const code = await recorder.ended;
        this.#droppedBefore += queue.droppedSamples;
        this.#queue = undefined;
        if (this.#closing.signal.aborted) break;
        const wasWell = recorder.gotBytes && this.#options.clock.monotonicMs() - startedMs >= HEALTHY_MS;
        failures = wasWell ? 1 : failures + 1;
        const retryInMs = waitBefore(
          this.#options.backOff ?? MICROPHONE_BACK_OFF,
          failures,
          this.#options.random(),
        );
        yield { kind: "lost", code, retryInMs };
        await this.#wait(retryInMs);
      }
      yield { kind: "closed", why: "muted" };
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#queue?.erase();
    await this.#recorder?.stop();
  }

  #open(device: string | undefined): { readonly recorder: RecorderProcess; readonly queue: BlockQueue } {
    const { rateHz, channels, channel } = this.#options;
    const queue = new BlockQueue(QUEUE_SAMPLES);
    const reader = new RawPcmReader({ rateHz, channels });
    const mono = new MonoStream({ choice: channel, channels, rateHz });
    const recorder = new RecorderProcess({
      ...this.#options,
      device,
      onBytes: (bytes) => {
        queue.push(mono.push(reader.push(bytes)));
      },
      onOverrun: (ms) => {
        this.#overrunSamples += Math.round((ms * SAMPLE_RATE_HZ) / 1000);
      },
    });
    void recorder.ended.then(() => queue.end());
    this.#queue = queue;
    this.#recorder = recorder;
    return { recorder, queue };
  }

  /** Its gains are set. Undefined where cards are named and none of them is there. */
  async #device(): Promise<string | undefined> {
    const { device, cards = [], soundRoot } = this.#options;
    this.#refusedGains = 0;
    if (cards.length === 0) {
      const card = /^(?:plug)?hw:(?:CARD=)?(\w+)/.exec(device)?.[1];
      if (card !== undefined) await this.#setGains(card);
      return device;
    }
    const found = chooseCard(soundCards(soundRoot), cards);
    if (found !== undefined) await this.#setGains(found.id);
    return found?.device;
  }

  async #setGains(card: string): Promise<void> {
    const { gains: settings = [], mixer: program } = this.#options;
    const ending = this.#closing.signal;
    this.#refusedGains = await setMixer({ card, settings, program, ending });
  }

  #opened(): AudioEvent {
    const refusedGains = this.#refusedGains;
    return refusedGains === 0 ? { kind: "opened" } : { kind: "opened", refusedGains };
  }

  /** The first block proves that the device is open. */
  async *#blocksOf(queue: BlockQueue): AsyncGenerator<AudioEvent> {
    let opened = false;
    for (let samples = await queue.next(); samples !== undefined; samples = await queue.next()) {
      if (!opened) yield this.#opened();
      opened = true;
      const missing = this.droppedSamples - this.#toldSamples;
      this.#toldSamples += missing;
      if (missing > 0) yield { kind: "gap", samples: missing };
      yield { kind: "samples", samples };
    }
  }

  /** Sleeps, or less where the microphone is closed before. */
  async #wait(ms: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    try {
      await this.#options.clock.sleep(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
