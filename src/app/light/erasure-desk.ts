import { codeOf } from "../../domain/errors.js";
import type { ErasureFile } from "../../light/edge/erasure-file.js";
import type { ErasureEnd, ErasureStage, Erasures } from "../../light/erasures.js";
import type { LinkMessage, Selector } from "../../link/messages.js";
import { isPublicId, type Log } from "../../log/log.js";

export interface ErasureDeskOptions {
  readonly file: ErasureFile;
  readonly log: Log;
  readonly toEar: (message: LinkMessage<"light-to-ear">) => void;
  /** A request has come so far; whoever asked for it is told. */
  readonly told: (request: string, stage: ErasureStage) => void;
}

/** Takes erasures in: first to the disk, then to the ear, and again to every new ear until one has taken them over. */
export class ErasureDesk {
  readonly #options: ErasureDeskOptions;
  /** The file was unreadable at the start; what it held is put aside. */
  readonly isDamaged: boolean;
  #erasures: Erasures;
  #isSaved = true;
  /** The last attempt to write. */
  #saving: Promise<unknown> = Promise.resolve();

  constructor(options: ErasureDeskOptions) {
    this.#options = options;
    const { erasures, damaged } = options.file.read();
    this.#erasures = erasures;
    this.isDamaged = damaged;
  }

  /** False while the disk lacks what was asked for. */
  get isSaved(): boolean {
    return this.#isSaved;
  }

  stageOf(request: string): ErasureStage | undefined {
    return this.#erasures.stageOf(request);
  }

  /** A request that is known already is told how far it has come, and is not obeyed twice. */
  take(request: string, selector: Selector): "taken" | "full" {
    const known = this.#erasures.stageOf(request);
    if (known !== undefined) {
      if (this.#isSaved || known !== "noted") this.#options.told(request, known);
      return "taken";
    }
    const erasures = this.#erasures.with(request, selector);
    if (erasures === undefined) {
      this.#log("erasure-refused", request);
      return "full";
    }
    this.#erasures = erasures;
    void this.#save().then((saved) => {
      // What cannot be kept is still asked for: the ear may take it over before the power goes.
      this.#options.toEar({ kind: "erase", request, selector });
      if (!saved) return;
      this.#log("erasure-noted", request);
      this.#options.told(request, "noted");
    });
    return "taken";
  }

  /** A new ear hears what no ear has taken over. */
  tellEar(): void {
    for (const each of this.#erasures.noted) this.#options.toEar({ kind: "erase", ...each });
  }

  /** From the ear: signed and on the uplink's disk. From the uplink: the keeper has signed, or has nothing to sign. */
  advance(request: string, stage: "erasing" | ErasureEnd): void {
    const before = this.#erasures.stageOf(request);
    const advanced = this.#erasures.advanced(request, stage);
    // The uplink tells again what is long known; that costs the disk nothing.
    if (advanced === this.#erasures) return;
    this.#erasures = advanced;
    const after = advanced.stageOf(request);
    void this.#save();
    if (after === undefined || after === before) return;
    this.#log(`erasure-${after}`, request);
    this.#options.told(request, after);
  }

  saveAgain(): void {
    if (!this.#isSaved) void this.#save();
  }

  #log(event: string, request: string): void {
    this.#options.log.write(event, { request: isPublicId(request) ? request : null });
  }

  /** Resolves when the disk has what was asked for, or has failed to take it. */
  async settled(): Promise<void> {
    await this.#saving;
  }

  #save(): Promise<boolean> {
    const saving = this.#write(this.#erasures);
    this.#saving = saving;
    return saving;
  }

  async #write(erasures: Erasures): Promise<boolean> {
    try {
      await this.#options.file.save(erasures);
      if (this.#erasures === erasures) this.#isSaved = true;
      return true;
    } catch (error) {
      if (codeOf(error) !== "FILE_UNREADABLE") throw error;
      this.#isSaved = false;
      return false;
    }
  }
}
