import type { PersonalType } from "../domain/personal-type.js";
import type { RowTruth } from "./manifest.js";
import { speechExtent } from "./speech-extent.js";

/** Labels of corpora in which the whole of an utterance answers a personal question, so that all of its speech must go. */
const WHOLE_UTTERANCE_LABELS: Readonly<Record<string, PersonalType>> = {
  "pii:surname_spelled": "SPELLED",
  "pii:given_name_spelled": "SPELLED",
  "pii:city_spelled": "SPELLED",
  "pii:street_name_spelled": "SPELLED",
  "pii:phone_number": "PHONE",
  "pii:zip_code": "POSTCODE",
  "pii:birth_date": "DOB",
  "pii:street_number": "DIGITS",
};

/** The type that all of a row's speech has by its label; undefined where entities are marked one by one. */
export function wholeUtteranceType(truth: RowTruth): PersonalType | undefined {
  return truth.entities || !truth.label ? undefined : WHOLE_UTTERANCE_LABELS[truth.label];
}

/** The row with one entity that reaches over all speech in `samples` (mono, 16 kHz). */
export function markWholeUtterance(truth: RowTruth, type: PersonalType, samples: Float32Array): RowTruth {
  const extent = speechExtent(samples);
  return extent ? { ...truth, entities: [{ type, ...extent }] } : truth;
}
