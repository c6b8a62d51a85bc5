import type { Random } from "../../voices/random.js";
import { MONTHS, numberWords } from "../../voices/spoken-values.js";
import { dayWords } from "./births.js";
import { one } from "./one.js";

/** What a command names and nobody owns. */
export const HARMLESS_LISTS: Readonly<Record<string, readonly string[]>> = {
  artist: (
    "adele|queen|coldplay|beyonce|rihanna|drake|eminem|taylor swift|ed sheeran|bruno mars|lady gaga|madonna|prince|" +
    "michael jackson|elton john|david bowie|bob dylan|bob marley|johnny cash|dolly parton|frank sinatra|ella fitzgerald|" +
    "nina simone|amy winehouse|sam smith|harry styles|billie eilish|ariana grande|justin bieber|kendrick lamar|jay Z|" +
    "kanye west|shakira|enrique iglesias|ricky martin|pink|sia|moby|the beatles|the rolling stones|pink floyd|abba|U two|" +
    "radiohead|metallica|nirvana|fleetwood mac|the eagles|green day|maroon five|chopin|mozart|beethoven|bach|vivaldi|" +
    "miles davis|john coltrane|louis armstrong|aretha franklin|stevie wonder|whitney houston|celine dion|mariah carey|" +
    "george michael|phil collins|bryan adams|neil young|tom petty|bruce springsteen|billy joel|paul simon|joni mitchell|" +
    "norah jones|john legend|alicia keys|katy perry|dua lipa|lana del rey|florence and the machine|arctic monkeys|oasis|" +
    "blur|muse|A R rahman|arijit singh|lata mangeshkar|daft punk|calvin harris|david guetta|james taylor|van morrison|" +
    "rod stewart|cher|tina turner|james brown|otis redding|etta james|chuck berry|buddy holly|elvis presley|jimi hendrix"
  ).split("|"),
  song: (
    "bohemian rhapsody|yellow submarine|hey jude|let it be|imagine|hotel california|purple rain|billie jean|thriller|" +
    "rolling in the deep|shape of you|uptown funk|sweet caroline|dancing queen|mamma mia|africa|smooth|hello|happy|" +
    "jolene|roxanne|layla|angie|come on eileen|stacy's mom|hey there delilah|dear prudence|eleanor rigby|michelle|" +
    "sweet child of mine|stairway to heaven|wonderwall|viva la vida|yellow|clocks|fix you|new york new york|" +
    "viva las vegas|sweet home alabama|galway girl|walking in memphis|empire state of mind|georgia on my mind|" +
    "take me home country roads|california dreaming|life on mars|space oddity|rocket man|your song|tiny dancer|" +
    "every breath you take|smells like teen spirit|nineteen ninety nine|seven nation army|nine to five|fifty ways to leave your lover|" +
    "abbey road|penny lane|baker street|electric avenue|highway to hell|boulevard of broken dreams|route sixty six|london calling|" +
    "fever|heart attack|insomnia|bad medicine|born to run|born this way|barbie girl|maggie may|ruby tuesday|april come she will|" +
    "wake me up when september ends|will you still love me tomorrow|total eclipse of the heart|five hundred miles|" +
    "eight six seven five three oh nine|mambo number five|summer of sixty nine|ninety nine red balloons"
  ).split("|"),
  show: (
    "friends|the office|stranger things|game of thrones|breaking bad|the crown|doctor who|sherlock|peaky blinders|frasier|" +
    "seinfeld|the simpsons|family guy|peppa pig|bluey|bob the builder|thomas the tank engine|downton abbey|line of duty|" +
    "the great british bake off|strictly|eastenders|coronation street|jeopardy|the bachelor|grey's anatomy|law and order|" +
    "better call saul|ted lasso|succession|emily in paris|narcos|sesame street|desperate housewives|everybody loves raymond|malcolm in the middle|the mandalorian|the walking dead|house of cards"
  ).split("|"),
  film: (
    "titanic|frozen|the lion king|toy story|finding nemo|star wars|harry potter|the matrix|forrest gump|jaws|casablanca|" +
    "the godfather|gladiator|inception|pulp fiction|notting hill|paddington|mary poppins|matilda|shrek|john wick|" +
    "jerry maguire|rocky|rambo|king kong|lawrence of arabia|james bond|indiana jones|jack reacher|home alone|philadelphia|" +
    "chicago|manchester by the sea|midnight in paris|oppenheimer|barbie|napoleon|black panther|spider man|dune|the wolf of wall street|a star is born|erin brockovich|annie|marley and me|good will hunting|american beauty"
  ).split("|"),
  book: (
    "pride and prejudice|the hobbit|the lord of the rings|jane eyre|emma|david copperfield|oliver twist|moby dick|dracula|" +
    "frankenstein|the great gatsby|little women|anna karenina|war and peace|animal farm|nineteen eighty four|dune|" +
    "the hunger games|the girl with the dragon tattoo|winnie the pooh|charlotte's web|alice in wonderland|peter pan|" +
    "the secret garden|the da vinci code|becoming|sapiens|the alchemist|the kite runner|the martian|twilight"
  ).split("|"),
  game: (
    "chess|solitaire|minecraft|tetris|candy crush|mario kart|zelda|fortnite|scrabble|trivia|hangman|twenty questions|" +
    "angry birds|pac man|snake|poker|blackjack|sudoku|tic tac toe|sonic|pokemon|the sims|civilization|farmville"
  ).split("|"),
  team: (
    "arsenal|chelsea|liverpool|manchester united|manchester city|everton|spurs|celtic|rangers|barcelona|real madrid|" +
    "juventus|bayern munich|the lakers|the bulls|the yankees|the red sox|the cubs|the giants|the dallas cowboys|the patriots|" +
    "the chicago bears|the new york knicks|the boston celtics|england|india|australia|the miami heat|the golden state warriors"
  ).split("|"),
  celebrity: (
    "tom hanks|brad pitt|angelina jolie|george clooney|meryl streep|oprah winfrey|barack obama|donald trump|joe biden|" +
    "angela merkel|the queen|king charles|princess diana|albert einstein|isaac newton|marie curie|stephen hawking|" +
    "charles darwin|napoleon|cleopatra|julius caesar|george washington|abraham lincoln|winston churchill|nelson mandela|" +
    "mahatma gandhi|martin luther king|rosa parks|william shakespeare|jane austen|charles dickens|agatha christie|" +
    "J K rowling|stephen king|mark twain|ernest hemingway|leonardo da vinci|vincent van gogh|pablo picasso|claude monet|" +
    "frida kahlo|serena williams|roger federer|lionel messi|cristiano ronaldo|lebron james|michael jordan|usain bolt|" +
    "tiger woods|lewis hamilton|simone biles|david beckham|elon musk|bill gates|steve jobs|jeff bezos|mark zuckerberg|" +
    "warren buffett|neil armstrong|yuri gagarin|alan turing|ada lovelace|thomas edison|nikola tesla|galileo|aristotle"
  ).split("|"),
  brand: (
    "coca cola|pepsi|heinz|nutella|kellogg's|cadbury|lindt|ben and jerry's|haagen dazs|jack daniel's|johnnie walker|" +
    "captain morgan|uncle ben's|aunt jemima|mrs dash|doctor pepper|sara lee|dave's|newman's own|colgate|gillette|dove|" +
    "nivea|pampers|fairy|persil|duracell|philips|samsung|sony|apple|nike|adidas|levi's|calvin klein|ralph lauren|" +
    "tommy hilfiger|hugo boss|louis vuitton|ford|tesla|mercedes|dyson|henry hoover|bosch|lego|barbie|johnson's baby|" +
    "betty crocker|quaker|hershey's|mars|wrigley's|twinings|lipton|earl grey|nescafe|lavazza|guinness|stella artois"
  ).split("|"),
  grocery:
    "coca cola|pepsi|heinz|nutella|kellogg's|cadbury|lindt|ben and jerry's|haagen dazs|jack daniel's|johnnie walker|uncle ben's|mrs dash|doctor pepper|sara lee|newman's own|colgate|pampers|persil|betty crocker|quaker oats|hershey's|mars|twinings|earl grey|nescafe|guinness|stella artois|captain morgan|mr kipling|mccain|dolmio".split(
      "|",
    ),
  shop: (
    "amazon|walmart|target|costco|tesco|sainsbury's|asda|aldi|lidl|waitrose|morrisons|marks and spencer|john lewis|boots|" +
    "ikea|argos|domino's|pizza hut|papa john's|mcdonald's|burger king|wendy's|taco bell|kfc|subway|starbucks|costa|pret|" +
    "nando's|greggs|dunkin|tim hortons|jimmy john's|carl's junior|applebee's|denny's|chipotle|whole foods|trader joe's|" +
    "kroger|macy's|sephora|home depot|lowe's|best buy|ebay|etsy|deliveroo|just eat|doordash|morgan stanley|lloyds|barclays|" +
    "chase|wells fargo|goldman sachs|american express|thomas cook|ryanair|delta|british airways|hertz|fedex"
  ).split("|"),
  app: (
    "spotify|netflix|youtube|youtube music|apple music|disney plus|prime video|bbc sounds|iplayer|hulu|audible|kindle|" +
    "pandora|deezer|tidal|soundcloud|facebook|instagram|twitter|tiktok|whatsapp|snapchat|google maps|waze|uber|strava|" +
    "duolingo|headspace|calm|zoom|teams|slack|gmail|outlook|alexa|the calendar app|linkedin|pinterest|reddit|twitch"
  ).split("|"),
  food: (
    "milk|bread|eggs|butter|cheese|bananas|apples|oranges|carrots|onions|potatoes|tomatoes|rice|pasta|flour|sugar|salt|" +
    "pepper|coffee|tea|chicken|beef mince|salmon|tofu|lentils|chickpeas|yoghurt|honey|olive oil|basil|rosemary|sage|" +
    "ginger|garlic|cinnamon|olives|cherries|plums|peaches|broccoli|spinach|lettuce|mushrooms|courgettes|toilet paper|" +
    "washing up liquid|dog food|cat litter|light bulbs|batteries|shampoo|toothpaste|nappies|brussels sprouts|turkey|" +
    "danish pastries|swiss cheese|greek yoghurt|jersey potatoes|bourbon biscuits|cheddar|brie|champagne|port|cheerios"
  ).split("|"),
  dish: (
    "lasagne|chilli|lentil soup|chicken tikka masala|pad thai|ramen|sushi|pizza margherita|caesar salad|beef wellington|" +
    "victoria sponge|chicken kiev|eggs benedict|french toast|irish stew|shepherd's pie|apple crumble|banana bread|carrot cake|" +
    "pancakes|risotto|paella|tacos|falafel|hummus|scrambled eggs|roast chicken|spaghetti carbonara|bolognese|black forest gateau"
  ).split("|"),
  cuisine:
    "chinese|indian|thai|italian|mexican|japanese|greek|turkish|lebanese|korean|vietnamese|french|spanish|ethiopian|polish".split(
      "|",
    ),
  language:
    "french|spanish|german|italian|japanese|mandarin|arabic|hindi|welsh|irish|polish|russian|portuguese|swahili|latin|dutch".split(
      "|",
    ),
  country:
    "france|germany|japan|brazil|egypt|canada|kenya|norway|india|china|australia|mexico|peru|italy|spain|greece|turkey|sweden|nepal|iceland".split(
      "|",
    ),
  genre:
    "jazz|rock|classical music|hip hop|country|blues|reggae|pop|folk|techno|house|soul|funk|metal|lo fi|salsa|opera|gospel|punk|disco".split(
      "|",
    ),
  room: "kitchen|living room|bedroom|bathroom|hallway|garage|garden|office|dining room|nursery|basement|attic|porch|study|kids' room|spare room|landing|utility room|conservatory|guest room".split(
    "|",
  ),
  device:
    "lights|lamp|heating|fan|air conditioning|television|speaker|blinds|curtains|oven|kettle|coffee machine|dishwasher|washing machine|vacuum|radiator|humidifier|sprinklers|thermostat|plug".split(
      "|",
    ),
  somewhere:
    "the library|the mall|the airport|the station|the gym|the supermarket|the office|the park|the beach|the pub|the bank|the post office|the cinema|the chemist|the petrol station|the hospital|the city centre|the shops|the club|the bus stop|the doctor's|the museum|the swimming pool".split(
      "|",
    ),
  kin: "mom|mum|dad|grandma|grandpa|my wife|my husband|my boss|my brother|my sister|the doctor|the dentist|my mother|my neighbour|the landlord|my friend|the kids|my coworker|the plumber|my son|my daughter|everyone|the babysitter|granny|my team".split(
    "|",
  ),
  holiday:
    "christmas|easter|halloween|thanksgiving|diwali|eid|hanukkah|new year's eve|valentine's day|mother's day|father's day|labor day|memorial day|saint patrick's day|bonfire night|boxing day|martin luther king day|columbus day|the summer holidays|ramadan".split(
      "|",
    ),
  weekday:
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|friday night|sunday morning|next tuesday|the weekend".split(
      "|",
    ),
  measure:
    "grams|ounces|cups|litres|pints|miles|kilometres|inches|feet|pounds|kilos|tablespoons|teaspoons|gallons|metres|yards|stone|celsius|fahrenheit|acres".split(
      "|",
    ),
  colour:
    "blue|red|green|purple|warm white|orange|pink|yellow|teal|soft white|violet|amber|rose|ruby|ivory".split(
      "|",
    ),
  currency: "dollars|pounds|euros|yen|rupees|swiss francs|pesos|canadian dollars|bitcoin|kroner".split("|"),
  animal:
    "cat|dog|elephant|whale|octopus|badger|koala|giraffe|penguin|spider|kangaroo|robin|jack russell|german shepherd|swallow|blue tit".split(
      "|",
    ),
  thing:
    "the plants|the bins|my keys|the laundry|the car|my homework|the cat|the recycling|the oven|the rent|the bills|the garden|the dog|my charger|the tickets|the parcel|the cake|the report|the windows|the fridge".split(
      "|",
    ),
  drink:
    "coffee|latte|flat white|cappuccino|americano|espresso|mocha|macchiato|cortado|hot chocolate|chai latte|iced latte|iced tea|green tea|earl grey|peppermint tea|matcha|cold brew|lemonade|cola|orange juice|apple juice|ginger beer|milkshake|mojito|margarita|espresso martini|pina colada|sparkling water|tea".split(
      "|",
    ),
  size: "small|medium|large|regular|tall|grande|venti|extra large|big|little|kids' size".split("|"),
  milk: "oat|soy|almond|coconut|skimmed|semi skimmed|whole|rice|hazelnut|cashew|lactose free|two percent|steamed|cold".split(
    "|",
  ),
  sweetener:
    "sugar|brown sugar|honey|vanilla syrup|caramel syrup|agave|maple syrup|sweetener|stevia|hazelnut syrup|golden syrup|cinnamon".split(
      "|",
    ),
  topping:
    "pepperoni|mushrooms|olives|anchovies|extra cheese|pineapple|jalapenos|onions|peppers|bacon|ham|sweetcorn|pickles|lettuce|tomato|mayo|ketchup|mustard|swiss cheese|guacamole|sour cream|sprinkles|chocolate sauce|whipped cream|basil|chilli flakes|rocket|avocado".split(
      "|",
    ),
  roast: "dark|light|medium|french|blonde|italian|espresso|house|single origin|breakfast".split("|"),
  ounces: "eight|ten|twelve|sixteen|twenty|twenty four|thirty two|six|fourteen|nine".split("|"),
  times: "single|double|triple|quadruple".split("|"),
  fruit:
    "apples|pears|oranges|mangoes|strawberries|raspberries|grapes|limes|lemons|kiwis|pineapple|cherries|plums|melon|blueberries|peaches|clementines|bananas".split(
      "|",
    ),
  garment:
    "shirt|t shirt|jumper|hoodie|jacket|coat|dress|skirt|jeans|trousers|blazer|cardigan|raincoat|swimsuit|pyjamas|waistcoat|scarf|boots|trainers|polo shirt".split(
      "|",
    ),
  tool: "hammer|screwdriver|spanner|drill|saw|ladder|tape measure|spirit level|pliers|allen key|chisel|sander|wheelbarrow|rake|spade|hedge trimmer|stanley knife|phillips screwdriver|jack|monkey wrench".split(
    "|",
  ),
  household:
    "sofa|sink|cupboard|wardrobe|bookcase|fridge|table|front door|gate|fence|shed|armchair|mattress|rug|mirror|chest of drawers|cat flap|letter box|staircase|gutter|boiler|bath|tap".split(
      "|",
    ),
  plant:
    "roses|tulips|daffodils|tomatoes|lavender|basil|hedge|runner beans|strawberries|dahlias|hydrangeas|sweet peas|sunflowers|geraniums|black eyed susans|sweet williams|lilies|pansies|violets|poppies".split(
      "|",
    ),
  pet: "cat|dog|rabbit|hamster|guinea pig|goldfish|parrot|tortoise|budgie|gerbil|pony|kitten|puppy|labrador|hen|gecko".split(
    "|",
  ),
  subject:
    "maths|algebra|history|geography|chemistry|biology|physics|english|french|spanish|art|music|drama|geometry|economics|computing|latin|religious studies".split(
      "|",
    ),
  hobby:
    "knitting|pottery|fishing|cycling|chess|baking|birdwatching|climbing|swimming|sewing|painting|photography|yoga|judo|bouldering|gardening|karate|woodwork|archery|origami".split(
      "|",
    ),
};

function clock(random: Random): string {
  const hour = numberWords(random.whole(1, 12));
  return random.pick([
    hour,
    `${hour} ${random.pick(["A M", "P M", "o'clock", "thirty", "fifteen", "forty five"])}`,
    `half past ${hour}`,
    `quarter ${random.pick(["to", "past"])} ${hour}`,
    `${random.pick(["ten", "twenty", "five"])} ${random.pick(["to", "past"])} ${hour}`,
    `${hour} ${numberWords(random.whole(10, 59))}`,
    "noon",
    `${hour} in the ${random.pick(["morning", "evening"])}`,
  ]);
}

/** A plain value of a kind that nobody owns; undefined where the kind is none of these. */
export function harmlessValue(random: Random, kind: string): string | undefined {
  const list = HARMLESS_LISTS[kind];
  if (list !== undefined) return one(random, list);
  switch (kind) {
    case "time":
      return clock(random);
    case "n":
    case "number":
      return numberWords(random.whole(2, 60));
    case "small":
      return numberWords(random.whole(2, 12));
    case "degrees":
      return `${numberWords(random.whole(15, 26))} degrees`;
    case "big":
      return random.pick([
        `${numberWords(random.whole(1, 9))} hundred`,
        `${numberWords(random.whole(1, 9))} hundred and ${numberWords(random.whole(1, 99))}`,
        `${numberWords(random.whole(2, 99))} thousand`,
        `a hundred and ${numberWords(random.whole(1, 99))}`,
        `${numberWords(random.whole(2, 9))} million`,
      ]);
    case "price":
      return `${numberWords(random.whole(2, 99))} ${random.pick(["pounds", "dollars", "euros", "quid", "bucks", "pounds fifty", "ninety nine", "cents"])}`;
    case "day":
      return random.pick([
        `the ${dayWords(random)} of ${random.pick(MONTHS)}`,
        `${random.pick(MONTHS)} ${dayWords(random)}`,
        `the ${dayWords(random)}`,
        `${random.pick(MONTHS)} the ${dayWords(random)}`,
      ]);
    case "month":
      return random.pick(MONTHS);
    case "year":
      return random.pick([
        `nineteen ${numberWords(random.whole(10, 99))}`,
        `twenty ${numberWords(random.whole(10, 27))}`,
        "two thousand and eight",
      ]);
    default:
      return undefined;
  }
}
