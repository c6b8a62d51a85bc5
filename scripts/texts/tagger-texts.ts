import { readMarked } from "../voices/marked-text.js";
import { Random } from "../voices/random.js";
import { withSurroundings } from "./around.js";
import { CARRIERS, NEGATIVE_CARRIERS } from "./carriers.js";
import { fill } from "./fill.js";
import { presidioFrames } from "./presidio-texts.js";
import { type Reported, reportedTexts } from "./reported.js";
import { slurpFrames } from "./slurp-texts.js";

export type TextSource = "carrier" | "slurp" | "presidio" | "negative";

/** A text to train the tagger on, marked as `readMarked` reads it. */
export interface TaggerText {
  readonly marked: string;
  readonly source: TextSource;
}

/** Shares of a set; together one. What a missing data folder can't give, the frames of this folder do. */
const SHARES = {
  carrier: 0.535,
  slurpPersonal: 0.06,
  presidio: 0.025,
  slurpHarmless: 0.15,
  negative: 0.23,
} as const;

/** A SLURP command comes with so many values at most; the few templates of presidio-research with more. */
const MOST_TIMES = 6;
const MOST_TIMES_PRESIDIO = 12;

/** Draws from a list in a new order each time round, so that every frame comes equally often. */
class Deck {
  readonly #frames: readonly string[];
  readonly #random: Random;
  #order: string[] = [];

  constructor(frames: readonly string[], random: Random) {
    this.#frames = frames;
    this.#random = random;
  }

  next(): string {
    if (this.#order.length === 0) this.#order = this.#random.shuffled(this.#frames);
    return this.#order.pop() ?? "";
  }
}

/**
 * `count` texts to train the tagger on: about 62 in 100 with personal data. The same seed gives the same texts.
 * `dataFolder` holds text/ and manifests/; without them the frames of this folder fill the whole set.
 * @throws SottoError INTERNAL
 */
export function taggerTexts(seed: number, count: number, dataFolder: string): TaggerText[] {
  const random = new Random(seed);
  const reported = reportedTexts(dataFolder);
  const slurp = slurpFrames(dataFolder, reported);
  const presidio = presidioFrames(dataFolder, reported);
  const share = (part: number, most: number): number => Math.min(Math.round(count * part), most);
  const slurpPersonal = share(SHARES.slurpPersonal, slurp.personal.length * MOST_TIMES);
  const fromPresidio = share(SHARES.presidio, presidio.length * MOST_TIMES_PRESIDIO);
  const slurpHarmless = share(SHARES.slurpHarmless, slurp.harmless.length * 2);
  const negatives = Math.round(count * (SHARES.slurpHarmless + SHARES.negative)) - slurpHarmless;
  const carriers = count - slurpPersonal - fromPresidio - slurpHarmless - negatives;

  const texts = [
    ...fromCarriers(random, carriers, reported),
    ...drawn(new Deck(slurp.personal, random), slurpPersonal, "slurp", random, reported),
    ...drawn(new Deck(presidio, random), fromPresidio, "presidio", random, reported),
    ...drawn(new Deck(slurp.harmless, random), slurpHarmless, "slurp", random, reported),
    ...drawn(new Deck(NEGATIVE_CARRIERS, random), negatives, "negative", random, reported),
  ];
  return random.shuffled(texts);
}

function fromCarriers(random: Random, count: number, reported: Reported): TaggerText[] {
  const decks = CARRIERS.map(({ weight, commands, statements }) => ({
    weight,
    commands: new Deck(commands, random),
    statements: new Deck(statements, random),
    commandShare: commands.length / (commands.length + statements.length),
  }));
  const whole = CARRIERS.reduce((sum, { weight }) => sum + weight, 0);
  const texts: TaggerText[] = [];
  decks.forEach(({ weight, commands, statements, commandShare }, index) => {
    const left = count - texts.length;
    const last = index === decks.length - 1;
    // Of a small set the rounded shares can be more than the whole.
    const wanted = last ? left : Math.min(Math.round((count * weight) / whole), left);
    for (let i = 0; i < wanted; i++) {
      const deck = random.next() < commandShare ? commands : statements;
      texts.push({ marked: unreported(deck, random, reported), source: "carrier" });
    }
  });
  return texts;
}

function drawn(
  deck: Deck,
  count: number,
  source: TextSource,
  random: Random,
  reported: Reported,
): TaggerText[] {
  return Array.from({ length: count }, () => ({
    marked: unreported(deck, random, reported),
    source,
  }));
}

/** The next text that no figure is reported on. */
function unreported(deck: Deck, random: Random, reported: Reported): string {
  for (;;) {
    const plain = fill(deck.next(), random);
    if (reported.holds(plain)) continue;
    const marked = withSurroundings(plain, random);
    // An ending can make a sentence that is spoken there.
    if (!reported.holds(marked) && readMarked(marked).spoken !== "") return marked;
  }
}
