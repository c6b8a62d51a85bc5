/** What is written in several ways and sounds alike, in the order in which it is made one. `0` is the sound of "th". */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(kn|gn|pn)/, "n"],
  [/^wr/, "r"],
  [/^ps/, "s"],
  [/^x/, "s"],
  [/mb$/, "m"],
  [/tch|sch|ch|sh/g, "x"],
  [/dge|dg/g, "j"],
  [/t(?=io|ia)/g, "x"],
  [/ph|v/g, "f"],
  [/th/g, "0"],
  [/wh/g, "w"],
  [/^gh/, "g"],
  [/gh/g, ""],
  [/ck|q/g, "k"],
  [/c(?=[eiy])/g, "s"],
  [/c/g, "k"],
  [/g(?=[eiy])/g, "j"],
  [/x(?=$|[^aeiouy])/g, "x"],
  [/z/g, "s"],
];

/**
 * How a word sounds, roughly, after the manner of Metaphone (Philips 1990): its consonants, those that are written in
 * several ways made one, and whether it begins with a vowel. "Catherine" and "Kathryn" are "k0rn".
 */
export function soundKey(word: string): string {
  let text = word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z]/g, "");
  for (const [written, sound] of SOUNDS) text = text.replace(written, sound);
  const first = text.charAt(0).replace(/[aeiou]/, "a");
  const rest = text.slice(1).replace(/[aeiouyhw]/g, "");
  return (first + rest).replace(/(.)\1+/g, "$1");
}

/** Keys of so many sounds still mean the same word with one sound more, less or other. */
const FORGIVING_LENGTH = 5;

/** Whether two words sound alike by their keys: the same, or of long ones all but one sound. */
export function soundAlike(one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.min(one.length, other.length) < FORGIVING_LENGTH - 1) return false;
  if (Math.max(one.length, other.length) < FORGIVING_LENGTH) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const rest = one.slice(start);
  const otherRest = other.slice(start);
  return rest.slice(1) === otherRest.slice(1) || rest.slice(1) === otherRest || rest === otherRest.slice(1);
}
