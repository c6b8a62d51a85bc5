import { isPossiblePhoneNumber } from "libphonenumber-js";

/** Digits that a telephone in Britain or North America would take. A label only: a long run is cut anyway. */
export function labelledPhone(digits: string): boolean {
  if (digits.length < 7 || digits.length > 15) return false;
  return isPossiblePhoneNumber(digits, "GB") || isPossiblePhoneNumber(digits, "US");
}
