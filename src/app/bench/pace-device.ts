import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SottoError } from "../../domain/errors.js";

export interface PlayedDevice {
  readonly device: string;
  /** To be added to the recorder's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface PlayedFrames {
  readonly frames: number;
}

/** A microphone that hears recordings again and again, played at the pace of real time by a thread of its own. */
export class PaceDevice {
  readonly #player: Worker;
  readonly played: PlayedDevice;

  private constructor(player: Worker, played: PlayedDevice) {
    this.#player = player;
    this.played = played;
  }

  static async open(recordings: readonly Int16Array[]): Promise<PaceDevice> {
    const player = new Worker(new URL("./pace-player.js", import.meta.url), { workerData: { recordings } });
    const [played]: PlayedDevice[] = await once(player, "message");
    if (played === undefined) throw new SottoError("INTERNAL", "the player told no device");
    return new PaceDevice(player, played);
  }

  /** No more sound. @returns how many samples the recorder was given */
  async hold(): Promise<number> {
    this.#player.postMessage("hold");
    const [held]: PlayedFrames[] = await once(this.#player, "message");
    return held?.frames ?? 0;
  }

  async close(): Promise<void> {
    const ended = once(this.#player, "exit");
    this.#player.postMessage("close");
    await ended;
  }
}
