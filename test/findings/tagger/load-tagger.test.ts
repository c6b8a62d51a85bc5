import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTagger, TAGGER_FOLDER } from "../../../src/findings/edge/load-tagger.js";
import type { Tagger } from "../../../src/findings/tagger/tagger.js";
import { transcriptOf } from "../../support/transcript-of.js";

let tagger: Tagger;
let copy: string;

beforeAll(async () => {
  tagger = await loadTagger();
  copy = mkdtempSync(join(tmpdir(), "sotto-tagger-"));
  for (const file of ["tagger.onnx", "tagger.json"])
    copyFileSync(join(TAGGER_FOLDER, file), join(copy, file));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

async function convicted(text: string): Promise<readonly string[]> {
  const words = text.split(" ");
  const findings = await tagger.find(transcriptOf(text));
  return findings
    .filter(({ score }) => score >= 0.5)
    .map(({ wordStart, type }) => `${words[wordStart]} ${type}`);
}

describe("the shipped tagger", () => {
  it("tells a contact from an artist and a town from a kitchen", async () => {
    expect(await convicted("Send a message to Torvald Nakamura that I am late.")).toEqual([
      "Torvald PERSON",
      "Nakamura PERSON",
    ]);
    expect(await convicted("Play the new album by Taylor Swift.")).toEqual([]);
    expect(await convicted("What's the weather in Wolverhampton tomorrow?")).toEqual(["Wolverhampton PLACE"]);
    expect(await convicted("Turn off the lights in the kitchen.")).toEqual([]);
  });

  it("speaks of every word, also of a text longer than its graph is wide", async () => {
    const text = Array.from({ length: 300 }, (_, i) => (i === 290 ? "Wolverhampton." : "weather in")).join(
      " ",
    );
    const findings = await tagger.find(transcriptOf(text));
    expect(findings.map(({ wordStart }) => wordStart)).toEqual(text.split(" ").map((_, i) => i));
  });

  it("is not loaded when its weights or its features are not those of the card", async () => {
    const card = readFileSync(join(copy, "tagger.json"), "utf8");
    writeFileSync(join(copy, "tagger.json"), card.replace('"first-word"', '"first-words"'));
    await expect(loadTagger(copy)).rejects.toThrow(/MODEL_ALTERED/);
    writeFileSync(join(copy, "tagger.json"), card);
    writeFileSync(join(copy, "tagger.onnx"), "no graph");
    await expect(loadTagger(copy)).rejects.toThrow(/MODEL_ALTERED/);
    rmSync(join(copy, "tagger.onnx"));
    await expect(loadTagger(copy)).rejects.toThrow(/MODEL_MISSING/);
  });
});
