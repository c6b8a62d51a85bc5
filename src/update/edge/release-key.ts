import { type KeyObject, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import { publicKeyFromText } from "../../keys/edge/key-text.js";
import { systemCode } from "../../keys/edge/private-file.js";
import type { BundleHead } from "../bundle-head.js";

/** In the root of a device; who may write there may replace all of Sotto anyway. */
export const RELEASE_KEY = "release.pub";

/** The public key that signs this device's updates. @throws SottoError UPDATE_UNAVAILABLE, KEY_INVALID */
export function loadReleaseKey(path: string): KeyObject {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") {
      throw new SottoError("UPDATE_UNAVAILABLE", `no key of the releases: ${path}`, cause);
    }
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  return publicKeyFromText(text, "ed25519", path);
}

/** @throws SottoError BUNDLE_UNSIGNED */
export function requireSignature({ signed, signature }: BundleHead, key: KeyObject): void {
  if (!verify(null, signed, key, signature)) {
    throw new SottoError("BUNDLE_UNSIGNED", "the signature is not that of this device's releases");
  }
}
