import type { Random } from "../../voices/random.js";
import { firstName, lastName } from "./names.js";
import { one } from "./one.js";
import { compound, townName } from "./places.js";

const NATO = (
  "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo " +
  "sierra tango uniform victor whiskey xray yankee zulu"
).split(" ");
/** Words people take when they don't know the alphabet of the radio. */
const AS_IN = (
  "apple banana cat dog elephant freddie george harry igloo jack king london mother nancy orange peter queen robert sugar " +
  "tommy umbrella violet william xylophone yellow zebra"
).split(" ");

function at(list: readonly string[], letter: string): string {
  return list[letter.charCodeAt(0) - "a".charCodeAt(0)] ?? letter;
}

/** A word letter by letter, in one of the ways people spell. */
export function spelledOut(random: Random, word: string): string {
  const small = [...word.toLowerCase().replace(/[^a-z]/g, "")];
  const way = random.next();
  if (way < 0.07) return small.map((letter) => at(NATO, letter)).join(" ");
  const link = random.pick(["for", "as in", "like"]);
  const list = random.next() < 0.5 ? NATO : AS_IN;
  if (way < 0.15) {
    return small
      .slice(0, 6)
      .map((letter) => `${letter.toUpperCase()} ${link} ${at(list, letter)}`)
      .join(random.pick([" ", ", "]));
  }
  const explained = way < 0.25 ? random.whole(0, small.length - 1) : -1;
  const doubled = random.next() < 0.6;
  const pause = random.pick([" ", " ", " ", ", "]);
  const said: string[] = [];
  for (let i = 0; i < small.length; i++) {
    const letter = small[i] ?? "";
    const large = letter.toUpperCase();
    if (doubled && small[i + 1] === letter) {
      said.push(`double ${large}`);
      i++;
    } else said.push(i === explained ? `${large} ${link} ${at(list, letter)}` : large);
  }
  return said.join(pause);
}

export function spelledName(random: Random): string {
  return spelledOut(
    random,
    random.pick([
      () => lastName(random),
      () => lastName(random),
      () => firstName(random),
      () => townName(random).slice(0, 9),
    ])(),
  );
}

export function spelledStreet(random: Random): string {
  return spelledOut(random, random.next() < 0.5 ? compound(random) : lastName(random));
}

export function initials(random: Random): string {
  const count = random.whole(2, 3);
  return Array.from({ length: count }, () =>
    one(random, "A B C D E F G H I J K L M N O P R S T V W".split(" ")),
  ).join(" ");
}
