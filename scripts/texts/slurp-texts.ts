import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CITIES } from "../../src/findings/tables/cities.js";
import { REGIONS } from "../../src/findings/tables/regions.js";
import type { Reported } from "./reported.js";
import { HARMLESS_LISTS } from "./values/harmless.js";

const slurpSchema = z.object({
  id: z.number(),
  tokens: z.array(z.string()),
  intent: z.string(),
  scenario: z.string(),
  entities: z.array(z.object({ type: z.string(), start: z.number(), end: z.number() })),
});
type Slurp = z.infer<typeof slurpSchema>;

/** Commands out of SLURP's development part as frames (fill.ts): those with something personal and those without. */
export interface SlurpFrames {
  readonly personal: readonly string[];
  readonly harmless: readonly string[];
}

const LONGEST = 18;
/** Where people ask about the famous; a name there is nobody's contact. */
const ABOUT_THE_FAMOUS = new Set(["qa", "news", "play", "music", "recommendation", "social"]);
const FAMOUS: ReadonlySet<string> = new Set([
  ...(HARMLESS_LISTS["celebrity"] ?? []),
  ...(HARMLESS_LISTS["artist"] ?? []),
  ..."trump|obama|elvis|beyonce|princess kate|sally fields|tom cruise|julia roberts|jennifer lopez|tom brady|players|july".split(
    "|",
  ),
  ..."sams|chelsea|paris hilton|emma watson|al|britney spears|justin bieber|tom hanks|metion|mc".split("|"),
]);
const KNOWN_PLACES: ReadonlySet<string> = new Set([
  ...CITIES.split("|").slice(0, 8000),
  ...REGIONS.split("|"),
  ..."new york|new york city|ny|nyc|la|usa|us|america|england|scotland|wales|brooklyn|queens|manhattan|long island|nj|fsu".split(
    "|",
  ),
  ..."mg road|grassmarket|mall of america|disney world|statue of liberty|chinatown|washington dc|poughkeepsie".split(
    "|",
  ),
]);
const PROPER_KIND = /\b(street|road|station|school|park|avenue|lane|cinema|university|hospital)$/;
/** Words before such a kind that name none. */
const COMMON_BEFORE_KIND = /^(the|a|my|this|that|train|railway|bus|tube|local|nearest|national)$/;

/** Names and places that SLURP left unmarked: their sentences teach the wrong thing. */
const LEFT_UNMARKED =
  /\b(logan|albert's|eric's|dolores|ally|stockton|wayne county|grand central|dan's|johns|gma|vin diesel|fsu|septa|oakland)\b/;
/** Asked of a place, these say where somebody is or goes; elsewhere a place in a question of knowledge stays. */
const OF_A_WAY = /\b(miles|distance|far|get to|way to|weather|where is)\b/;

/** Whether a SLURP place says where somebody is: one of the gazetteers, or a proper name with "street" and the like. */
export function locates(place: string): boolean {
  const words = place.split(" ");
  if (KNOWN_PLACES.has(place)) return true;
  // "miami florida", "stockton california": a known place at either end.
  if (words.length > 1 && (KNOWN_PLACES.has(words[0] ?? "") || KNOWN_PLACES.has(words.at(-1) ?? "")))
    return true;
  return words.length > 1 && PROPER_KIND.test(place) && !COMMON_BEFORE_KIND.test(words[0] ?? "");
}

function clean(token: string): string {
  return token.toLowerCase().replace(/[^a-z' @]/g, "");
}

/** The frame of a command; undefined where it can't be said or a label can't be told. */
function frameOf({
  tokens,
  scenario,
  entities,
  intent,
}: Slurp): { text: string; personal: boolean } | undefined {
  const words = tokens.map(clean);
  let personal = false;
  for (const { type, start, end } of entities) {
    const value = words.slice(start, end).join(" ").replace(/ 's$/, "").trim();
    const kind = kindOfEntity(type, value, scenario, intent);
    if (kind === "stays" && type === "place_name" && OF_A_WAY.test(words.join(" ")) && locates(value))
      return undefined;
    if (kind === "unsure") return undefined;
    if (kind === "stays") continue;
    const possessive = words[end - 1] === "'s" ? "'s" : "";
    for (let i = start; i < end; i++) words[i] = "";
    words[start] = `<${kind}>${possessive}`;
    personal = true;
  }
  if (words.join(" ").includes("@") || LEFT_UNMARKED.test(words.join(" "))) return undefined;
  // A birthday with its date would need a mark that SLURP does not give.
  if (/birthday/.test(tokens.join(" ")) && entities.some(({ type }) => type === "date")) return undefined;
  const text = words
    .filter((word) => word !== "" && word !== "'")
    .join(" ")
    .replace(/ 's\b/g, "'s")
    .replace(/\b(what|how|where|who|that|let|there) s\b/g, "$1's")
    .replace(/ '(d|m|re|ll|ve)\b/g, "'$1")
    .replace(/ n't\b/g, "n't");
  return { text, personal };
}

function kindOfEntity(type: string, value: string, scenario: string, intent: string): string {
  if (type === "person") {
    if (FAMOUS.has(value)) return ABOUT_THE_FAMOUS.has(scenario) ? "stays" : "unsure";
    if (ABOUT_THE_FAMOUS.has(scenario) || intent === "qa_factoid") return "unsure";
    return value.includes(" ") ? "full" : "first";
  }
  if (type === "email_address") return "email";
  if (type === "relation" && /^(dr|mr|mrs|ms) /.test(value)) return "unsure";
  if (type !== "place_name") return "stays";
  // "what's the capital of france" stays as it is; a place in weather, traffic and travel is where somebody is.
  if (scenario === "qa" || scenario === "news")
    return locates(value) ? (scenario === "qa" ? "stays" : "place") : "stays";
  if (!locates(value)) return KNOWN_NOWHERE.test(value) ? "stays" : "unsure";
  return PROPER_KIND.test(value) ? "street" : "place";
}

const KNOWN_NOWHERE =
  /\b(home|world|airport|library|international|downtown|house|apt|city|neighborhood|theatres?|beach|center|railway station|theater|groomer|state|coast|mile|office|train station|pub|location|town|mall|area)\b/;

/** None where the data folder does not hold the texts. */
export function slurpFrames(data: string, reported: Reported): SlurpFrames {
  const file = join(data, "text", "slurp-devel.jsonl");
  if (!existsSync(file)) return { personal: [], harmless: [] };
  const frames = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => slurpSchema.parse(JSON.parse(line)))
    .filter(({ id, tokens }) => tokens.length <= LONGEST && !reported.holdsSource(`slurp:${id}`))
    .flatMap((row) => frameOf(row) ?? []);
  const distinct = (personal: boolean): string[] => [
    ...new Set(frames.filter((frame) => frame.personal === personal).map(({ text }) => text)),
  ];
  return { personal: distinct(true), harmless: distinct(false) };
}
