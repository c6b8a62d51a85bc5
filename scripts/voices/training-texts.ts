import type { Random } from "./random.js";
import {
  birthDateWords,
  codeWords,
  digitWords,
  houseNumberWords,
  identityWords,
  letters,
  phoneWords,
  postcodeWords,
  spelledWords,
} from "./spoken-values.js";

/** The words that wake. */
export const WAKE_WORDS = ["computer", "alexa", "jarvis"] as const;
export type WakeWord = (typeof WAKE_WORDS)[number];

/** Words and phrases that sound like a wake word and must not wake. */
export const NEAR_MISSES: readonly string[] = (
  "commuter|compute|computing|computation|composer|compost her|conductor|consumer|compressor|competitor|" +
  "commute to|come pewter|confuse her|recruiter|scooter|router|accuser|tutor|come here|compare|compete|" +
  "company|complete her|polluter|alex|alexis|alexander|electra|elect her|election|a lexus|lexical|relax|" +
  "alaska|electric|lexicon|alicia|a taxi|axle|elixir|a lecture|let's see|alexandria|the legs are|eleven|" +
  "allergic|select a|perplexed|jarred|harvest|java|service|jar of this|jervis|starve us|carve it|travis|" +
  "jar is|garbage|janitor|harvey|nervous|artist|charles|jealous|target|java script|marvellous|davis|" +
  "chavez|jasper|gervais|charge it|jars|service it|harness|avis|carver|travel"
).split("|");

export const NEAR_MISS_SENTENCES: readonly string[] = (
  "the commuter train was late again|we compute the total by hand|the composer wrote it in a week|" +
  "ask the conductor for a ticket|the election is on thursday|a lexus pulled into the drive|" +
  "relax and take a deep breath|they went to alaska for a month|the electric bill went up|" +
  "alex is coming for dinner|look it up in the lexicon|i took a taxi to the station|" +
  "the harvest was poor this year|the service was very slow|java is an island|there is a jar of jam in there|" +
  "he was nervous before the match|the artist painted it twice|travis cooked for everybody|" +
  "the garbage goes out tonight|that jar is empty|compared to last year it is warm|the consumer pays in the end|" +
  "put the scooter in the hall|restart the router please|the tutor comes at five|our competitor closed down|" +
  "the compressor is too loud|i have to commute to work|it is perplexing to see|he selected a red one|" +
  "the lecture was full|she is allergic to cats|carve it while it is hot|don't starve us tonight|" +
  "a harness for the dog|charge it to the room|the janitor has the keys|they complete their homework|come here and look"
).split("|");

/** Ordinary requests, nothing personal in them; numbers are counted or measured. */
export const COMMANDS: readonly string[] = (
  "turn on the lights|turn off the lights|stop|pause|next song|volume up|volume down|what time is it|" +
  "set a timer for five minutes|set a timer for twenty five minutes|set an alarm for half past six|" +
  "wake me at seven thirty|cancel the timer|how long is left on the timer|what's the weather tomorrow|" +
  "will it rain today|do i need an umbrella|how hot will it get on sunday|open the blinds|close the curtains|" +
  "dim the lamp to thirty percent|set the heating to twenty one degrees|make it two degrees cooler|" +
  "start the dishwasher|start the vacuum cleaner|is the oven still on|lock the front door|open the garage|" +
  "play some jazz|play something quiet|play the news|skip this one|turn the music up to six|" +
  "play bohemian rhapsody by queen|play the latest album by adele|put on some mozart|play radio four|" +
  "add milk to the shopping list|add two dozen eggs and butter to the list|put washing powder on the list|" +
  "what's on my shopping list|clear the shopping list|add three bottles of coca cola|what's seven times eight|" +
  "what is fifteen percent of sixty|how many grams are in an ounce|convert ten miles to kilometres|" +
  "how do you say thank you in french|how tall is the eiffel tower|how far is the moon|who wrote hamlet|" +
  "tell me a joke|flip a coin|roll a dice|sing a song|good morning|good night|thank you|never mind|" +
  "what's on television tonight|turn to channel four|switch to the second input|watch the film again|" +
  "remind me to water the plants|remind me to take the bins out at eight|what did i miss|read me the news|" +
  "what meetings do i have today|when is the next holiday|what day is it|how many days until christmas|" +
  "start a workout for thirty minutes|count down from ten|how many calories are in a banana|" +
  "boil the kettle|preheat the oven to a hundred and eighty degrees|set the bath to forty degrees|" +
  "is there any milk left|order more coffee pods|find a recipe for lentil soup|how long do i boil an egg|" +
  "turn on the fan in the bedroom|switch off everything downstairs|make the lights blue|brighter please|" +
  "what's the score|who won the match|how did the football go|is the train late today|how is the traffic|" +
  "start the washing machine at nine|what's the humidity in here|turn off the radio in ten minutes|snooze|" +
  "play the second episode|repeat the last song|who sings this|what's this song called|louder please"
).split("|");

const FIRST = (
  "oliver amelia george isla harry ava noah mia jack emily leo sophie arthur grace muhammad freya theo lily " +
  "priya rahul wei fatima ahmed ingrid sven pablo lucia giulia marco aoife siobhan niamh kwame abena yusuf " +
  "zainab hiroshi yuki dmitri natasha jakub agnieszka"
).split(" ");
const LAST = (
  "smith jones taylor brown williams wilson johnson davies patel wright walker white edwards green hall wood " +
  "harris lewis martin jackson clarke khan nowak kowalski schmidt mueller garcia fernandez rossi silva chen wang " +
  "nguyen kim tanaka ivanov mensah okafor murphy kelly sullivan macdonald"
).split(" ");
const PLACES = (
  "manchester|bristol|norwich|cardiff|aberdeen|chicago|denver|portland|austin|seattle|hamburg|lisbon|krakow|" +
  "nairobi|osaka|york|swindon|peterborough|the royal infirmary|hillside primary school|saint mary's church"
).split("|");
const STREETS = (
  "station road|church lane|victoria street|green lane|manor road|kings avenue|mill lane|high street|" +
  "maple drive|oak street|elm avenue|sunset boulevard|willow close|orchard way|park crescent|washington street"
).split("|");
const MAIL = [
  "gmail dot com",
  "outlook dot com",
  "yahoo dot co dot uk",
  "icloud dot com",
  "hotmail dot com",
] as const;
const CONDITIONS = (
  "diabetes|high blood pressure|arthritis|my metformin|the insulin|depression|the antibiotics|an ulcer|" +
  "my epilepsy tablets|the chemotherapy|eczema|my thyroid test|the pregnancy test|a heart murmur"
).split("|");
const SECRETS =
  "purple elephant nine|sunshine forty two|capital B lower case dog seven|blue river stone|green apple hash two".split(
    "|",
  );

/** Sentence frames; a name in angle brackets is filled with a value of that kind. */
const FRAMES: readonly string[] = (
  "call {PERSON:<first>}|call {PERSON:<full>} on his mobile|text {PERSON:<first>} that i'm late|" +
  "send a message to {PERSON:<full>}|my name is {PERSON:<full>}|tell {PERSON:<first>} dinner is ready|" +
  "remind me to ring {PERSON:<full>} at ten|add {PERSON:<full>} to my contacts|this is {PERSON:<full>} speaking|" +
  "email {PERSON:<first>} about the meeting|what's {PERSON:<first>} doing tonight|invite {PERSON:<first>} and {PERSON:<first>}|" +
  "my surname is {SPELLED:<spelled>}|it's spelled {SPELLED:<spelled>}|the name is {SPELLED:<spelled>}|" +
  "her name is {PERSON:<first>}, {SPELLED:<spelled>}|what's the weather in {PLACE:<place>}|directions to {PLACE:<place>}|" +
  "when is the next train to {PLACE:<place>}|i'm at {PLACE:<place>} until noon|find a hotel in {PLACE:<place>}|" +
  "i live at {ADDRESS:<house> <street>}|take me to {ADDRESS:<house> <street>}|" +
  "deliver it to {ADDRESS:<house> <street>}|my address is {ADDRESS:<house> <street>}, {PLACE:<place>}|" +
  "my postcode is {POSTCODE:<postcode>}|the zip code is {POSTCODE:<postcode>}|find shops near {POSTCODE:<postcode>}|" +
  "call {PHONE:<phone>}|my number is {PHONE:<phone>}|ring me back on {PHONE:<phone>}|text {PHONE:<phone>}|" +
  "save the number {PHONE:<phone>}|send it to {EMAIL:<first> dot <last> at <mail>}|my email is {EMAIL:<first> at <mail>}|" +
  "my card number is {NUMBER_ID:<identity>}|my account number is {NUMBER_ID:<identity>}|" +
  "the passport number is {NUMBER_ID:<identity>}|my social security number is {NUMBER_ID:<identity>}|" +
  "the pin is {SECRET:<code>}|the door code is {SECRET:<code>}|disarm the alarm, {SECRET:<code>}|" +
  "the wifi password is {SECRET:<secret>}|unlock the safe with {SECRET:<code>}|my passcode is {SECRET:<code>}|" +
  "i was born on {DOB:<birth>}|my date of birth is {DOB:<birth>}|her birthday is {DOB:<birth>}|" +
  "remind me about {MEDICAL:<condition>}|i have {MEDICAL:<condition>}|order more of {MEDICAL:<condition>}|" +
  "the number is {DIGITS:<digits>}|write down {DIGITS:<digits>}|{DIGITS:<digits>}|{PHONE:<phone>}|{SPELLED:<spelled>}"
).split("|");

/** What is read out: digit by digit, letter by letter, or as a date. */
const DICTATED = /\{(SPELLED|POSTCODE|PHONE|NUMBER_ID|SECRET|DOB|DIGITS):/;
const DICTATED_FRAMES: readonly string[] = [
  ...FRAMES.filter((frame) => DICTATED.test(frame) && !frame.includes("<secret>")),
  ...(
    "spell it {SPELLED:<letters>}|the licence plate is {SPELLED:<plate>}|{SPELLED:<letters>}|{SPELLED:<plate>}|" +
    "enter {DIGITS:<digits>}|the code is {SECRET:<plate>}|my name is spelled {SPELLED:<letters>}|{NUMBER_ID:<identity>}|" +
    "the reference is {NUMBER_ID:<plate>}|{DOB:<birth>}|{POSTCODE:<postcode>}|the flight is booked under {SPELLED:<letters>}"
  ).split("|"),
];

/** Sentences with personal data, marked as `readMarked` reads them; every frame comes up equally often. */
export function personalSentences(random: Random, count: number): string[] {
  return filled(FRAMES, random, count);
}

/** The same for what is read out alone: numbers, spelled names, dates of birth. */
export function dictatedSentences(random: Random, count: number): string[] {
  return filled(DICTATED_FRAMES, random, count);
}

function filled(frames: readonly string[], random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const frame = frames[i % frames.length] ?? "";
    return frame.replace(/<(\w+)>/g, (_whole, kind: string) => value(random, kind));
  });
}

function value(random: Random, kind: string): string {
  const one = (list: readonly string[]): string => list[random.whole(0, list.length - 1)] ?? "";
  const kinds: Readonly<Record<string, () => string>> = {
    first: () => one(FIRST),
    last: () => one(LAST),
    full: () => `${one(FIRST)} ${one(LAST)}`,
    spelled: () => spelledWords(one(LAST)),
    letters: () => spelledWords(letters(random, random.whole(3, 8))),
    plate: () =>
      `${spelledWords(letters(random, random.whole(2, 4)))} ${digitWords(random, random.whole(1, 3))}`,
    place: () => one(PLACES),
    house: () => houseNumberWords(random),
    street: () => one(STREETS),
    postcode: () => postcodeWords(random),
    phone: () => phoneWords(random),
    mail: () => random.pick(MAIL),
    identity: () => identityWords(random),
    code: () => codeWords(random),
    secret: () => one(SECRETS),
    birth: () => birthDateWords(random),
    condition: () => one(CONDITIONS),
    digits: () => digitWords(random, random.whole(5, 9)),
  };
  return kinds[kind]?.() ?? "";
}
