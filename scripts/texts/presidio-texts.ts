import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Reported } from "./reported.js";

const presidioSchema = z.object({
  full_text: z.string(),
  template_id: z.number(),
  spans: z.array(z.object({ entity_type: z.string(), start_position: z.number(), end_position: z.number() })),
});
type Presidio = z.infer<typeof presidioSchema>;

const KINDS: Readonly<Record<string, string>> = {
  PERSON: "full",
  STREET_ADDRESS: "address",
  GPE: "place",
  CREDIT_CARD: "card",
  PHONE_NUMBER: "phone",
  EMAIL_ADDRESS: "email",
  IBAN_CODE: "iban",
  ZIP_CODE: "postcode",
  US_SSN: "national",
  AGE: "age",
  DATE_TIME: "dob",
  ORGANIZATION: "shop",
  NRP: "cuisine",
};
const LONGEST = 20;

/**
 * The templates of presidio-research's sentences as frames (fill.ts), in spoken form; those that can't be spoken (lists
 * with colons, figures, brackets) are left out, and so are dates that are not of birth and templates that figures are
 * reported on.
 */
export function presidioFrames(data: string, reported: Reported): string[] {
  const file = join(data, "text", "presidio-dev.jsonl");
  if (!existsSync(file)) return [];
  const frames = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => presidioSchema.parse(JSON.parse(line)))
    .filter(({ template_id }) => !reported.holdsSource(`presidio:${template_id}`))
    .flatMap((row) => frameOf(row) ?? []);
  return [...new Set(frames)];
}

function frameOf({ full_text, spans }: Presidio): string | undefined {
  let text = full_text;
  for (const span of [...spans].sort((a, b) => b.start_position - a.start_position)) {
    const kind = KINDS[span.entity_type];
    if (kind === undefined) return undefined;
    text = `${text.slice(0, span.start_position)}<${kind}>${text.slice(span.end_position)}`;
  }
  if (text.includes("<dob>") && !/born|birth/.test(text)) return undefined;
  const spoken = text
    .toLowerCase()
    // One address stands there in up to four parts.
    .replace(/<address>([\s,.#]*(st\. |<address>|street))+/g, "<address> ")
    .replace(/> st\b/g, ">")
    .replace(/\b(last name\??|maiden name is|ms\.?|mr\.?) <full>/g, "$1 <last>")
    .replace(/\b(calls me) <full>/g, "$1 <first>")
    .replace(/\by\/o\b/g, "years old")
    .replace(/["“”]/g, "")
    .replace(/#/g, "")
    .replace(/[.!?]+(\s|$)/g, " ")
    .replace(/:(\s|$)/g, "$1")
    .replace(/\bmr\./g, "mister")
    .replace(/\bms\./g, "miss")
    .replace(/\s+,/g, ",")
    .replace(/\s+/g, " ")
    .trim();
  // What is left of written style can't be said.
  if (/[^a-z<>', ]/.test(spoken) || spoken.split(" ").length > LONGEST) return undefined;
  // Forms read out field by field are no speech, and the robots of a transcript are not heard.
  if (/> <\w+> <|^bot /.test(spoken)) return undefined;
  return spoken.includes("<") || spans.length === 0 ? spoken : undefined;
}
