import { CITIES } from "../tables/cities.js";
import { FIRST_NAMES } from "../tables/first-names.js";
import { LAST_NAMES } from "../tables/last-names.js";
import { ORDINARY_WORDS } from "../tables/ordinary-words.js";
import { PROPER_WORDS } from "../tables/proper-words.js";
import { REGIONS } from "../tables/regions.js";

/** Words of homes and devices that are younger than the subtitles, and British spellings. */
const YOUNGER_WORDS =
  "wifi bluetooth app apps smartphone smartwatch podcast podcasts playlist playlists audiobook audiobooks google " +
  "netflix youtube spotify twitter facebook instagram whatsapp tiktok email emails unsubscribe unmute online offline " +
  "roomba vacuum hoover dishwasher takeaway takeaways takeout brunch latte cappuccino espresso macchiato americano " +
  "mocha frappuccino decaf smoothie hummus quinoa guacamole sriracha kombucha colour favourite centre theatre grey " +
  "metre litre kilometre organise recognise apologise neighbour mum tyre pyjamas aluminium reschedule rescheduled " +
  "to-do todo tweet tweets retweet selfie hashtag livestream stream streaming voicemail inbox thermostat dimmer " +
  "dehumidifier humidifier doorbell webcam smart bulb led usb hdmi router modem broadband hotspot login logout " +
  "username screenshot download upload homepage website blog vlog vegan gluten keto yoga pilates bitcoin crypto " +
  "euro euros celsius fahrenheit kilo kilos okay ok hey hi alexa siri cortana bixby computer jarvis " +
  // Written large in the subtitles because they open sentences.
  "what no oh come how well yeah let why yes where thank maybe thanks hello listen excuse nobody shut um ah bye hurry " +
  "wow whoa goodbye hmm perhaps besides alright congratulations stop wait look please sorry sure tell give show turn " +
  "what's where's how's let's here's there's who's when's that's whose which when who add set play make get find";

/** What people call countries and regions that the lists know by longer names. */
const SHORT_REGIONS =
  "syria|russia|iran|america|britain|great britain|england|scotland|wales|northern ireland|vietnam|laos|korea|south korea" +
  "|north korea|venezuela|tanzania|moldova|palestine|taiwan|ivory coast|czechia|holland|burma|congo|dubai|abu dhabi" +
  "|bavaria|saxony|tuscany|sicily|sardinia|catalonia|andalusia|brittany|normandy|provence|crete|corsica|mallorca" +
  "|majorca|ibiza|tenerife|madeira|yorkshire|cornwall|devon|kent|sussex|surrey|essex|norfolk|suffolk|nyc|vegas|philly" +
  "|frisco|brooklyn|manhattan|queens|bronx|staten island|harlem|soho|camden|mayfair|chelsea|bay area|silicon valley" +
  "|long island|cape cod|martha's vineyard|punjab|kerala|gujarat|goa|kashmir|scandinavia|lapland|siberia";

function setOf(table: string, separator: string): ReadonlySet<string> {
  return new Set(table.split(separator));
}

const ordinaryRank: ReadonlyMap<string, number> = new Map(
  [...ORDINARY_WORDS.split("|"), ...YOUNGER_WORDS.split(" ")].map((word, rank) => [word, rank]),
);
const properRank: ReadonlyMap<string, number> = new Map(
  PROPER_WORDS.split("|").map((word, rank) => [word, rank]),
);
const firstNames = setOf(FIRST_NAMES, "|");
const lastNames = setOf(LAST_NAMES, "|");
const cities = setOf(CITIES, "|");
const regions = new Set([...REGIONS.split("|"), ...SHORT_REGIONS.split("|")]);

/** Short forms that the name lists lack. */
const SHORT_NAMES = setOf(
  "jen jenny jess ness nessa nick nicky rob robbie bobby will billy jim jimmy jon jonny joey gabe gabby kat kate kit " +
    "lex lexi liv livvy maddie meg megs nate nat tash tasha theo tilly vic vicky zach zack zak izzy josie jules jojo " +
    "deb debs debbie dave davey ed eddie fred freddie gus hal hank jake lou lulu mags maggie mick mikey moe monty ned " +
    "ollie pip pippa ricky ronnie rosie sandy sid stan steph stevie sue susie suzy ted terry tim tina tom tommy toni " +
    "tony trish val viv wes wilf winnie abby addie aggie alf alfie andy ange angie archie art barb bart bea becca becky " +
    "bella ben benny bernie bert beth betsy bette bill bonnie brad bren cal cam cath chad charlie chaz chet chris chuck " +
    "cindy claud con connie cy dan danny deano del dex dick dom don donny dot drew ellie em emmy ernie etta evie fran " +
    "frankie gary gene geoff gerry gil ginny gwen harry hattie hugh ian jack jackie jamie jan jeff jerry jo joe josh " +
    "kay ken kenny kev kim kirsty larry lenny leo les lib libby liz lizzie lori lottie lucy luke mac mandy marge marty " +
    "matt max mel merv mia mo molly nan nell nora norm olly pam pat patsy patty paul peg peggy penny pete phil polly " +
    "rae ralph randy raj ray reg rich rita ron roz ruby russ ruth sal sally sam sasha shaz sheila shel sky sonny soph " +
    "sophie stew tabby tad tam thea trev trudy ty vince wally walt wendy wei hiroshi xin yan yuki jin hui mei ling chen",
  " ",
);

/** In films' English this word is written small, so it need not be a name. */
export function isOrdinaryWord(text: string): boolean {
  if (ordinaryRank.has(text)) return true;
  const stem = text.replace(/(?:'(?:s|ll|re|ve|d|m)|n't)$/, "");
  if (stem !== text)
    return ordinaryRank.has(stem) || /^(?:i|it|he|we|they|you|that|do|ca|wo|what)$/.test(stem);
  return /(?:s|ed|ing|er|ly)$/.test(text) && [1, 2, 3].some((cut) => ordinaryRank.has(text.slice(0, -cut)));
}

/** Place among ordinary words, 0 the commonest; undefined for a word that is none. */
export function ordinaryRankOf(text: string): number | undefined {
  return ordinaryRank.get(text);
}

/** Written large in films, and so known: a name, a brand, a nation, or a word that begins sentences. */
export function isKnownProper(text: string): boolean {
  return properRank.has(text);
}

export function properRankOf(text: string): number | undefined {
  return properRank.get(text);
}

export function isFirstName(text: string): boolean {
  return firstNames.has(text) || SHORT_NAMES.has(text);
}

export function isLastName(text: string): boolean {
  return lastNames.has(text);
}

/** A country, a state, a county: not where somebody is, by itself. */
export function isRegionName(text: string): boolean {
  return regions.has(text);
}

/** `text` may be several words: "ann arbor". */
export function isPlaceName(text: string): boolean {
  return cities.has(text) || regions.has(text);
}
