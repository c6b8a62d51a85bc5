import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { walkBlocks } from "../../scripts/walk/walk-blocks.js";
import { profileShelf } from "../../src/config/edge/profile-shelf.js";

const page = readFileSync(new URL("../../docs/device.md", import.meta.url), "utf8");
const { blocks, unknown } = walkBlocks(page);

describe("the way from the box to the first clip", () => {
  it("is walked by the owner on the laptop and by root on the device, and by nobody else", () => {
    expect(unknown).toEqual([]);
    expect(blocks.map(({ by }) => by)).toEqual([
      ...["laptop", "laptop", "device", "device", "device", "laptop", "laptop"],
    ]);
    // Whatever is marked was found: none stands in a form that the walk does not see.
    expect(page.match(/```sh walk/g)?.length).toBe(blocks.length);
  });

  it.each(blocks.map((block) => [block.line, block] as const))(
    "is whole shell at line %i",
    (_, { script }) => {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
      expect(stderr).toBe("");
      expect(status).toBe(0);
    },
  );

  it("needs nothing of an earlier block but its files", () => {
    for (const { by, script } of blocks) {
      const usesSotto = /^\s*(nohup )?sotto /m.test(script);
      if (by === "laptop" && usesSotto) expect(script).toContain("export SOTTO_CONFIG=");
      for (const [, name = ""] of script.matchAll(/\$(?:\{)?([A-Z_]+)/g)) {
        const isGiven = ["PWD", "HOME"].includes(name);
        const hasDefault = new RegExp(`\\$\\{${name}:[-?]|^${name}=|export ${name}=`, "m").test(script);
        expect(isGiven || hasDefault, name).toBe(true);
      }
    }
  });

  it("takes a profile that there is", () => {
    const [, profile] = /\$\{PROFILE:-([\w-]+)\}/.exec(page) ?? [];
    expect(profileShelf().names).toContain(profile);
  });
});

describe("the blocks of a page", () => {
  it("lose the indentation of their list and keep their own", () => {
    const text =
      "1. Do:\n\n   ```sh walk device\n   if true; then\n     echo a\n   fi\n   ```\n\n```sh\nnot this\n```\n";
    expect(walkBlocks(text)).toEqual({
      blocks: [{ by: "device", line: 4, script: "if true; then\n  echo a\nfi\n" }],
      unknown: [],
    });
  });

  it("are told apart from those that are nobody's", () => {
    expect(walkBlocks("```sh walk cat\ntrue\n```\n")).toEqual({ blocks: [], unknown: ["cat"] });
  });
});
