import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PlayedSound } from "../../capture/edge/paced-fifo-microphone.js";
import { SottoError } from "../../domain/errors.js";

export interface PlayedDevice {
  readonly device: string;
  /** To be added to the recorder's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface PlayedFrames {
  readonly frames: number;
}

/** What the player's thread is told. A recording is played once, behind those that it plays again and again. */
export type PlayerOrder = "hold" | "close" | { readonly play: Int16Array };

/** A microphone that hears what a thread of its own plays at the pace of real time. */
export class PaceDevice {
  readonly #player: Worker;
  readonly played: PlayedDevice;

  private constructor(player: Worker, played: PlayedDevice) {
    this.#player = player;
    this.played = played;
  }

  /** @param recordings are played again and again; none: a quiet room until something is played */
  static async open(recordings: readonly Int16Array[]): Promise<PaceDevice> {
    const player = new Worker(new URL("./pace-player.js", import.meta.url), { workerData: { recordings } });
    const [played]: PlayedDevice[] = await once(player, "message");
    if (played === undefined) throw new SottoError("INTERNAL", "the player told no device");
    return new PaceDevice(player, played);
  }

  /** One at a time. Resolves when the recorder was given the last sample. */
  async play(samples: Int16Array): Promise<PlayedSound> {
    this.#order({ play: samples });
    const [played]: PlayedSound[] = await once(this.#player, "message");
    if (played === undefined) throw new SottoError("INTERNAL", "the player told nothing");
    return played;
  }

  /** No more sound. @returns how many samples the recorder was given */
  async hold(): Promise<number> {
    this.#order("hold");
    const [held]: PlayedFrames[] = await once(this.#player, "message");
    return held?.frames ?? 0;
  }

  async close(): Promise<void> {
    const ended = once(this.#player, "exit");
    this.#order("close");
    await ended;
  }

  #order(order: PlayerOrder): void {
    this.#player.postMessage(order);
  }
}
