import type { Random } from "../voices/random.js";
import { one } from "./values/one.js";

/** What people say before and behind a command or a statement. */
const BEFORE_COMMANDS = (
  "please|can you|could you|could you please|hey|um|uh|ok|okay|olly|hey olly|hey there|so|now|right|would you|can you please|" +
  "i want you to|i'd like you to|i need you to|go ahead and|hello|hi|quickly|and|then|also|oh and|hey can you|" +
  "excuse me|listen|next|first|yes|no|well|assistant|hey assistant|hi there can you|just|do me a favour and|good morning"
).split("|");
const BEFORE_STATEMENTS = (
  "um|uh|well|so|hey|okay|right|oh|yes|yeah|no|sorry|hi|hello|listen|look|and|but|actually|ah|okay so|yes hello|hello there|" +
  "by the way|i think|you know|just so you know|for the record|erm|oh yes|sure|let me see"
).split("|");
const BEHIND_COMMANDS = (
  "please|please|now|for me|thanks|thank you|when you get a minute|tonight|today|tomorrow|right now|before i forget|would you|" +
  "as soon as you can|if you can|this evening|in the morning|later|quickly|straight away|this afternoon|okay|at once|again"
).split("|");
const BEHIND_STATEMENTS = (
  "thanks|by the way|just so you know|okay|thank you|i think|please|right|you know|if that helps|if you need it|so remember that|" +
  "as you know|as always|got that|if i remember right|write that down"
).split("|");

/** Words that open a request; behind them, "can you" and "please" sound right. */
const REQUESTS: ReadonlySet<string> = new Set(
  (
    "add announce approve archive arm ask authorise avoid bill block book bring broadcast buy call cancel change charge check " +
    "clean clear close complain compose confirm connect contact continue convert copy correct count create deliver define delete " +
    "describe dial dim disarm download drive drop email enter explain facetime fax feed fill find flip follow forward freeze get " +
    "give increase invite join keep key leave let list load lock log look lower make mark meet message move mute navigate note " +
    "open order pair pause pay phone pick ping play post preheat press punch put queue raise rate read record redial refill " +
    "register remember remind remove renew reorder repeat replace reply report resend reset resume ring roll save say scan " +
    "schedule search send set share shift ship shoot show shuffle shut sign sing skip skype snooze speak spell split start stop " +
    "store submit subscribe switch take teach tell text top track transfer translate try turn tweet type unlock unsubscribe " +
    "update use vacuum verify video wake watch water whatsapp wish write"
  ).split(" "),
);
/** Said already: a second opening would stumble. */
const OPENED =
  /^(please|can|could|would|will|hey|hi|hello|olly|siri|alexa|ok|okay|no|yes|yeah|dear|thanks|so|well)\b/;

/** Questions bear fewer words behind them. */
const QUESTION =
  /^(what|who|whose|where|when|which|how|why|is|are|am|was|did|do|does|has|have|can|could|may|will|would|should|any)('s|'re)?\b/;
const BEHIND_QUESTIONS = "please|thanks|today|then|tonight|again|please|right now|do you know".split("|");

/** A text with words before and behind it, now and then. */
export function withSurroundings(text: string, random: Random): string {
  const isRequest = REQUESTS.has(text.split(" ", 1)[0] ?? "");
  const opens = random.next() < 0.27 && !OPENED.test(text);
  const before = opens ? one(random, isRequest ? BEFORE_COMMANDS : BEFORE_STATEMENTS) : "";
  const endings = QUESTION.test(text) ? BEHIND_QUESTIONS : isRequest ? BEHIND_COMMANDS : BEHIND_STATEMENTS;
  const behind = random.next() < 0.16 ? one(random, endings) : "";
  return `${before} ${text} ${behind}`.trim();
}
