import { equalBytes } from "../../src/seal/canonical-cbor.js";

/** Of an owner who has this key and never had another. */
export function isKey(id: Uint8Array): (other: Uint8Array) => boolean {
  return (other) => equalBytes(id, other);
}
