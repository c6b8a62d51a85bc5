import { describe, expect, it } from "vitest";
import { nightParts } from "../../scripts/matrix/parts.js";
import { projectFiles, readProjectFile } from "./project-files.js";

const files = projectFiles();
const rows = [...readProjectFile("docs/faults.md").matchAll(/^\| (F\d+) \|(.*)\|$/gm)].map(
  ([, id = "", cells = ""]) => ({ id, cells: cells.split("|").map((cell) => cell.trim()) }),
);
const ALL = Array.from({ length: 20 }, (_, index) => `F${index + 1}`);

describe("the page of faults", () => {
  it("has a row for each, once and in order", () => {
    expect(rows.map(({ id }) => id)).toEqual(ALL);
  });

  it.each(rows)("names a test for $id that is there, and says when it passes", ({ cells }) => {
    const [fault, test = "", , , passes] = cells;
    const named = [...test.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !files.includes(path))).toEqual([]);
    expect([fault, passes]).not.toContain("");
  });
});

describe("the runs of the night", () => {
  const parts = nightParts({ hours: 1, seed: 1 });

  it("name faults of the page and files that are there", () => {
    expect(parts.flatMap(({ faults }) => faults).filter((fault) => !ALL.includes(fault))).toEqual([]);
    const named = parts.flatMap(({ command }) => command.filter((word) => /^(test|scripts)\//.test(word)));
    expect(named.filter((path) => !files.includes(path))).toEqual([]);
  });
});
