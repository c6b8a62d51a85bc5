/** Whether the long counts are asked for: `scripts/soak` does, with SOTTO_NIGHTLY=1. */
export const IS_NIGHTLY = process.env["SOTTO_NIGHTLY"] === "1";

/** @returns how often, here and now */
export function times(inCi: number, nightly: number): number {
  return IS_NIGHTLY ? nightly : inCi;
}

/** Of a test that takes so long in CI, generously; the long count has the time of its share. */
export function patience(inCiMs: number, nightlyMs: number): number {
  return IS_NIGHTLY ? nightlyMs : inCiMs;
}
