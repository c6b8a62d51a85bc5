import { join } from "node:path";
import { codeOf } from "../../domain/errors.js";
import { readPrivateFile } from "../../keys/edge/private-file.js";
import { overwriteInPlace, replaceDurably, WriteQueue } from "./durable-file.js";

const NAME = "mute";
/** Of one length, so that either may be written over the other where the disk is full. */
const TEXTS = { muted: "sotto-mute 1 muted \n", lifted: "sotto-mute 1 lifted\n" } as const;

export type MuteMemory =
  | { readonly mute: "muted" | "lifted"; readonly damaged: false }
  /** The file is there and does not say. When unsure, nothing is heard. */
  | { readonly mute: "muted"; readonly damaged: true };

/** The mute state that survives a power cut. */
export class MuteFile {
  readonly #path: string;
  readonly #queue: WriteQueue<boolean>;

  /** @param folder the light's own, which exists */
  constructor(folder: string) {
    this.#path = join(folder, NAME);
    this.#queue = new WriteQueue((muted) => this.#replace(muted ? TEXTS.muted : TEXTS.lifted));
  }

  /** What the disk remembers; a device on which nobody has pressed the button yet is not muted. */
  read(): MuteMemory {
    let bytes: Uint8Array | undefined;
    try {
      bytes = readPrivateFile(this.#path, TEXTS.muted.length);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return { mute: "muted", damaged: true };
    }
    if (bytes === undefined) return { mute: "lifted", damaged: false };
    const text = new TextDecoder().decode(bytes);
    if (text === TEXTS.lifted) return { mute: "lifted", damaged: false };
    return { mute: "muted", damaged: text !== TEXTS.muted };
  }

  /**
   * Resolves when this state, or one that came after it, is on disk.
   * @throws SottoError FILE_UNREADABLE
   */
  save(muted: boolean): Promise<void> {
    return this.#queue.write(muted);
  }

  async #replace(text: string): Promise<void> {
    try {
      await replaceDurably(this.#path, text);
    } catch (error) {
      if (codeOf(error) !== "FILE_UNREADABLE") throw error;
      // A full disk has no room for a second file. The old one lies there already, and a torn write of it reads as muted.
      await overwriteInPlace(this.#path, text);
    }
  }
}
