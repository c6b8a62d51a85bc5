/** The kinds of personal data that are cut. A kind may be logged and counted; its value never. */
export const PERSONAL_TYPES = [
  "PERSON",
  "SPELLED",
  "PLACE",
  "ADDRESS",
  "POSTCODE",
  "PHONE",
  "EMAIL",
  "NUMBER_ID",
  "SECRET",
  "DOB",
  "MEDICAL",
  "DIGITS",
] as const;

export type PersonalType = (typeof PERSONAL_TYPES)[number];

/** Which witness convicted. `doubt` is the recogniser's own uncertainty where a name was expected. */
export type FindingSource = "grammar" | "gazetteer" | "tagger" | "spotter" | "doubt" | "strict" | "verify";
