import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { createSigner } from "../../seal/edge/ed25519.js";
import type { Signer } from "../../seal/ports.js";
import { handedOver } from "./handed-over.js";
import { describeDevice } from "./owner-keys.js";
import {
  openPrivateFolder,
  readPrivateFile,
  replacePrivateFile,
  sweepTemporaries,
  writeNewPrivateFile,
} from "./private-file.js";
import { mendPublicHalf } from "./public-half.js";
import { MAX_KEY_FILE_BYTES, privateKeyFromPem, publicPem } from "./raw-keys.js";

/** The public half of a signing key, for showing and for carrying to others. */
export interface SigningIdentity {
  /** For a device's key its id in hex: the name of its branch of topics. */
  readonly name: string;
  readonly fingerprint: string;
  readonly pem: string;
}

/** The files of one signing key in its folder: `device.key` and `device.pub`, `keeper.key` and `keeper.pub`. */
export type SigningKeyOf = "device" | "keeper";

export function signingKeyPath(folder: string, of: SigningKeyOf): string {
  return join(folder, `${of}.key`);
}

/** Makes an Ed25519 key. @throws SottoError KEY_EXISTS, KEY_INVALID, FILE_UNREADABLE */
export function createSigningKey(folder: string, of: SigningKeyOf): SigningIdentity {
  openPrivateFolder(folder);
  sweepTemporaries(folder);
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  if (!writeNewPrivateFile(signingKeyPath(folder, of), pem)) {
    throw new SottoError("KEY_EXISTS", `${folder} already holds a ${of}'s key`);
  }
  const identity = identityOf(privateKey);
  writeNewPrivateFile(join(folder, `${of}.pub`), identity.pem);
  return identity;
}

/**
 * A new key in the place of the one there is, which is gone with that: what it signed stays signed, and a key that only
 * signs is worth nothing once nobody believes it.
 * @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE
 */
export function rotateSigningKey(
  folder: string,
  of: "keeper",
): { readonly now: SigningIdentity; readonly before: SigningIdentity } {
  const before = loadSigningKey(folder, of).identity;
  sweepTemporaries(folder);
  const { privateKey } = generateKeyPairSync("ed25519");
  const now = identityOf(privateKey);
  replacePrivateFile(signingKeyPath(folder, of), privateKey.export({ format: "pem", type: "pkcs8" }));
  replacePrivateFile(join(folder, `${of}.pub`), now.pem);
  return { now, before };
}

/** A signing key as its owner uses it: the private half stays inside of the signer. */
export interface SigningKey {
  readonly identity: SigningIdentity;
  readonly signer: Signer;
}

/** The public half is beside it afterwards. @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE */
export function loadSigningKey(folder: string, of: SigningKeyOf): SigningKey {
  const path = signingKeyPath(folder, of);
  const pem = handedOver(path, MAX_KEY_FILE_BYTES) ?? readPrivateFile(path, MAX_KEY_FILE_BYTES);
  if (pem === undefined) throw new SottoError("KEY_MISSING", `no ${of}'s key in ${folder}`);
  const key = privateKeyFromPem(pem, "ed25519", path);
  pem.fill(0);
  mendPublicHalf(join(folder, `${of}.pub`), key);
  const { deviceId, signingKeyId } = describeDevice(createPublicKey(key));
  return { identity: identityOf(key), signer: createSigner(key, deviceId, signingKeyId) };
}

function identityOf(key: KeyObject): SigningIdentity {
  const { name, fingerprint } = describeDevice(createPublicKey(key));
  return { name, fingerprint, pem: publicPem(key) };
}
