import type { Random } from "../voices/random.js";

const RADIO = (
  "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo " +
  "sierra tango uniform victor whiskey x-ray yankee zulu"
).split(" ");
/** What people say who do not know the alphabet of radio. */
const HOMELY = (
  "apple bob cat dog egg freddie george harry igloo jam kate london mother nellie orange peter queen robert sugar " +
  "tommy umbrella violin william xylophone yellow zebra"
).split(" ");

function letters(name: string): string[] {
  return [...name.toUpperCase()].filter((letter) => /[A-Z]/.test(letter));
}

/** Letter by letter, a letter that comes twice as "double" for half of the speakers. */
export function spelled(random: Random, name: string): string {
  const doubles = random.next() < 0.5;
  const words: string[] = [];
  const all = letters(name);
  for (let i = 0; i < all.length; i++) {
    const letter = all[i] ?? "";
    if (doubles && all[i + 1] === letter) {
      words.push("double", letter);
      i++;
    } else words.push(letter);
  }
  // A breath in the middle of a long name.
  const breath = random.whole(1, words.length - 2);
  if (words.length > 6 && words[breath] !== "double" && random.next() < 0.5) words[breath] += ",";
  return words.join(" ");
}

/** "K for kilo, A for alpha": every letter with a word, or one that is easily misheard. */
export function spelledWithWords(random: Random, name: string): string {
  const list = random.pick([RADIO, HOMELY]);
  const between = random.pick(["for", "as in"]);
  const every = random.next() < 0.35;
  const all = letters(name).slice(0, every ? 5 : 8);
  const marked = random.whole(0, all.length - 1);
  return all
    .map((letter, i) => {
      if (!every && i !== marked) return letter;
      const word = list[letter.charCodeAt(0) - 65] ?? "";
      return `${letter} ${between} ${word}${i === all.length - 1 ? "" : ","}`;
    })
    .join(" ");
}

/** A slip that is put right: "M A R, no, M E R I". */
export function spelledWithSlip(random: Random, name: string): string {
  const all = letters(name);
  const at = random.whole(1, Math.min(3, all.length - 1));
  const wrong = String.fromCharCode(65 + (((all[at]?.charCodeAt(0) ?? 65) - 65 + random.whole(1, 25)) % 26));
  const sorry = random.pick(["no,", "sorry,", "no wait,"]);
  return `${all.slice(0, at).join(" ")} ${wrong}, ${sorry} ${all.join(" ")}`;
}
