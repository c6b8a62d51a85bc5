/**
 * What the made set says. No sentence and no value occurs in the training batch: a floor measured on what
 * trained would prove nothing. The numbers are not in use, the addresses of nobody.
 */
export const PERSONAL: readonly string[] = [
  "could you get {PERSON:margot lindqvist} on the line",
  "did {PERSON:callum} leave me a voicemail",
  "let {PERSON:rosalind} know the parcel came",
  "i'm having lunch with {PERSON:teodor vasile} on monday",
  "forward this to {PERSON:ibrahim haddad}",
  "message {PERSON:saskia} to bring her guitar",
  "that's spelt {SPELLED:B A R T O S Z}",
  "my last name, {SPELLED:F E N W I C K}",
  "put it under {SPELLED:O D E T T E}",
  "write down {SPELLED:G R U N W A L D} please",
  "how's the weather in {PLACE:salzburg} right now",
  "i'd like a flight to {PLACE:helsinki}",
  "is it snowing in {PLACE:innsbruck}",
  "show me restaurants around {PLACE:tallinn}",
  "bring the parcel to {ADDRESS:fifty six larkspur avenue}",
  "navigate to {ADDRESS:nineteen pemberton terrace}",
  "we moved to {ADDRESS:three forty two hawthorn boulevard}",
  "pick me up from {ADDRESS:eleven cobbler's yard}",
  "it's postcode {POSTCODE:g l seven one d q}",
  "what's the forecast for {POSTCODE:eight oh three oh two}",
  "set the sat nav to {POSTCODE:e h twelve nine p f}",
  "my zip is {POSTCODE:two seven six oh nine}",
  "dial {PHONE:oh one six three two nine six oh four seven one}",
  "you can reach me on {PHONE:five five five oh one eight two}",
  "add the plumber's number {PHONE:oh seven seven double oh nine hundred one three six}",
  "try {PHONE:six one seven five five five oh one nine four} instead",
  "mail it to {EMAIL:greta dot holm at example dot com}",
  "my e mail address is {EMAIL:bookworm at example dot org}",
  "cc {EMAIL:finance underscore desk at example dot net}",
  "sign me up as {EMAIL:p dot marlowe at example dot com}",
  "the long number on the card is {NUMBER_ID:four five three nine, one four eight eight, oh three four three, six four six seven}",
  "my national insurance number is {NUMBER_ID:q q one two three four five six c}",
  "the account is {NUMBER_ID:three one nine two six eight one nine}",
  "read back sort code {NUMBER_ID:eleven double two ninety six}",
  "key in {SECRET:eight two six one} for the gate",
  "the code to the shed is {SECRET:five oh nine seven}",
  "our wifi key is {SECRET:marble otter fifty three}",
  "use {SECRET:six three one four} as the screen lock pin",
  "my birthday is {DOB:the third of november nineteen seventy six}",
  "he was born {DOB:february eleventh two thousand and four}",
  "date of birth {DOB:the twenty eighth of june nineteen sixty two}",
  "put {DOB:september the ninth nineteen ninety} down as her birth date",
  "when did i last take {MEDICAL:the warfarin}",
  "log that my {MEDICAL:asthma} was bad last night",
  "make an appointment about {MEDICAL:the eczema}",
  "i was diagnosed with {MEDICAL:glaucoma}",
];

/** Nothing personal: counted and measured numbers, artists, songs, brands. */
export const HARMLESS: readonly string[] = [
  "start a thirty minute countdown",
  "raise the thermostat by three degrees",
  "put on yesterday by the beatles",
  "shuffle something by taylor swift",
  "what's eighteen plus forty seven",
  "how many cups are in a gallon",
  "buy four tins of tomatoes and some nutella",
  "set the living room lights to sixty percent",
  "wake me up at quarter to seven",
  "go back thirty seconds",
  "is the washing finished yet",
  "how long until sunset",
  "turn the bass down a little",
  "what films are out this week",
];

/** After a wake word, for the streaming tests. */
export const FOLLOWED: readonly {
  readonly wake: "computer" | "alexa" | "jarvis";
  readonly marked: string;
}[] = [
  { wake: "computer", marked: "switch on the porch light" },
  { wake: "alexa", marked: "when does the morning news start" },
  { wake: "jarvis", marked: "lower the shutters halfway" },
  { wake: "computer", marked: "ask {PERSON:margot lindqvist} to ring back" },
  { wake: "alexa", marked: "key in {SECRET:two nine six eight} for the gate" },
  { wake: "jarvis", marked: "dial {PHONE:oh one six three two nine six oh eight one five}" },
];

/** Sentences near a wake word that hold none. */
export const NEAR: readonly string[] = [
  "the commuters were all asleep",
  "we compete again on saturday",
  "alexander went home early",
  "relax, it's only a lecture",
  "the harvest festival is in autumn",
  "starve the cold and feed the fever",
];
