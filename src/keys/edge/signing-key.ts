import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { describeDevice } from "./owner-keys.js";
import { openPrivateFolder, writeNewPrivateFile } from "./private-file.js";
import { publicPem } from "./raw-keys.js";

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
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  if (!writeNewPrivateFile(signingKeyPath(folder, of), pem)) {
    throw new SottoError("KEY_EXISTS", `${folder} already holds a ${of}'s key`);
  }
  const identity = identityOf(privateKey);
  writeNewPrivateFile(join(folder, `${of}.pub`), identity.pem);
  return identity;
}

export function identityOf(key: KeyObject): SigningIdentity {
  const { name, fingerprint } = describeDevice(createPublicKey(key));
  return { name, fingerprint, pem: publicPem(key) };
}
