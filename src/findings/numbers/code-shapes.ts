/** UK postcodes, with the letters and digits that sound or look alike taken for each other. */
const UK_POSTCODE = /^[a-z0][a-z0]?[\dio][\da-zio]?[\dio][a-z0][a-z0]$/;
const CANADIAN_POSTCODE = /^[a-z]\d[a-z]\d[a-z]\d$/;
/** The first half alone, by the areas that exist. */
const UK_OUTWARD =
  /^(?:ab|al|ba|bb|bd|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|ec|eh|en|ex|fk|fy|gl|gu|ha|hd|hg|hp|hr|hs|hu|hx|ig|ip|iv|ka|kt|kw|ky|la|ld|le|ll|ln|ls|lu|me|mk|ml|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze)\d[\da-z]?$/;

const EXACT_UK_POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}$/;

/** For a reading that takes words for letters: then nothing else may be uncertain. */
export function isExactPostcode(code: string): boolean {
  return EXACT_UK_POSTCODE.test(code) || CANADIAN_POSTCODE.test(code);
}

export function isPostcode(code: string): boolean {
  return UK_POSTCODE.test(code) || CANADIAN_POSTCODE.test(code);
}

export function isUkOutward(code: string): boolean {
  return UK_OUTWARD.test(code);
}

const IBAN = /^[a-z]{2}\d{2}[a-z\d]{11,30}$/;

/**
 * ISO 7064 mod 97-10 over an IBAN, letters as 10 to 35. A label only: a number misheard by one digit fails it and is
 * as personal as before.
 */
export function isIban(code: string): boolean {
  if (!IBAN.test(code)) return false;
  let rest = 0;
  for (const sign of code.slice(4) + code.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Two letters, six digits and a letter: British national insurance. */
export function isNationalInsurance(code: string): boolean {
  return /^[a-ceghj-prstw-z][a-ceghj-npr-tw-z]\d{6}[a-d]$/.test(code);
}
