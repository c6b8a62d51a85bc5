import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { makeBundle } from "../../scripts/bundle/make-bundle.js";

export const releaseKey = generateKeyPairSync("ed25519");

/** A folder that is gone when the test is over. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sotto-update-"));
  // What is nobody's to enter, nobody can test.
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface SmallRelease {
  readonly version: string;
  /** What the release says of itself when it is asked to test itself: a program for Node. */
  readonly selfTest?: string;
  /** What it runs as its ear. */
  readonly ear?: string;
  /** In package.json, where that is another. */
  readonly inside?: string;
}

/** A tree of the form of a release, with this machine's Node and programs of a line. */
export function layTree(
  tree: string,
  { version, selfTest = "", ear = "", inside = version }: SmallRelease,
): void {
  const files: Readonly<Record<string, string>> = {
    "package.json": JSON.stringify({ name: "sotto", version: inside, type: "module" }),
    "dist/app/processes/self-test.js": selfTest,
    "dist/ear.js": ear,
    "node/bin/node": `#!/bin/sh\nexec '${process.execPath}' "$@"\n`,
    "docs/empty.md": "",
    [`models/${"deep/".repeat(12)}${"m".repeat(80)}.txt`]: `of ${version}`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  chmodSync(join(tree, "node/bin/node"), 0o755);
  symlinkSync("../package.json", join(tree, "docs/package"));
}

/** A signed bundle of a small release. */
export async function smallBundle(
  release: SmallRelease & { readonly arch?: "arm64" | "amd64"; readonly replaces?: string },
  key = releaseKey.privateKey,
): Promise<string> {
  const folder = testFolder();
  const tree = join(folder, "tree");
  layTree(tree, release);
  const out = join(folder, "sotto.bundle");
  const { version, arch = "amd64", replaces = "0.0.1" } = release;
  await makeBundle({ tree, out, key, version, arch, replaces });
  return out;
}
