import { SottoError } from "../../src/domain/errors.js";
import type { Random } from "../voices/random.js";
import { kindOf } from "./value-kinds.js";
import { harmlessValue } from "./values/harmless.js";
import { one } from "./values/one.js";
import { spelledOut } from "./values/spelling.js";

/**
 * A frame with its wordings chosen and its values drawn, marked as `readMarked` reads it. `<spelledsame>` spells the
 * last word of the value before it.
 * @throws SottoError INTERNAL for a kind that does not exist
 */
export function fill(frame: string, random: Random): string {
  const worded = frame.replace(/\[([^\]]+)\]/g, (_whole, choices: string) => one(random, choices.split("|")));
  let lastSaid = "";
  const filled = worded.replace(/<(\w+)>/g, (_whole, name: string) => {
    if (name === "spelledsame") return `{SPELLED:${spelledOut(random, lastSaid)}}`;
    const value = drawValue(name, random);
    lastSaid = /(\S+)\}$/.exec(value)?.[1]?.replace(/^\{PERSON:/, "") ?? "";
    return value;
  });
  return tidy(filled);
}

function drawValue(name: string, random: Random): string {
  const kind = kindOf(name);
  if (kind !== undefined) return `{${kind.type}:${kind.value(random)}}`;
  const plain = harmlessValue(random, name);
  if (plain === undefined) throw new SottoError("INTERNAL", `a frame asks for the kind ${name}`);
  return plain;
}

/** The ending of a possessive belongs to the name, and marks for pauses follow their word. */
export function tidy(text: string): string {
  return text.replace(/\}'s/g, "'s}").replace(/\s+/g, " ").trim();
}

/** In how many wordings a frame can come, values aside. */
export function wordings(frame: string): number {
  return [...frame.matchAll(/\[([^\]]+)\]/g)].reduce(
    (product, [, choices]) => product * (choices ?? "").split("|").length,
    1,
  );
}
