import { isOrdinaryWord } from "./known-words.js";

/** "see:c sea:c" as a table from what is printed to what was said. */
function table(...lines: readonly string[]): ReadonlyMap<string, string> {
  const pairs = lines.join(" ").split(" ");
  return new Map(
    pairs.map((pair): [string, string] => {
      const at = pair.indexOf(":");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/**
 * Words that the recogniser writes for a spoken letter or two, and the letters. Most are everyday words, so they count
 * beside letters, in an answer of nothing else, and where a cue promises letters; never alone.
 */
export const LETTER_SOUNDS = table(
  "ay:a eh:a hey:a be:b bee:b see:c sea:c cee:c dee:d dear:d ee:e he:e ef:f eff:f gee:g jee:g age:h aitch:h",
  "each:h eye:i jay:j kay:k okay:ok ell:l el:l i'll:l em:m am:m um:m en:n and:n an:n in:n end:n oh:o owe:o pea:p pee:p",
  "cue:q queue:q kew:q are:r our:r ar:r ess:s tea:t tee:t you:u yew:u your:ur vee:v we:v ex:x axe:x",
  "why:y wye:y zed:z zee:z easy:ez any:ne us:us ol:ol op:op or:or eu:eu ai:ai yous:us use:us",
);

/** The same for digits: "for" and "to" are the everyday ones. */
export const DIGIT_SOUNDS = table(
  "for:4 fore:4 to:2 too:2 won:1 ate:8 or:0 of:0 go:0 oh:0 owe:0 o:0 not:0 nod:0 tree:3 free:3 sex:6 sicks:6 fife:5",
  "fight:5 night:9 nate:8 niner:9 nein:9",
);

/** Two letters without a vowel between them that are words and marks of everyday print, not letters run together. */
const PRINTED = new Set(
  "mr mrs ms dr st jr sr vs ft lb lbs oz th nd rd nth hmm mm shh psst pst ps pt cm km kg mg ml mb gb mph bpm pm fm tv dvd cd dj pc gym".split(
    " ",
  ),
);

/** True for letters that were spelled and run together: "Tg", "qdx", "Hys". */
export function isLetterGroup(text: string): boolean {
  return (
    /^[bcdfghj-np-tv-z]{2,5}$/.test(text) &&
    !PRINTED.has(text) &&
    !(text.includes("y") && isOrdinaryWord(text))
  );
}
