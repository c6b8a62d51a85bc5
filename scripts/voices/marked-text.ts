import { SottoError } from "../../src/domain/errors.js";
import type { PersonalType } from "../../src/domain/personal-type.js";
import { PERSONAL_TYPES } from "../../src/domain/personal-type.js";
import type { TimedWord } from "./speak.js";

/** Personal data in a text, by word: end exclusive. */
export interface MarkedEntity {
  readonly type: PersonalType;
  readonly wordStart: number;
  readonly wordEnd: number;
}

export interface MarkedText {
  /** What is spoken, marks for pauses included. */
  readonly spoken: string;
  readonly entities: readonly MarkedEntity[];
}

/** The same with times in seconds, as manifests hold it. */
export interface TimedEntity {
  readonly type: PersonalType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly word_start: number;
  readonly word_end: number;
}

/**
 * Reads "text {PERSON:odalys} that i am late": personal data stands in braces behind its type.
 * @throws SottoError INTERNAL for a type that does not exist
 */
export function readMarked(marked: string): MarkedText {
  const words: string[] = [];
  const entities: MarkedEntity[] = [];
  const add = (text: string): void => {
    // A mark that stood behind a brace belongs to the word before it.
    for (const piece of text.split(/\s+/).filter((part) => part !== "")) {
      const last = words.length - 1;
      if (/^[,.?!;]$/.test(piece) && last >= 0) words[last] = `${words[last]}${piece}`;
      else words.push(piece);
    }
  };
  let at = 0;
  for (const match of marked.matchAll(/\{([A-Z_]+):([^}]*)\}/g)) {
    add(marked.slice(at, match.index));
    const type = PERSONAL_TYPES.find((known) => known === match[1]);
    if (type === undefined) throw new SottoError("INTERNAL", `a text is marked with the type ${match[1]}`);
    const wordStart = words.length;
    add(match[2] ?? "");
    entities.push({ type, wordStart, wordEnd: words.length });
    at = match.index + match[0].length;
  }
  add(marked.slice(at));
  return { spoken: words.join(" "), entities };
}

/** Gives the entities their times from the words that were spoken; `offset` words came before the text. */
export function timedEntities(
  entities: readonly MarkedEntity[],
  words: readonly TimedWord[],
  offset: number,
): TimedEntity[] {
  return entities.map(({ type, wordStart, wordEnd }) => {
    const spoken = words.slice(wordStart + offset, wordEnd + offset);
    return {
      type,
      text: spoken.map(([word]) => word).join(" "),
      start: spoken[0]?.[1] ?? 0,
      end: spoken.at(-1)?.[2] ?? 0,
      word_start: wordStart + offset,
      word_end: wordEnd + offset,
    };
  });
}
