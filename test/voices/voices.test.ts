import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FOLLOWED, HARMLESS, NEAR, PERSONAL } from "../../scripts/voices/made-set-texts.js";
import { readMarked, timedEntities } from "../../scripts/voices/marked-text.js";
import { editedModel } from "../../scripts/voices/onnx-edit.js";
import { concat, field, fieldsOf } from "../../scripts/voices/protobuf.js";
import { planRandomSet } from "../../scripts/voices/random-set.js";
import { trainingPlan } from "../../scripts/voices/training-plan.js";
import { voicesOf } from "../../scripts/voices/training-voices.js";
import { codeOf } from "../../src/domain/errors.js";

const KEPT_FOR_EVALUATION = (
  "af_aoede af_heart af_kore af_nicole af_river af_sarah am_echo am_fenrir am_liam am_puck am_santa " +
  "bf_alice bf_isabella bm_fable bm_lewis"
).split(" ");

function refusal(speaker: string): string | undefined {
  try {
    voicesOf(speaker);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

describe("voices", () => {
  it.each(KEPT_FOR_EVALUATION)("refuses %s, alone and in a blend", (voice) => {
    expect(refusal(voice)).toBe("USAGE");
    expect(refusal(`af_nova+${voice}`)).toBe("USAGE");
  });

  it("takes a training voice and a blend of two", () => {
    expect(voicesOf("bm_george")).toEqual(["bm_george"]);
    expect(voicesOf("af_nova+af_sky")).toEqual(["af_nova", "af_sky"]);
    expect(refusal("af_nova+af_sky+af_bella")).toBe("USAGE");
  });
});

describe("marked texts", () => {
  it("gives the words of each entity and leaves marks for pauses at the word before", () => {
    const { spoken, entities } = readMarked("call {PERSON:una bravo}, at {PHONE:one two, three}.");
    expect(spoken).toBe("call una bravo, at one two, three.");
    expect(entities).toEqual([
      { type: "PERSON", wordStart: 1, wordEnd: 3 },
      { type: "PHONE", wordStart: 4, wordEnd: 7 },
    ]);
  });

  it("times an entity from its first to its last word, after a wake word", () => {
    const words = [
      ["computer", 0, 1],
      ["call", 1, 2],
      ["una", 2, 3],
      ["bravo", 3, 4],
    ] as const;
    const { entities } = readMarked("call {PERSON:una bravo}");
    expect(timedEntities(entities, words, 1)).toEqual([
      { type: "PERSON", text: "una bravo", start: 2, end: 4, word_start: 2, word_end: 4 },
    ]);
  });
});

describe("sets", () => {
  const trained = trainingPlan(1).flatMap((clip) => (clip.make === "speak" ? [readMarked(clip.marked)] : []));
  const trainedTexts = new Set(trained.map(({ spoken }) => spoken));
  const valuesOf = ({ spoken, entities }: ReturnType<typeof readMarked>): string[] =>
    entities.map(({ wordStart, wordEnd }) =>
      spoken
        .split(" ")
        .slice(wordStart, wordEnd)
        .join(" ")
        .replace(/[,.?!]/g, ""),
    );
  const trainedValues = new Set(trained.flatMap(valuesOf));

  it("plans the same random set for a seed, and another for another", () => {
    expect(planRandomSet(12, 7)).toEqual(planRandomSet(12, 7));
    expect(planRandomSet(12, 7)).not.toEqual(planRandomSet(12, 8));
  });

  it("plans harmless commands and every kind of the demonstration among twelve", () => {
    const types = planRandomSet(12, 7).map(
      ({ marked }) => readMarked(marked).entities[0]?.type ?? "harmless",
    );
    expect(new Set(types)).toEqual(new Set(["PERSON", "SECRET", "PHONE", "ADDRESS", "SPELLED", "harmless"]));
  });

  it("shares no sentence and no value between the made set and what trains", () => {
    const made = [...PERSONAL, ...HARMLESS, ...FOLLOWED.map(({ marked }) => marked), ...NEAR].map(readMarked);
    expect(made.filter(({ spoken }) => trainedTexts.has(spoken))).toEqual([]);
    // A condition is a word of the language, not a value of somebody.
    const personal = made.flatMap((text) =>
      text.entities.some(({ type }) => type === "MEDICAL") ? [] : valuesOf(text),
    );
    expect(personal.filter((value) => trainedValues.has(value))).toEqual([]);
  });

  it("trains on nothing that the demonstration says", () => {
    const file = new URL("../../scripts/demo/recordings/recordings.json", import.meta.url);
    const recordings: unknown = JSON.parse(readFileSync(file, "utf8"));
    const values = JSON.stringify(recordings).matchAll(/"type":"\w+","text":"([^"]+)"/g);
    const found = [...values].map((match) => match[1] ?? "");
    expect(found).toHaveLength(5);
    expect(found.filter((value) => trainedValues.has(value))).toEqual([]);
  });
});

describe("editing a model", () => {
  const NODE = 1;
  const text = (bytes: Uint8Array, number: number): string[] =>
    [...fieldsOf(bytes)]
      .filter((part) => part.number === number)
      .map((part) => new TextDecoder().decode(bytes.subarray(part.start, part.end)));
  const convolution = concat([
    ...["sound", "weight", "zero"].map((name) => field(1, name)),
    field(2, "out"),
    field(4, "ConvInteger"),
    field(5, field(1, "pads")),
  ]);
  const model = field(
    7,
    concat([field(NODE, convolution), field(NODE, concat([field(2, "x"), field(4, "Relu")]))]),
  );

  it("adds the output and replaces the convolution with one on floats that keeps its name", () => {
    const edited = editedModel(model, "inner");
    const [graph] = [...fieldsOf(edited)].map((part) => edited.subarray(part.start, part.end));
    const parts =
      graph === undefined
        ? []
        : [...fieldsOf(graph)].map((p) => ({ p, body: graph.subarray(p.start, p.end) }));
    const nodes = parts.filter(({ p }) => p.number === NODE).map(({ body }) => body);
    expect(nodes.map((node) => text(node, 4)[0])).toEqual([
      "Cast",
      "Cast",
      "Sub",
      "Cast",
      "Conv",
      "Cast",
      "Relu",
    ]);
    expect(nodes.map((node) => text(node, 2)[0]).at(-2)).toBe("out");
    expect(text(nodes[4] ?? new Uint8Array(0), 5)).toEqual([expect.stringContaining("pads")]);
    expect(parts.filter(({ p }) => p.number === 12).map(({ body }) => text(body, 1)[0])).toEqual(["inner"]);
  });

  it("refuses bytes that are no model", () => {
    expect(() => editedModel(Uint8Array.from([7, 7, 7]), "inner")).toThrow(/INTERNAL/);
    expect(() => editedModel(field(3, "no graph"), "inner")).toThrow(/no graph/);
  });
});
