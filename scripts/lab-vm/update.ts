import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeBundle } from "../bundle/make-bundle.js";
import type { Chapter } from "./chapter.js";
import type { Lab } from "./lab-machine.js";

const BROKEN_EAR = "setInterval(() => undefined, 1000);\n";
const VERSION = "99.0.0";

/** The package's own tree as a newer release whose ear runs and never hears; and the same, with one byte altered. */
async function makeBundles(lab: Lab): Promise<void> {
  const folder = join(lab.work, "broken-release");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  execFileSync("dpkg-deb", ["--extract", lab.debian, folder]);
  const tree = join(folder, "opt/sotto");
  const named = readFileSync(join(tree, "package.json"), "utf8");
  writeFileSync(join(tree, "package.json"), named.replace(/"version": *"[^"]*"/, `"version": "${VERSION}"`));
  writeFileSync(join(tree, "dist/app/processes/ear.js"), BROKEN_EAR);
  const key = generateKeyPairSync("ed25519");
  const out = join(lab.share, "broken.bundle");
  await makeBundle({ tree, out, key: key.privateKey, version: VERSION, arch: "amd64", replaces: "0.0.0" });
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(join(lab.share, "release.pub"), key.publicKey.export({ format: "pem", type: "spki" }));
  const altered = join(lab.share, "altered.bundle");
  cpSync(out, altered);
  const bytes = readFileSync(altered);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(altered, bytes);
}

export const UPDATE: Chapter = {
  name: "update",
  title: "Updates that are altered or broken",
  isQuick: false,
  async run(lab) {
    await makeBundles(lab);
    const disk = lab.overlay("update", await lab.installedDisk(), "qcow2");
    await lab.perform(["update"], { disk, writes: "kept", patienceS: 2_400 });
  },
};
