import type { PersonalType } from "../../domain/personal-type.js";
import { type HeardText, heardText } from "./heard-text.js";
import { soundAlike, soundKey } from "./sound-key.js";

/** What of an entity would give it away to somebody who knows what he looks for. Any one of them is enough. */
export interface Traces {
  /** Three digits in order, or all where there are fewer and nothing else tells. */
  readonly digits: ReadonlySet<string>;
  /** Three spelled characters in order, a letter among them. */
  readonly spelled: ReadonlySet<string>;
  /** Words that say who or where, as they are written. */
  readonly words: ReadonlySet<string>;
  /** The same as they sound. */
  readonly keys: ReadonlySet<string>;
  /** Four letters in order of what was spelled, which a listener may have written as a word. */
  readonly pieces: ReadonlySet<string>;
  /** A month with its day. */
  readonly date: { readonly month: string; readonly day: string } | undefined;
}

const IN_ORDER = 3;
const PIECE = 4;
/** A word of so many letters is known again inside of another: "bookwormedexample". */
const LONG_WORD = 6;
/** A shorter word, or a key of fewer sounds, is in every sentence. */
const SHORTEST_WORD = 2;
const SHORTEST_KEY = 3;

const MONTHS = new Set(
  "january february march april may june july august september october november december".split(" "),
);
/** Words that entities are made of and that tell nothing by themselves. */
const PLAIN_WORDS = new Set(
  (
    "the and for from with that this his her our your at of in on to is it be by my an " +
    "street road lane avenue drive close court terrace gardens grove hill way walk row square place yard gate park " +
    "parkway boulevard crescent mews flat unit apartment suite floor number north south east west station school " +
    "saint dot com org net edu gov mail gmail yahoo hotmail outlook underscore dash hyphen point all one word " +
    "lower upper case capital mister missus miss doctor professor junior senior mum mom dad tablets pills us uk co me no so go " +
    "double triple hundred thousand oh zero nought as like"
  ).split(" "),
);

function runs(text: string, length: number): readonly string[] {
  return text
    .split(" ")
    .flatMap((run) =>
      Array.from({ length: Math.max(0, run.length - length + 1) }, (_, i) => run.slice(i, i + length)),
    );
}

function dateOf({ words, numbers }: HeardText): Traces["date"] {
  const month = words.find((word) => MONTHS.has(word));
  const day = numbers.find((number) => Number(number) >= 1 && Number(number) <= 31);
  return month === undefined || day === undefined ? undefined : { month, day };
}

/** Whether a heard word is the wanted one, or holds it where it is long. */
function holds(heard: string, wanted: string): boolean {
  return heard === wanted || (wanted.length >= LONG_WORD && heard.includes(wanted));
}

/**
 * What gives an entity away.
 * @param text as its manifest has it: spoken words
 */
export function tracesOf(type: PersonalType, text: string): Traces {
  const said = heardText(text);
  const letters = said.spelled.replace(/[^a-z]/g, "");
  const isSpelled = type === "SPELLED" && letters.length >= IN_ORDER;
  const words = [...said.words, ...(isSpelled ? [letters] : [])].filter(
    (word) => word.length >= SHORTEST_WORD && !PLAIN_WORDS.has(word) && !MONTHS.has(word),
  );
  const inOrder = runs(said.digits, IN_ORDER);
  const spelled = runs(said.spelled, IN_ORDER).filter((run) => /[a-z]/.test(run));
  const isBare = inOrder.length === 0 && spelled.length === 0 && words.length === 0 && said.digits !== "";
  return {
    digits: new Set(isBare ? [said.digits] : inOrder),
    spelled: new Set(spelled),
    words: new Set(words),
    keys: new Set(words.map(soundKey).filter((key) => key.length >= SHORTEST_KEY)),
    pieces: new Set(isSpelled ? runs(letters, PIECE) : []),
    date: type === "DOB" ? dateOf(said) : undefined,
  };
}

/** How many traces there are; an entity without any can't be looked for. */
export function traceCount({ digits, spelled, words, pieces, date }: Traces): number {
  return digits.size + spelled.size + words.size + pieces.size + (date ? 1 : 0);
}

function without(traces: ReadonlySet<string>, isSaid: (trace: string) => boolean): ReadonlySet<string> {
  return new Set([...traces].filter((trace) => !isSaid(trace)));
}

/** The traces that are not in a text anyway: what the rest of the sentence says betrays nobody. */
export function tracesBeyond(traces: Traces, rest: HeardText): Traces {
  return {
    digits: without(traces.digits, (run) => rest.digits.includes(run)),
    spelled: without(traces.spelled, (run) => rest.spelled.includes(run)),
    words: without(traces.words, (word) => rest.words.some((other) => holds(other, word))),
    keys: without(traces.keys, (key) => [...rest.keys].some((other) => soundAlike(key, other))),
    pieces: without(traces.pieces, (piece) => rest.words.some((word) => word.includes(piece))),
    date: traces.date,
  };
}

/** Whether any of the traces is in what was heard. Loose on purpose: what chance finds is measured beside it. */
export function isHeard(traces: Traces, heard: HeardText): boolean {
  const { date } = traces;
  return (
    [...traces.digits].some((run) => heard.digits.includes(run)) ||
    [...traces.spelled].some((run) => heard.spelled.includes(run)) ||
    heard.words.some((word) => [...traces.words].some((wanted) => holds(word, wanted))) ||
    [...traces.keys].some((key) => [...heard.keys].some((other) => soundAlike(key, other))) ||
    [...traces.pieces].some((piece) => heard.words.some((word) => word.includes(piece))) ||
    (date !== undefined && heard.words.includes(date.month) && heard.numbers.includes(date.day))
  );
}
