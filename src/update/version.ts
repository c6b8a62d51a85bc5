import { SottoError } from "../domain/errors.js";

const VERSION = /^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$/;

/** `1.2.3`, and nothing else: a suffix would need rules of its own for what is newer. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** @throws SottoError BUNDLE_INVALID */
function numbersOf(version: string): readonly number[] {
  const found = VERSION.exec(version);
  if (found === null) throw new SottoError("BUNDLE_INVALID", "a version is no version");
  return found.slice(1).map(Number);
}

/** Negative when `a` is older than `b`, 0 when they are the same. @throws SottoError BUNDLE_INVALID */
export function compareVersions(a: string, b: string): number {
  const other = numbersOf(b);
  const difference = numbersOf(a).map((number, at) => number - (other[at] ?? 0));
  return difference.find((each) => each !== 0) ?? 0;
}
