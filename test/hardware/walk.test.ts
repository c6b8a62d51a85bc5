import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { profileShelf } from "../../src/config/edge/profile-shelf.js";

const page = readFileSync(new URL("../../docs/device.md", import.meta.url), "utf8");

/** Blocks that are walked as they stand: whose they are, the line of their first command, and what they say. */
const blocks = [...page.matchAll(/^( *)```sh walk (\w+)\n([\s\S]*?)^\1```$/gm)].map(
  ([whole, , by = "", script = ""]) => ({
    by,
    line: page.slice(0, page.indexOf(whole)).split("\n").length + 1,
    script,
  }),
);

describe("the way from the box to the first clip", () => {
  it("is walked by the owner on the laptop and by root on the device, and by nobody else", () => {
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
