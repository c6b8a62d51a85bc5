import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { isCode, projectFiles, readProjectFile, sourceFiles } from "./project-files.js";

const files = projectFiles();
const code = files.filter(isCode);
/** Read as text by the checks below; sound, models and the like are not. */
const texts = files.filter((path) =>
  /(\.(ts|mjs|md|json|sh|toml|yml|yaml|txt)|^scripts\/\w[\w-]*|^\.\w+)$/.test(path),
);

function linesOf(path: string): number {
  return readProjectFile(path).split("\n").length - 1;
}

describe("the files of the project", () => {
  it("stay below 400 lines of code each", () => {
    expect(code.filter((path) => linesOf(path) > 400)).toEqual([]);
  });

  it("are named in kebab-case after what they hold", () => {
    const odd = sourceFiles().filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(basename(path)));
    const vague = code.filter((path) =>
      /(^|[/-])(utils?|helpers?|managers?|common|misc)([/.-]|$)/.test(path),
    );
    expect([...odd, ...vague]).toEqual([]);
  });

  it("suppress neither the compiler nor the linter", () => {
    // Written in two halves so that this file is not its own first find.
    const suppression = new RegExp(["@ts-(ignore|expect-error|nocheck)", "biome-" + "ignore"].join("|"));
    // A type test says with the expected error what must not compile; it is the only place for one.
    const found = code.filter(
      (path) => !path.endsWith(".test-d.ts") && suppression.test(readProjectFile(path)),
    );
    expect(found.filter((path) => path !== "test/house/files.test.ts")).toEqual([]);
  });

  it("name no folder of a developer's machine and no registry", () => {
    const forbidden = [
      /\/home\/\w+\//,
      /(?<![\w$}])\/root\//,
      /\/work\/(main|shared)/,
      /registry\.npmjs/,
      /files\.pythonhosted|pypi\.org\/simple/,
    ];
    const found = texts
      .filter((path) => path !== "test/house/files.test.ts")
      .flatMap((path) => {
        const text = readProjectFile(path);
        return forbidden.filter((each) => each.test(text)).map((each) => `${path}: ${each.source}`);
      });
    expect(found).toEqual([]);
  });

  it("hold no weights of others, which come by the manifest", () => {
    const weights = files.filter((path) => /\.(ort|tflite|safetensors|gguf|pt|pth|bin)$/.test(path));
    const foreign = weights.filter((path) => !path.startsWith("models/"));
    expect(foreign).toEqual([]);
    expect(
      files.filter((path) => /embedding.*\.onnx$|_v0\.1\.onnx$|moonshine.*\.(ort|onnx)$/.test(path)),
    ).toEqual([]);
  });
});
