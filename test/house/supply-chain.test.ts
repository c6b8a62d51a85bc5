import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { projectFiles, readProjectFile } from "./project-files.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  os: z.array(z.string()).optional(),
});
const lock = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readProjectFile("package-lock.json")));
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== "")
  .map(([path, facts]) => ({ name: path.slice(path.lastIndexOf("node_modules/") + 13), ...facts }));
const dependenciesPage = readProjectFile("docs/dependencies.md");

/** Licences that ask for no more than a notice. */
const FREE = [
  ...["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD"],
  ...["Apache-2.0 AND MIT", "(BSD-3-Clause AND Apache-2.0)", "(MIT OR CC0-1.0)", "MIT OR Apache-2.0"],
];
/** Used as they come, unaltered and replaceable; docs/dependencies.md names them. */
const BY_NAME: Readonly<Record<string, string>> = { "codec-parser": "LGPL-3.0-or-later" };
/** Never part of what runs in a house. */
const FOR_DEVELOPMENT = [...FREE, "MPL-2.0"];

describe("The supply chain", () => {
  it("installs nothing that is not in the lockfile by version and SHA-512, from no host of its own", () => {
    expect(packages.length).toBeGreaterThan(300);
    expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
    // Of the linter's binaries for other systems npm writes the version alone.
    const bare = packages.filter(({ integrity, optional, os }) => !integrity && !(optional && os));
    expect(bare.map(({ name }) => name)).toEqual([]);
    const weak = packages.filter(({ integrity }) => integrity && !integrity.startsWith("sha512-"));
    expect(weak.map(({ name }) => name)).toEqual([]);
  });

  it("runs no install script: npm is told so, and the project has none itself", () => {
    const settings = readProjectFile(".npmrc").split("\n");
    for (const each of ["ignore-scripts=true", "omit-lockfile-registry-resolved=true", "fund=false"]) {
      expect(settings).toContain(each);
    }
    expect(settings.filter((line) => /^(registry|@\S+:registry|\/\/)/.test(line))).toEqual([]);
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readProjectFile("package.json")));
    const atInstall = ["preinstall", "install", "postinstall", "prepare", "prepublish", "dependencies"];
    expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
    const shell = projectFiles().filter((path) => /^scripts\/([\w-]+|lib\/[\w-]+\.sh)$/.test(path));
    const switching = shell.filter((path) =>
      /ignore-scripts[= ]false|npm rebuild/.test(readProjectFile(path)),
    );
    expect(switching).toEqual([]);
  });

  it("has told of each package with an install script why it need not run", () => {
    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    const section = /## Install scripts\n([\s\S]*?)(\n## |$)/.exec(dependenciesPage)?.[1] ?? "";
    const told = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(scripted.length).toBeGreaterThan(0);
    expect(told.sort()).toEqual([...new Set(scripted)].sort());
  });

  it("has no licence that was not looked at", () => {
    const unknown = packages.filter(({ name, license = "none", dev }) => {
      if (BY_NAME[name] === license) return !dependenciesPage.includes(`\`${name}\` (${license})`);
      return !(dev ? FOR_DEVELOPMENT : FREE).includes(license);
    });
    expect(unknown.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  });

  it("is listed by npm run sbom: every package that runs, with its hash, without a network", () => {
    const component = z.object({
      ...{ name: z.string(), version: z.string() },
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
    });
    const bill = z.object({ bomFormat: z.literal("CycloneDX"), components: z.array(component) }).parse(
      JSON.parse(
        execFileSync("npm", ["run", "--silent", "sbom"], {
          ...{ cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 20_000_000 },
          env: { ...process.env, npm_config_offline: "true" },
        }),
      ),
    );
    const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    const running = packages.filter(({ dev, optional }) => dev !== true && optional !== true);
    const missing = running.filter(({ name, version }) => !listed.has(`${name}@${version}`));
    expect(missing.map(({ name }) => name)).toEqual([]);
    const isRunning = ({ name, version }: z.infer<typeof component>) =>
      running.some((each) => each.name === name && each.version === version);
    const bare = bill.components
      .filter(isRunning)
      .filter(({ hashes = [] }) => !hashes.some(({ alg }) => alg === "SHA-512"));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});
