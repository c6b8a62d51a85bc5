import type { PersonalType } from "../domain/personal-type.js";
import type { TypeCoverage } from "./coverage.js";

/** Kinds that are judged together: what is read out digit by digit or letter by letter, and what stands in a sentence. */
export const TYPE_GROUPS: readonly { readonly name: string; readonly types: readonly PersonalType[] }[] = [
  {
    name: "numbers, codes, dates of birth, spelled",
    types: ["SPELLED", "POSTCODE", "PHONE", "NUMBER_ID", "SECRET", "DOB", "DIGITS"],
  },
  {
    name: "names, places, addresses, e-mail, medical",
    types: ["PERSON", "PLACE", "ADDRESS", "EMAIL", "MEDICAL"],
  },
];

export type Coverage = Omit<TypeCoverage, "type">;

/** The sum over the kinds of `types`. */
export function sumOf(coverage: readonly TypeCoverage[], types?: readonly PersonalType[]): Coverage {
  const parts = coverage.filter(({ type }) => types === undefined || types.includes(type));
  const sum = (of: (part: TypeCoverage) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    entities: sum((part) => part.entities),
    forwarded: sum((part) => part.forwarded),
    coveredForwarded: sum((part) => part.coveredForwarded),
    covered: sum((part) => part.covered),
  };
}
