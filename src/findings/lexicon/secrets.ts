/** What a value that opens something is called. */
export const SECRET_NOUNS: readonly string[] = [
  "password",
  "passwords",
  "pass word",
  "passphrase",
  "passphrases",
  "pass phrase",
  "passcode",
  "passcodes",
  "pass code",
  "passkey",
  "pin",
  "pin code",
  "pin number",
  "code",
  "code word",
  "codeword",
  "safe word",
  "secret word",
  "magic word",
  "secret question",
  "security answer",
  "security word",
  "combination",
  "combo",
  "network key",
  "wifi key",
  "wifi",
  "wi fi",
  "wifi name",
  "security code",
  "login",
  "log in",
  "keyword",
  "access key",
  "recovery phrase",
  "seed phrase",
  "mother's maiden name",
  "mother maiden name",
];

/** Nouns for which "X" alone, without "is", may be followed by its value. */
export const TIGHT_NOUN = /^(password|word|passphrase|phrase|passcode|passkey|pin|codeword)$/;

/** What is said of a password when it is not said. */
export const STATIVE: ReadonlySet<string> = new Set(
  (
    "wrong right correct incorrect not invalid expired the a an on off down up slow working broken out weak strong fast " +
    "there missing forgotten required needed too very really so being gone back connected disconnected available " +
    "acting still always never safe secure what my your our his her in for good bad okay ok running enabled disabled " +
    "dead hidden unavailable set changed lost it this that unstable spotty terrible better worse to are were have i we you " +
    "they and or of from with when where how why manager managers protected please now"
  ).split(" "),
);

export const ASKING =
  /^(what|what's|whats|whose|how|which|where|do|does|can|could|is|if|whether|why|show|find|tell|reset|forgot|remember)$/;
export const POLITE = /^(please|thanks|thank|thankyou|ok|okay|now)$/;

/** A sentence with one of these before "is the password" asks or points, and tells none. */
export const NOT_SECRET =
  /^(what|what's|whats|which|where|who|how|why|this|that|that's|here|there|it|it's|when|if|whether|something|wrong|do|does|know|think|tell|sure|so|and)$/;

/** Before "code": one that opens nothing, or that the postcode's own finder takes. */
export const HARMLESS_CODE =
  /^(dress|area|country|source|qr|bar|zip|post|postal|dialling|dialing|error|promo|discount|voucher|morse|colour|color|highway|building|python|machine)$/;
