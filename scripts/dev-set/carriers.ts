import type { PersonalType } from "../../src/domain/personal-type.js";
import { EMAIL_CARRIERS, PHONE_CARRIERS } from "./carriers-contact.js";
import { DOB_CARRIERS, MEDICAL_CARRIERS } from "./carriers-health.js";
import { PERSON_CARRIERS, SPELLED_CARRIERS } from "./carriers-names.js";
import { DIGITS_CARRIERS, NUMBER_ID_CARRIERS } from "./carriers-numbers.js";
import { ADDRESS_CARRIERS, PLACE_CARRIERS, POSTCODE_CARRIERS } from "./carriers-places.js";
import { SECRET_CARRIERS } from "./carriers-secrets.js";

/** For each type the sentences that are about it; some hold a second value, of the same type or another. */
export const CARRIERS: Readonly<Record<PersonalType, readonly string[]>> = {
  PERSON: PERSON_CARRIERS,
  SPELLED: SPELLED_CARRIERS,
  PLACE: PLACE_CARRIERS,
  ADDRESS: ADDRESS_CARRIERS,
  POSTCODE: POSTCODE_CARRIERS,
  PHONE: PHONE_CARRIERS,
  EMAIL: EMAIL_CARRIERS,
  NUMBER_ID: NUMBER_ID_CARRIERS,
  SECRET: SECRET_CARRIERS,
  DOB: DOB_CARRIERS,
  MEDICAL: MEDICAL_CARRIERS,
  DIGITS: DIGITS_CARRIERS,
};
