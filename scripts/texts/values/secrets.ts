import type { Random } from "../../voices/random.js";
import { letters, numberWords, spelledWords } from "../../voices/spoken-values.js";
import { isHeldOut } from "../held-out.js";
import { digits, mixed, pairs } from "./numbers.js";
import { one } from "./one.js";

const WORDS = (
  "purple green silver golden copper velvet frozen hungry sleepy dancing flying rapid quiet clever tiny giant rusty " +
  "sunny stormy cosmic magic hidden crimson scarlet amber turquoise elephant monkey tiger dragon penguin badger otter " +
  "falcon dolphin unicorn hedgehog panda walrus lobster spider rabbit turtle kitten puppy pony wizard pirate ninja " +
  "knight robot rocket castle dungeon bridge river mountain meadow forest ocean island volcano desert canyon thunder " +
  "lightning rainbow sunshine moonlight starlight snowflake blizzard pumpkin banana mango cherry walnut pepper waffle " +
  "pancake biscuit cookie muffin noodle pickle potato tomato lemon coconut kettle teapot saucepan ladder hammer pencil " +
  "blanket pillow window lantern candle mirror bottle basket bucket umbrella bicycle tractor trumpet violin guitar " +
  "marble button ribbon feather pebble anchor compass hammock trampoline football cricket hockey secret password welcome " +
  "liverpool arsenal chelsea rosebud butterfly daffodil clover bamboo cactus"
)
  .split(" ")
  .filter((word) => !isHeldOut(word));

export function secretWord(random: Random): string {
  return one(random, WORDS);
}

/** A code of figures: PIN, door, alarm, safe, one-time. */
export function codeFigures(random: Random): string {
  return random.pick([
    () => digits(random, 4),
    () => digits(random, 4),
    () => digits(random, 4),
    () => digits(random, 6),
    () => digits(random, 5),
    () => pairs(random, 2),
    () => pairs(random, 2),
    () => pairs(random, 3),
    () => `${digits(random, 3)} ${random.pick(["hash", "star", "pound"])}`,
    () => mixed(random, 1, 4),
    () => `${digits(random, 2)} ${spelledWords(letters(random, 2))} ${digits(random, 2)}`,
    () => digits(random, 3),
    () => `nineteen ${numberWords(random.whole(40, 99))}`,
    () => `${numberWords(random.whole(1, 9))} thousand ${numberWords(random.whole(1, 9))} hundred`,
  ])();
}

/** A password or passphrase of words. */
export function passphrase(random: Random): string {
  const word = (): string => secretWord(random);
  const number = numberWords(random.whole(1, 99));
  return random.pick([
    () => `${word()} ${word()} ${word()}`,
    () => `${word()} ${word()} ${word()} ${word()}`,
    () => `${word()} ${word()} ${number}`,
    () => `${word()} ${word()} ${number}`,
    () => `${word()} ${number}`,
    () => `${word()} ${digits(random, random.whole(2, 4))}`,
    () => `capital ${one(random, "A B D F G H K M P R S T".split(" "))} ${word()} ${number}`,
    () => `${word()} ${random.pick(["dash", "underscore", "dot", "hash"])} ${word()}`,
    () =>
      `${word()} ${number} ${random.pick(["exclamation mark", "hash", "at sign", "dollar sign", "question mark"])}`,
    () => `${word()} ${word()} all lower case`,
    () => `all caps ${word()} ${digits(random, 2)}`,
    () => word(),
    () => `${word()} ${word()}`,
    () => `${spelledWords(letters(random, 3))} ${digits(random, 3)} ${spelledWords(letters(random, 2))}`,
    () => `${word()} with a ${random.pick(["zero", "three", "dollar sign", "capital"])} ${word()}`,
  ])();
}
