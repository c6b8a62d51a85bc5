import { describe, expect, it } from "vitest";
import { calledHere } from "../../src/cli/called-here.js";
import { fakeTree } from "../support/fake-tree.js";

describe("what a person is told to call", () => {
  it("is npm and scripts/start in a clone of the project", () => {
    expect(calledHere().command).toBe("npm run sotto --");
    expect(calledHere().listen).toContain("scripts/start");
  });

  it("is the command alone where a package is installed", () => {
    const tree = fakeTree({ "package.json": "{}", "scripts/demo/recordings/1-name.flac": "" });
    expect(Object.values(calledHere(tree)).join(" ")).not.toMatch(/npm|scripts\//);
    expect(calledHere(tree).command).toBe("sotto");
  });
});
