import { codeOf } from "../../domain/errors.js";
import type { Signer } from "../../seal/ports.js";
import type { SealingKeys } from "../../seal/sealed-clip.js";
import {
  loadSealingDevice,
  ownerOf,
  random,
  readRecipients,
  type SealingDevice,
  sealingKeys,
} from "./device-keys.js";

/**
 * Whom a running device seals to. The files are read again for each clip: they are few and small, and who was revoked
 * reads nothing that is said from then on. Where they can't be read nothing is sealed.
 */
export class PinnedReaders {
  readonly #folder: string;
  readonly signer: Signer;
  readonly random = random;
  #ownerKeyId: Uint8Array;

  private constructor(folder: string, device: SealingDevice) {
    this.#folder = folder;
    this.signer = device.signer;
    this.#ownerKeyId = ownerOf(device).keyId;
  }

  /** @throws SottoError KEY_MISSING also when no owner is pinned, KEY_INVALID, FILE_UNREADABLE */
  static async load(folder: string): Promise<PinnedReaders> {
    const device = loadSealingDevice(folder);
    await sealingKeys(device);
    return new PinnedReaders(folder, device);
  }

  /** For the next clip. @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE */
  async now(): Promise<SealingKeys> {
    const recipients = readRecipients(this.#folder);
    const keys = await sealingKeys({ ...recipients, signer: this.signer });
    this.#ownerKeyId = keys.sealer.recipientKeyId;
    return keys;
  }

  /**
   * Id of the owner's key; the last that could be read where none can be now: an erasure has to go out even then, and
   * every key that was the owner's is known to uplink and keeper.
   */
  get ownerKeyId(): Uint8Array {
    try {
      this.#ownerKeyId = ownerOf(readRecipients(this.#folder)).keyId;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
    return this.#ownerKeyId;
  }
}
