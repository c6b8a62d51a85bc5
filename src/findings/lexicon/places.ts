function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** Endings of street names. */
export const STREET_WORDS = words(
  "road street lane avenue drive close way court terrace row boulevard crescent gardens grove parkway mews walk rd",
  "circle highway turnpike gate hill rise quay wharf alley passage esplanade promenade embankment broadway st ave",
  "blvd ln dr freeway square place view green yard vale croft dale mount ridge loop trail path plaza park loan wynd",
);

/** Of those, the ones that are also everyday words: they need a house number or a capital before them. */
export const LOOSE_STREET_WORDS = words(
  "way court drive close gate hill rise passage row view green yard place park path walk square loop trail mount plaza",
  "gardens terrace alley circle st dr",
);

export const UNIT_WORDS = words("flat apartment apt unit suite house number block floor building");

/** Endings of names of places that people go to. */
export const VENUE_WORDS = words(
  "station school primary academy college university hospital clinic surgery church mosque temple synagogue",
  "airport nursery kindergarten preschool infirmary cathedral parish campus stadium arena hall tower towers",
  "elementary secondary grammar high village town heights estate beach bay harbour harbor junction parkway bridge",
  "cross island lake river valley hotel inn medical centre center mall plaza county city",
);

/** After these, a capitalised word is where something is. */
export const PLACE_PREPOSITIONS = words(
  "in near at around to from into outside through via towards toward for",
);

/** Before a place: these verbs and nouns make "to X" and "from X" a journey. */
export const JOURNEY = words(
  "train trains bus buses flight flights ticket tickets taxi cab uber lyft ride drive driving directions direction",
  "navigate route travel travelling traveling trip way fly flying go going get tram coach ferry commute walk distance",
  "far miles traffic take heading bound move moved moving visit visiting arrive arriving leave leaving map maps",
);

/** What is asked about a place. */
export const PLACE_TOPICS = words(
  "weather forecast temperature rain raining snow snowing sunny cloudy humid humidity wind windy hot cold warm storm",
  "storms umbrella traffic time news restaurants restaurant shops shop hotels hotel events sunrise sunset pollen",
  "degrees hottest coldest accumulation live lives living stay staying born located based",
);

/** Places that locate nobody. */
export const PLACES_OF_ALL = words(
  "kitchen bedroom bathroom lounge hallway garage garden office home house work school library gym bank shop store",
  "supermarket airport station hospital pharmacy church park beach mall downtown town city area neighbourhood",
  "neighborhood street road room basement attic porch driveway yard outside upstairs downstairs here there world",
  "country state cinema theatre theater museum restaurant cafe pub bar hotel post office doctor dentist space",
  "earth moon mars mount heaven hell internet web",
);
