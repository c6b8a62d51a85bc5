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
