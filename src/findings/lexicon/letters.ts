function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** The spelling alphabet; also a name, a month and a dance, so three in a row are asked for. */
export const NATO = words(
  "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar",
  "papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu",
);

/** What people explain letters with where they know no alphabet. */
export const EXPLAINERS = words(
  "apple adam able boy baker cat car charlie dog david edward easy elephant frank fox freddie george henry harry ida",
  "igloo item john king kite lincoln love lemon mary mother nancy nora nelly ocean orange peter paul queen robert roger",
  "sam sugar tom tommy union uncle victor van william yellow young zebra zero",
);

export const SPELLING_CUES = words("spell spelled spelt spelling spells letters initials letter");

/** Runs of letters that are words of the house, not spelling. */
export const ACRONYMS = words(
  "tv bbc itv cnn nbc abc cbs hbo espn mtv npr nasa fbi cia usa uk us eu uae nyc la dc nhl nba nfl mlb ufc wwe fifa",
  "usb hdmi led lcd dvd cd vhs pc mac ipad nas wifi gps sms faq diy asap fyi lol omg ac dj vip rsvp eta eur usd gbp",
  "am pm ok fm dab hdr vr ai api app url www http https pdf jpeg mp3 mp4 hvac ev suv atm nhs irs dmv bmw ikea lego",
  "kfc ups dhl hiit covid aa ups pst est cst mst gmt utc bst est edt pdt nascar unicef nato wrestlemania abba acdc",
  "rnb edm bts ceo cto cfo gmail html id iq hd uhd pov ps rip rpm sat sos spf stem swat tbd tnt ufo xbox yolo",
  "rnb ibm amd hdfc hp gm ge lg imax ncaa uefa pga cnbc msnbc tlc tbs tnt amc pbs hgtv xl xxl gmo bbq blt pbj bpm abcd abc",
  "iban ssn dob pin nhs nino cvv cvc otp vin po vat bic cc imei sim mri ecg ekg ct adhd ocd ptsd copd ibs uti gp er",
);
