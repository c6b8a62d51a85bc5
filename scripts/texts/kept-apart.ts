import { isHeldOut } from "./held-out.js";

/** Words that say what kind of place, street or name it is; they name nobody, so both sets may use them. */
export const KIND_WORDS: ReadonlySet<string> = new Set(
  (
    "the of and saint de la le van der den von del di da el al bin ibn new old north south east west upper lower great " +
    "little junior senior second third street road lane avenue drive close crescent way place court terrace row gate " +
    "gardens grove hill park square walk mews rise view boulevard parkway circle trail pike highway loop green nagar " +
    "marg colony chowk bagh sector phase block county route quay strand parade heights station central junction road's " +
    "primary school academy college high elementary middle grammar infant nursery hospital infirmary general clinic " +
    "church cathedral chapel mosque temple bistro cafe grill arms inn kitchen pizzeria tavern airport university " +
    "shopping centre center mall leisure library medical surgery health practice museum theatre bridge stadium arena " +
    "harbour beach lake river valley community hall memorial royal lady's our bus terminal tower house cross town city"
  ).split(" "),
);

/** Whether no word of a value that names somebody or some place is kept for the development set. */
export function mayTrainOn(value: string): boolean {
  return value
    .toLowerCase()
    .split(/[\s-]+/)
    .map((word) => word.replace(/'s$|[,.]$/g, ""))
    .every((word) => word.length < 2 || KIND_WORDS.has(word) || !isHeldOut(word));
}
