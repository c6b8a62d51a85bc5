import { describe, expect, it } from "vitest";
import { emailFinder } from "../../src/findings/email-finder.js";
import { markedCut } from "../support/marked-cut.js";

const ADDRESSES = [
  "Write to {orvabizier@teleworm.us.}",
  "Write to {corner_shed@mail.com.}",
  "Put {tom_reed84@btinternet.com} on the list.",
  "Email {m.garcia at example dot net} please",
  "Write to {lenadotosei at fastmail dot com.}",
  "Send it to {Lena dot Osei at Fastmail.com}",
  "My email is {p a u l a at outlook dot com.}",
  "My email is {Yuki at yahoo dot, co dot, yuke.}",
  "Send it to {Jack Dot Lewis at yahoo dot code dot U. K..}",
  "Forward this to {Peter Dot, hadtered at hotmail dot, Complies.}",
  "Send it to {happy lantern all one word at gmail dot com.}",
  "Email {the colleagues at mail dot rue.}",
  "Check for messages from {F. Dabo at Riarton Dotnet.}",
  "Save {info at connect.i} as a contact.",
  "Invite {rusty kettle 42 and gmail dot com} to the party.",
];

const HANDLES = [
  "My Instagram is {at bluefox 77.}",
  "My username is {blue fox ninety nine.}",
  "My Instagram is {at Marcus Dot Walsh, too.}",
  "Lod me in as {she underscored Lewis.}",
  "Laughing in as {so few under-score silver,}",
  "Follow {Ila ninety five} this evening.",
  "Follow {the real ingred} on Twitter.",
  "Log me in as {sunny potter,} please.",
];

const HARMLESS = [
  "Follow BBC News on Twitter.",
  "Open gmail dot com.",
  "Go to amazon dot com.",
  "Look at Apple dot com for a new phone.",
  "Meet me at the office dot com event.",
  "Check my gmail.",
  "My email is full.",
  "Is my Instagram down?",
  "What's the score at half-time?",
  "Connect the dots.",
  "I am at home.",
  "Send an email at 5.",
  "Turn it down a dash.",
];

describe("e-mail addresses and names of accounts", () => {
  it.each([...ADDRESSES, ...HANDLES])("are cut to their end in %j", (marked) => {
    expect(markedCut(marked, [emailFinder])).toBe(marked);
  });
  it.each(HARMLESS)("are not seen in %j", (sentence) => {
    expect(markedCut(sentence, [emailFinder])).toBe(sentence);
  });
});
