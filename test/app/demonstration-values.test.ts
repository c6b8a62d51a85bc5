import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RECORDINGS } from "./demonstration-world.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
/** Plain number words and the kind of a street: every list of English has them, and they tell nothing. */
const PLAIN = new Set(
  "oh zero one two three four five six seven eight nine ten forty lane a e i o".split(" "),
);

const schema = z.array(z.object({ entities: z.array(z.object({ type: z.string(), text: z.string() })) }));
const entities = schema
  .parse(JSON.parse(readFileSync(join(RECORDINGS, "recordings.json"), "utf8")))
  .flatMap((recording) => recording.entities);

function filesBelow(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Gazetteers, rules, and everything that training or a set of tests says; not the script that makes the demonstration. */
const sources = [
  ...filesBelow("src"),
  ...filesBelow("scripts/train"),
  ...filesBelow("scripts/voices").filter((file) => !file.endsWith("make-demo.ts")),
].map((file) => ({ file, text: readFileSync(file, "utf8").toLowerCase() }));

function holders(value: string): string[] {
  const asWord = new RegExp(`(?<![a-z])${value}(?![a-z])`);
  return sources.filter(({ text }) => asWord.test(text)).map(({ file }) => file.slice(project.length));
}

describe("the values of the demonstration", () => {
  it("are looked for where names stand that are known", () => {
    expect(holders("istanbul")).toContain("src/findings/tables/cities.ts");
    expect(holders("aaliyah")).toContain("src/findings/tables/first-names.ts");
  });

  it("stand in no gazetteer, rule or training text, neither whole nor word by word nor spelled", () => {
    expect(entities.map(({ type }) => type)).toEqual(["PERSON", "SECRET", "PHONE", "ADDRESS", "SPELLED"]);
    const words = entities
      .flatMap(({ text }) => text.split(" "))
      .filter((word) => word.length > 1 && !PLAIN.has(word));
    const whole = entities.map(({ text }) => text);
    const spelled = entities
      .filter(({ type }) => type === "SPELLED")
      .map(({ text }) => text.replaceAll(" ", ""));
    const looked = [...new Set([...words, ...whole, ...spelled])];
    expect(words.length).toBeGreaterThanOrEqual(3);
    for (const value of looked) expect(holders(value), value).toEqual([]);
  });
});
