/** One value in so many is kept for the development set. */
const KEPT_ONE_IN = 5;

/**
 * Whether a name, street, town or word of a value is kept for the development set and must not occur in a text to train
 * on. It depends on the value alone (FNV-1a over its small letters), so that both sets agree without a list.
 */
export function isHeldOut(value: string): boolean {
  let hash = 0x811c9dc5;
  for (const letter of value.toLowerCase()) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % KEPT_ONE_IN === 0;
}
