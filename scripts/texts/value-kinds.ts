import type { PersonalType } from "../../src/domain/personal-type.js";
import type { Random } from "../voices/random.js";
import { numberWords } from "../voices/spoken-values.js";
import { ageWords, birthDate, birthday, birthMonth } from "./values/births.js";
import { emailAddress, handle } from "./values/emails.js";
import {
  bareCare,
  bareCondition,
  care,
  clinic,
  condition,
  dose,
  drug,
  reading,
  symptom,
} from "./values/medical.js";
import { WORD_NAMES } from "./values/name-lists.js";
import { firstName, fullName, lastName } from "./values/names.js";
import {
  accountNumber,
  bareNumber,
  cardNumber,
  digits,
  iban,
  nationalNumber,
  pair,
  phoneNumber,
  plate,
  postcode,
  reference,
  shortAnswer,
  sortCode,
} from "./values/numbers.js";
import { one } from "./values/one.js";
import { placeName, regionName, schoolName, stationName, venueName } from "./values/places.js";
import { codeFigures, passphrase } from "./values/secrets.js";
import { initials, spelledName, spelledStreet } from "./values/spelling.js";
import { addressLine, houseNumber, streetName, unitName } from "./values/streets.js";

interface ValueKind {
  readonly type: PersonalType;
  readonly value: (random: Random) => string;
}

function kind(type: PersonalType, value: (random: Random) => string): ValueKind {
  return { type, value };
}

/** What a frame may ask for, and as what it is marked. */
export const VALUE_KINDS: Readonly<Record<string, ValueKind>> = {
  first: kind("PERSON", (random) => firstName(random)),
  last: kind("PERSON", (random) => lastName(random)),
  full: kind("PERSON", fullName),
  name: kind("PERSON", (random) => (random.next() < 0.55 ? firstName(random) : fullName(random))),
  wordname: kind("PERSON", (random) => one(random, WORD_NAMES)),
  place: kind("PLACE", placeName),
  region: kind("PLACE", regionName),
  station: kind("PLACE", stationName),
  school: kind("PLACE", schoolName),
  venue: kind("PLACE", venueName),
  street: kind("PLACE", streetName),
  placelike: kind("PLACE", (random) =>
    random.pick([placeName, placeName, stationName, venueName, streetName, schoolName])(random),
  ),
  address: kind("ADDRESS", addressLine),
  streetonly: kind("ADDRESS", streetName),
  unit: kind("ADDRESS", unitName),
  housenumber: kind("ADDRESS", houseNumber),
  postcode: kind("POSTCODE", postcode),
  phone: kind("PHONE", phoneNumber),
  areacode: kind("PHONE", (random) => digits(random, 3)),
  email: kind("EMAIL", emailAddress),
  handle: kind("EMAIL", handle),
  card: kind("NUMBER_ID", cardNumber),
  account: kind("NUMBER_ID", accountNumber),
  sortcode: kind("NUMBER_ID", sortCode),
  iban: kind("NUMBER_ID", iban),
  national: kind("NUMBER_ID", nationalNumber),
  reference: kind("NUMBER_ID", reference),
  plate: kind("NUMBER_ID", plate),
  four: kind("NUMBER_ID", (random) =>
    random.pick([() => digits(random, 4), () => `${pair(random)} ${pair(random)}`])(),
  ),
  three: kind("NUMBER_ID", (random) => digits(random, 3)),
  expiry: kind("NUMBER_ID", (random) => `${pair(random)} ${numberWords(random.whole(24, 35))}`),
  code: kind("SECRET", codeFigures),
  pass: kind("SECRET", passphrase),
  dob: kind("DOB", birthDate),
  birthday: kind("DOB", birthday),
  birthmonth: kind("DOB", birthMonth),
  age: kind("DOB", ageWords),
  condition: kind("MEDICAL", condition),
  barecondition: kind("MEDICAL", bareCondition),
  symptom: kind("MEDICAL", symptom),
  drug: kind("MEDICAL", drug),
  dose: kind("MEDICAL", dose),
  care: kind("MEDICAL", care),
  barecare: kind("MEDICAL", bareCare),
  clinic: kind("MEDICAL", clinic),
  reading: kind("MEDICAL", reading),
  spelled: kind("SPELLED", spelledName),
  spelledstreet: kind("SPELLED", spelledStreet),
  initials: kind("SPELLED", initials),
  digits: kind("DIGITS", bareNumber),
  answer: kind("DIGITS", shortAnswer),
};

/** The kinds under which a value of a type may be drawn anew. */
export function kindOf(name: string): ValueKind | undefined {
  return VALUE_KINDS[name];
}
