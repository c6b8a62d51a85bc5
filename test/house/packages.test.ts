import { describe, expect, it } from "vitest";
import { z } from "zod";
import { importsOf, projectFiles, readProjectFile, sourceFiles } from "./project-files.js";

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    dependencies: versions,
    devDependencies: versions,
    optionalDependencies: versions,
    peerDependencies: versions,
  })
  .parse(JSON.parse(readProjectFile("package.json")));
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        optional: z.boolean().optional(),
        os: z.array(z.string()).optional(),
        optionalDependencies: versions.optional(),
      }),
    ),
  })
  .parse(JSON.parse(readProjectFile("package-lock.json")));

const runtime = {
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.peerDependencies,
};
const everything = { ...runtime, ...manifest.devDependencies };

/** By import or by require: what counts is that a source names it. */
function isNamed(name: string, paths: readonly string[]): boolean {
  return paths.some((path) => readProjectFile(path).includes(`"${name}`));
}

describe("the packages of others", () => {
  it("are pinned to one version each", () => {
    const loose = Object.entries(everything).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  it("come without telemetry: onnxruntime-node stays at 1.27.0", () => {
    expect(runtime["onnxruntime-node"]).toBe("1.27.0");
    expect(lock.packages["node_modules/onnxruntime-node"]?.version).toBe("1.27.0");
  });

  it("are named in the lockfile with a hash and without a host", () => {
    expect(readProjectFile("package-lock.json")).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
    // The linter's binaries for other systems than Linux are known by version only.
    const bare = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== "" && !entry.integrity && !(entry.optional && entry.os),
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it("are complete in the lockfile for every platform, else npm ci refuses it", () => {
    const named = Object.values(lock.packages).flatMap((entry) =>
      Object.keys(entry.optionalDependencies ?? {}),
    );
    const paths = Object.keys(lock.packages);
    const lacking = [...new Set(named)].filter(
      (name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)),
    );
    expect(lacking).toEqual([]);
  });

  it("are used, and nothing else is", () => {
    const sources = sourceFiles();
    const unused = Object.keys(runtime).filter((name) => !isNamed(name, sources));
    expect(unused).toEqual([]);
    const undeclared = sources.flatMap((path) =>
      importsOf(path)
        .filter((each) => !each.startsWith(".") && !each.startsWith("node:"))
        .filter((each) => !Object.keys(runtime).some((name) => each === name || each.startsWith(`${name}/`)))
        .map((each) => `${path} imports ${each}`),
    );
    expect(undeclared).toEqual([]);
  });

  it("are each explained in docs/dependencies.md", () => {
    const pages = projectFiles().filter((path) => /^docs\/dependencies.*\.md$/.test(path));
    const explained = pages.map(readProjectFile).join("\n");
    const silent = Object.keys(everything).filter(
      (name) => !name.startsWith("@types/") && !explained.includes(`\`${name}\``),
    );
    expect(
      silent.filter((name) => !explained.includes(`\`${name} `) && !explained.includes(`\`${name}\` `)),
    ).toEqual([]);
  });
});
