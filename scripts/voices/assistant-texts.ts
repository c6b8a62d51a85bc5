import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const slurpSchema = z.object({
  id: z.number(),
  tokens: z.array(z.string()),
  entities: z.array(z.object({ type: z.string(), start: z.number(), end: z.number() })),
});

/** What of it is somebody's own; the rest (dates, media, devices, foods) stays. */
const PERSONAL: Readonly<Record<string, string>> = {
  person: "PERSON",
  place_name: "PLACE",
  email_address: "EMAIL",
  personal_info: "DIGITS",
};

/**
 * Commands to an assistant out of the texts for development, marked as `readMarked` reads them; none where those texts
 * are not. Sentences that the reported recordings speak are left out.
 */
export function assistantTexts(data: string): string[] {
  const text = join(data, "text", "slurp-devel.jsonl");
  const reported = join(data, "manifests", "pii-spoken-dev.jsonl");
  if (!existsSync(text) || !existsSync(reported)) return [];
  const spoken = readFileSync(reported, "utf8");
  return readFileSync(text, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => slurpSchema.parse(JSON.parse(line)))
    .filter(({ id, tokens }) => tokens.length <= 16 && !spoken.includes(`"slurp:${id}"`))
    .map(({ tokens, entities }) => {
      const words = tokens.map((token) => token.toLowerCase().replace(/[^a-z' ]/g, ""));
      for (const { type, start, end } of entities) {
        const kind = PERSONAL[type];
        if (kind === undefined) continue;
        words[start] = `{${kind}:${words[start]}`;
        words[end - 1] = `${words[end - 1]}}`;
      }
      return words.filter((word) => word !== "").join(" ");
    });
}
