import { SottoError } from "../domain/errors.js";
import { decodeManifest, encodeManifest, type ReleaseManifest } from "./release-manifest.js";

/** The first line of every bundle; the number is the version of the format. */
const FIRST_LINE = "sotto-bundle 1\n";
/** Before what is signed, so that no signature of this key means anything else. */
const DOMAIN = "sotto release signature 1\n";
const SIGNATURE_BYTES = 64;
const SIGNATURE_CHARACTERS = 88;
const MAX_MANIFEST_BYTES = 2_048;

/** So many bytes of a file hold every head. */
export const MAX_HEAD_BYTES = FIRST_LINE.length + MAX_MANIFEST_BYTES + 1 + SIGNATURE_CHARACTERS + 1;

/** Three lines of text, which `head -n 3` shows; the payload begins behind the third. */
export interface BundleHead {
  readonly manifest: ReleaseManifest;
  /** What the signature covers, the domain included. */
  readonly signed: Uint8Array;
  /** Ed25519, 64 bytes. Nothing is known yet about who made it. */
  readonly signature: Uint8Array;
  /** Where the payload begins. */
  readonly payloadAt: number;
}

/** What the release key signs. */
export function bytesToSign(manifest: ReleaseManifest): Uint8Array {
  return signedBytes(encodeManifest(manifest));
}

function signedBytes(manifestText: string): Uint8Array {
  return new TextEncoder().encode(`${DOMAIN}${FIRST_LINE}${manifestText}\n`);
}

export function encodeHead(manifest: ReleaseManifest, signature: Uint8Array): Uint8Array {
  const text = `${FIRST_LINE}${encodeManifest(manifest)}\n${toBase64(signature)}\n`;
  return new TextEncoder().encode(text);
}

/**
 * Reads the head at the beginning of a file. Every byte of it is signed, is the signature, or has one value only.
 * @param start the first MAX_HEAD_BYTES of the file, or all of a shorter one
 * @throws SottoError BUNDLE_INVALID
 */
export function parseHead(start: Uint8Array): BundleHead {
  const text = asciiOf(start.subarray(0, MAX_HEAD_BYTES));
  if (!text.startsWith(FIRST_LINE)) throw new SottoError("BUNDLE_INVALID", "no bundle of this format");
  const manifestEnd = text.indexOf("\n", FIRST_LINE.length);
  if (manifestEnd < 0 || manifestEnd > FIRST_LINE.length + MAX_MANIFEST_BYTES) {
    throw new SottoError("BUNDLE_INVALID", "the manifest does not end");
  }
  const manifestText = text.slice(FIRST_LINE.length, manifestEnd);
  const payloadAt = manifestEnd + 1 + SIGNATURE_CHARACTERS + 1;
  if (text[payloadAt - 1] !== "\n") throw new SottoError("BUNDLE_INVALID", "the signature's line is wrong");
  return {
    manifest: decodeManifest(manifestText),
    signed: signedBytes(manifestText),
    signature: fromBase64(text.slice(manifestEnd + 1, payloadAt - 1)),
    payloadAt,
  };
}

/** The payload follows in the same bytes, so what is not ASCII is kept apart and is never part of a line. */
function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\ufffd")).join("");
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** @throws SottoError BUNDLE_INVALID, also for a second spelling of the same bytes */
function fromBase64(text: string): Uint8Array {
  const wrong = new SottoError("BUNDLE_INVALID", "the signature is not in its one form");
  if (!/^[A-Za-z0-9+/]{86}==$/.test(text)) throw wrong;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (bytes.length !== SIGNATURE_BYTES || toBase64(bytes) !== text) throw wrong;
  return bytes;
}
