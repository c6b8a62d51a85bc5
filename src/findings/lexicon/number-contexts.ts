/** Word lists are plain strings so that a line holds a thought; spaces separate, and order means nothing. */
function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** After a number: it was counted or measured. */
export const UNITS = words(
  "second seconds minute minutes hour hours day days night nights week weeks month months year years",
  "degree degrees celsius fahrenheit percent percentage dollar dollars pound pounds euro euros cent cents pence p",
  "quid bucks yen rupees mile miles kilometre kilometres kilometer kilometers km k metre metres meter meters",
  "centimetre centimetres centimeters cm millimetres millimeters mm foot feet inch inches yard yards",
  "cup cups tablespoon tablespoons teaspoon teaspoons tbsp tsp gram grams g kilo kilos kilogram kilograms kg",
  "ounce ounces oz stone litre litres liter liters millilitres milliliters ml pint pints gallon gallons",
  "calorie calories step steps time times people pages watt watts volts bpm hertz megabytes gigabytes gb mb",
  "stars points shots tins cans eggs bottles boxes slices pieces packs bags items songs tracks episodes",
  "million billion thousand hundred am pm oclock o'clock th",
);

/** Before a number: it names a thing of everyday life, not a person's. */
export const HARMLESS_NAMES = words(
  "channel channels station fm level volume episode season chapter page verse track scene step room top first last",
  "next bus buses tram line route highway interstate motorway platform exit gate terminal flight size version mark series",
  "brightness temperature oven thermostat heating heater heat fan speed intensity percent",
);

/** Around a number of three or four digits: it is a time of day. */
export const TIME_CUES = words(
  "at by until till before after around about from to past alarm wake between for tomorrow tonight today morning",
  "evening noon afternoon monday tuesday wednesday thursday friday saturday sunday daily",
);

/** Between numbers: sums. */
export const MATHS = words(
  "plus minus times divided multiplied square root percent equals sum power convert calculate over",
);

export const CARD_CUES = words("card visa mastercard amex debit credit maestro expires expiry cvv cvc");
export const BANK_CUES = words("account sort routing iban bank transit swift bic");
export const ID_CUES = words(
  "social security ssn passport licence license nhs medicare medicaid insurance national tax taxpayer vat",
  "member membership policy patient identification id identity registration reference booking confirmation",
  "order tracking serial plate plates reg loyalty passenger locator voucher ticket dvla vin student employee case claim customer",
);
export const PHONE_CUES = words(
  "call phone number text ring dial mobile cell telephone landline reach fax whatsapp sms extension voicemail",
);
export const POST_CUES = words("postcode postal zip zipcode post weather");
export const SECRET_CUES = words(
  "pin pins code codes passcode passcodes password passwords passkey passphrase combination combo otp keypad pincode",
  "verification authentication authenticator voicemail",
);
/** A bare number after these opens something. */
export const LOCK_CUES = words(
  "unlock lock open arm disarm door garage gate safe alarm locker vault padlock keypad entry",
);
