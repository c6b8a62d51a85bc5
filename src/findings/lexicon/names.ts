function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** Printed large, and nobody's name: the calendar, brands, nations, services, assistants, kin. */
export const NOBODY = words(
  "today tomorrow yesterday tonight eastern western northern southern central pacific atlantic mountain north south",
  "east west midwest academy award awards billboard bachelor jeopardy sirius tribune times gazette herald dow jones",
  "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays",
  "sundays january february march april may june july august september october november december jan feb mar apr jun",
  "jul aug sept sep oct nov dec christmas easter halloween thanksgiving hanukkah diwali ramadan eid passover lent",
  "valentine valentine's memorial labor labour independence veterans columbus presidents new year years eve xmas",
  "i i'm i'll i've i'd ok okay am pm tv dvd us uk usa eu god lord jesus christ bible quran earth mars venus jupiter",
  "english french spanish german italian chinese japanese korean indian mexican thai greek turkish russian arabic",
  "portuguese dutch swedish norwegian danish polish american british irish scottish welsh canadian australian asian",
  "african european mediterranean cajun vietnamese hindi mandarin cantonese latin hebrew persian moroccan brazilian",
  "google amazon apple microsoft facebook instagram twitter whatsapp snapchat tiktok youtube netflix hulu disney spotify",
  "pandora deezer tidal soundcloud audible kindle uber lyft deliveroo doordash grubhub ebay etsy paypal venmo walmart",
  "target costco tesco sainsbury's sainsburys asda aldi lidl waitrose morrisons starbucks costa mcdonald's mcdonalds",
  "burger kfc subway domino's dominos dominoes pizza chipotle wendy's wendys nando's nandos greggs pret ikea argos boots",
  "nike adidas samsung sony lg philips nest ring hue lifx sonos bose roku xbox playstation nintendo tesla ford toyota",
  "honda bmw audi mercedes volkswagen coca cola pepsi heinz nutella oreo cheerios kellogg's nescafe lego barbie",
  "android iphone ipad mac macbook windows linux alexa siri cortana bixby jarvis computer echo olly ollie oli",
  "skype zoom slack teams outlook gmail yahoo bing wikipedia reddit linkedin pinterest cnn bbc espn nbc fox abc mtv npr",
  "nba nfl mlb nhl fifa uefa premier league olympics superbowl bowl nasa nasdaq dow ftse bitcoin ethereum dollar euro",
  "mom mum mommy mummy dad daddy papa mama mamma grandma grandpa granny grandad gran nana nan auntie aunt uncle brother",
  "sister son daughter wife husband boss doctor dr mr mrs ms miss sir madam professor captain president king queen",
  "prince princess pope senator mayor facetime wifi bluetooth usb hdmi led smart plug internet email emails democrat",
  "democrats republican republicans congress senate brexit covid catholic christian jewish muslim buddhist hindu",
  "celsius fahrenheit est pst cst gmt utc instagram's fitbit garmin roomba dyson hoover alarm vacuum grammy grammys",
  "oscar oscars emmy emmys monopoly scrabble sudoku minecraft fortnite pokemon tetris uno pilates yoga zumba marmite",
  "guinness heineken coke sprite fanta gatorade cheddar parmesan brie gouda caesar alfredo bolognese carbonara",
  "margherita cappuccino americano merlot chardonnay prosecco champagne victorian renaissance hollywood bollywood",
  "broadway batman superman spiderman cinderella frozen shrek simpsons beatles coldplay abba metallica nirvana",
);

/** Direct objects of these are people, unless they are pronouns or kin. */
export const PERSON_VERBS = words(
  "call text message messaging email phone ring dial tell ask invite facetime skype whatsapp contact notify ping thank",
  "meet remind page buzz visit facebook dm congratulate wish calling texting emailing telling meeting visiting asking",
  "called told asked texted emailed phoned messaged invited met let send sent give gave pay paid owe tweet follow",
  "unfollow poke tag reply respond forward pick collect drop bring hug kiss see marry married interview babysit feed",
  "cc bcc video conference answer ignore block unblock mute hire fire greet know miss love hate help seeing",
);

/** Of those, the ones after which even a small-printed name counts. */
export const STRONG_VERBS = words(
  "call text message email phone ring dial tell ask invite facetime skype whatsapp contact",
);

/** Before a person in a message, a meeting, a present. */
export const PERSON_PREPOSITIONS = words(
  "from with to for by about of and or named called as than at on is was",
);

/** Nouns whose "from", "with", "to", "of" takes a person. */
export const PERSON_NOUNS = words(
  "email emails e-mail mail mails message messages text texts call calls voicemail voicemails letter letters reply",
  "meeting meetings appointment appointments lunch dinner breakfast brunch date party call chat",
  "conversation birthday anniversary wedding gift present card contact contacts number address photos pictures photo",
  "picture note invitation invite reminder event events sleepover playdate visit interview session lesson class game",
);

/** Before a name: a title. */
export const TITLES = words(
  "dr doctor mr mister mrs missus ms miss sir madam professor prof uncle aunt auntie aunty father reverend rev nurse",
  "pastor rabbi imam sister brother judge officer sergeant captain coach grandma grandpa granny grandad nana cousin",
  "teacher lord lady dame friend colleague neighbour neighbor wife husband son daughter boss roommate girlfriend",
  "boyfriend nephew niece godson goddaughter mate buddy partner fiance fiancee dentist therapist plumber electrician",
  "baby little",
);

/** After these, a name is said outright. */
export const NAME_CUES: readonly string[] = [
  "my name is",
  "name is",
  "names are",
  "his name's",
  "my name's",
  "this is",
  "i am called",
  "i'm called",
  "calls me",
  "call me",
  "called me",
  "known as",
  "named",
  "surname is",
  "last name is",
  "first name is",
  "middle name is",
  "maiden name is",
  "full name is",
  "speaking to",
  "it is",
  "it's",
  "save it as",
  "save as",
  "change it to",
  "last name",
  "first name",
  "surname",
  "maiden name",
  "married name",
  "under the name",
  "in the name of",
  "signed",
  "yours sincerely",
  "love from",
  "nickname is",
  "name of",
];

/** After a name that opens a sentence. */
export const NAME_VERBS =
  /^(is|was|has|had|lives|lived|said|says|called|calls|wants|wanted|needs|needed|will|would|can|could|should|loves|likes|works|worked|went|goes|gets|got|came|comes|told|asked|texted|emailed|sent|just|and|isn't|hasn't|wasn't|won't|forgot|left|turned|does|doesn't|did|didn't|married|knows|thinks|plays|speaking|here|gave|given|made|makes|moved|arrives|arrived|bought|owes)$/;

/** Belongs to a name after it. */
export const NAME_SUFFIXES = /^(junior|senior|jr|sr|ii|iii)$/;
/** Joins the parts of a surname. */
export const NAME_PARTICLES =
  /^(van|von|der|den|de|da|di|del|della|dos|du|la|le|bin|ibn|binti|al|el|ben|ter|ten|mac|mc|st|o)$/;

/** Names that mean things to buy and to do when written small. */
export const COMMON_GOODS = words(
  "basil rosemary ginger sage olive olives cherry apple pepper peppers saffron cinnamon coriander cilantro dill thyme",
  "parsley mint clementine clementines mandarin peach berry berries honey sugar candy cookie brandy sherry kale colby",
  "rose roses lily lilies daisy violet iris jasmine ivy holly heather fern ruby pearl jade amber coral crystal mark bill",
  "bills drew pat rob sue jack frank art gene grant guy rich chuck dick don tan lane dale glen cliff brook reed stone",
);
