import type { PersonalType } from "../../src/domain/personal-type.js";
import { ADDRESS_COMMANDS, ADDRESS_STATEMENTS } from "./frames/address.js";
import { BIRTH_COMMANDS, BIRTH_STATEMENTS } from "./frames/birth.js";
import { DIGITS_COMMANDS, DIGITS_STATEMENTS } from "./frames/digits.js";
import { EMAIL_COMMANDS, EMAIL_STATEMENTS } from "./frames/email.js";
import { MEDICAL_COMMANDS, MEDICAL_STATEMENTS } from "./frames/medical.js";
import { NUMBER_ID_COMMANDS, NUMBER_ID_STATEMENTS } from "./frames/number-id.js";
import { PERSON_COMMANDS, PERSON_STATEMENTS } from "./frames/person.js";
import { PHONE_COMMANDS, PHONE_STATEMENTS } from "./frames/phone.js";
import { PLACE_COMMANDS, PLACE_STATEMENTS } from "./frames/place.js";
import { POSTCODE_COMMANDS, POSTCODE_STATEMENTS } from "./frames/postcode.js";
import { SECRET_COMMANDS, SECRET_STATEMENTS } from "./frames/secret.js";
import { SEVERAL_COMMANDS, SEVERAL_STATEMENTS } from "./frames/several.js";
import { SPELLED_COMMANDS, SPELLED_STATEMENTS } from "./frames/spelled.js";
import { HOUSE_NEGATIVES } from "./negatives/house.js";
import { LIFE_NEGATIVES } from "./negatives/life.js";
import { MEDIA_NEGATIVES } from "./negatives/media.js";
import { ORDER_NEGATIVES } from "./negatives/orders.js";
import { SHOP_AND_KITCHEN_NEGATIVES } from "./negatives/shop-and-kitchen.js";
import { SMALL_TALK_NEGATIVES } from "./negatives/small-talk.js";
import { TALK_NEGATIVES } from "./negatives/talk.js";

export interface Carriers {
  /** What they are mostly about; what they hold is in their marks. */
  readonly about: PersonalType | "SEVERAL";
  /** How often one of these comes, against the others. */
  readonly weight: number;
  readonly commands: readonly string[];
  readonly statements: readonly string[];
}

/** Every frame with personal data, by what it is about. */
export const CARRIERS: readonly Carriers[] = [
  { about: "PERSON", weight: 18, commands: PERSON_COMMANDS, statements: PERSON_STATEMENTS },
  { about: "PLACE", weight: 12, commands: PLACE_COMMANDS, statements: PLACE_STATEMENTS },
  { about: "ADDRESS", weight: 9, commands: ADDRESS_COMMANDS, statements: ADDRESS_STATEMENTS },
  { about: "POSTCODE", weight: 8, commands: POSTCODE_COMMANDS, statements: POSTCODE_STATEMENTS },
  { about: "PHONE", weight: 8, commands: PHONE_COMMANDS, statements: PHONE_STATEMENTS },
  { about: "EMAIL", weight: 8, commands: EMAIL_COMMANDS, statements: EMAIL_STATEMENTS },
  { about: "NUMBER_ID", weight: 9, commands: NUMBER_ID_COMMANDS, statements: NUMBER_ID_STATEMENTS },
  { about: "SECRET", weight: 9, commands: SECRET_COMMANDS, statements: SECRET_STATEMENTS },
  { about: "DOB", weight: 8, commands: BIRTH_COMMANDS, statements: BIRTH_STATEMENTS },
  { about: "MEDICAL", weight: 9, commands: MEDICAL_COMMANDS, statements: MEDICAL_STATEMENTS },
  { about: "SPELLED", weight: 8, commands: SPELLED_COMMANDS, statements: SPELLED_STATEMENTS },
  { about: "DIGITS", weight: 8, commands: DIGITS_COMMANDS, statements: DIGITS_STATEMENTS },
  { about: "SEVERAL", weight: 6, commands: SEVERAL_COMMANDS, statements: SEVERAL_STATEMENTS },
];

/** Every frame without any. */
export const NEGATIVE_CARRIERS: readonly string[] = [
  ...HOUSE_NEGATIVES,
  ...MEDIA_NEGATIVES,
  ...LIFE_NEGATIVES,
  ...TALK_NEGATIVES,
  ...ORDER_NEGATIVES,
  ...SHOP_AND_KITCHEN_NEGATIVES,
  ...SMALL_TALK_NEGATIVES,
];

/** All frames, for checks over them. */
export function everyCarrier(): string[] {
  return [
    ...CARRIERS.flatMap(({ commands, statements }) => [...commands, ...statements]),
    ...NEGATIVE_CARRIERS,
  ];
}
