import { addressFinder } from "./address-finder.js";
import { answerFinder } from "./answer-finder.js";
import { birthFinder } from "./birth-finder.js";
import { emailFinder } from "./email-finder.js";
import type { RuleFinder } from "./finding.js";
import { medicalFinder } from "./medical-finder.js";
import { alphanumericFinder } from "./numbers/alphanumeric-finder.js";
import { numberFinder } from "./numbers/number-finder.js";
import { personFinder } from "./person-finder.js";
import { placeFinder } from "./place-finder.js";
import { secretFinder } from "./secret-finder.js";
import { spelledFinder } from "./spelled-finder.js";

/** Every witness that is a rule; none knows of the others. The tagger stands beside them, and `decide` hears them all. */
export const RULES: readonly RuleFinder[] = [
  numberFinder,
  alphanumericFinder,
  birthFinder,
  secretFinder,
  spelledFinder,
  emailFinder,
  addressFinder,
  medicalFinder,
  personFinder,
  placeFinder,
  answerFinder,
];
