import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { SottoError } from "../../domain/errors.js";

/** A raw private key of 32 bytes is so many words of BIP 39's list, the last of them with a check in it. */
export const RECOVERY_WORDS = 24;
const FINGERPRINT_WORDS = 12;

/** What a person writes down. @param raw private key, 32 bytes */
export function recoveryWords(raw: Uint8Array): string {
  return entropyToMnemonic(raw, wordlist);
}

/**
 * The raw private key again, 32 bytes; the caller overwrites it. Spaces, line ends, numbers in front and capitals don't
 * matter.
 * @throws SottoError WORDS_WRONG; it says which word is none, by its number, and never quotes one
 */
export function keyFromWords(text: string): Uint8Array {
  const words = wordsOf(text);
  if (words.length !== RECOVERY_WORDS) {
    throw new SottoError("WORDS_WRONG", `${words.length} words; there must be ${RECOVERY_WORDS}`);
  }
  const unknown = words.flatMap((word, index) => (wordlist.includes(word) ? [] : [index + 1]));
  if (unknown.length > 0) {
    throw new SottoError("WORDS_WRONG", `not a word of the list: number ${unknown.join(", ")}`);
  }
  try {
    return Uint8Array.from(mnemonicToEntropy(words.join(" "), wordlist));
  } catch {
    // Without the cause, which may quote what it was given.
    throw new SottoError(
      "WORDS_WRONG",
      "the check does not fit: a word is another one, or two are exchanged",
    );
  }
}

/** The key id that 12 words name; undefined where they name none. */
export function idFromWords(text: string): Uint8Array | undefined {
  const words = wordsOf(text);
  if (words.length !== FINGERPRINT_WORDS) return undefined;
  try {
    return Uint8Array.from(mnemonicToEntropy(words.join(" "), wordlist));
  } catch {
    return undefined; // another word, or another order
  }
}

function wordsOf(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .split(/[\s,.;:\d]+/)
    .filter((word) => word !== "");
}

/** A fingerprint to read aloud: 12 words. @param id key id, 16 bytes */
export function fingerprintWords(id: Uint8Array): string {
  return entropyToMnemonic(id, wordlist);
}
