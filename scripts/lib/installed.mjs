// Says by its exit code whether node_modules holds what package-lock.json wants: 0 yes, 1 no.
// Compares with npm's own record of what it installed, so it needs neither npm nor the network.
// Usage, from the project's folder: node scripts/lib/installed.mjs runtime|all
import { existsSync, readFileSync } from "node:fs";

const [mode] = process.argv.slice(2);

function packagesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

function matches(allowed, own) {
  return allowed === undefined || allowed.includes(own);
}

const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";

const lock = packagesOf("package-lock.json");
const chosen = Object.keys(lock[""]?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`);

/**
 * Peers (native TensorFlow and what it needs) are wanted in full installations only. Of the optional packages: the
 * project's own, and binaries made for this machine. npm takes each of those with all that it needs or not at all, so
 * what they need is not asked for.
 */
function isWanted([path, entry]) {
  if (entry.peer === true) return mode === "all";
  if (entry.optional !== true) return true;
  if (entry.os === undefined && entry.cpu === undefined) return chosen.includes(path);
  return matches(entry.os, process.platform) && matches(entry.cpu, process.arch) && matches(entry.libc, libc);
}

function isThere([path, entry]) {
  return present[path]?.version === entry.version && existsSync(`${path}/package.json`);
}

const present = packagesOf("node_modules/.package-lock.json");
const wanted = Object.entries(lock).filter((each) => each[0] !== "" && isWanted(each));
process.exitCode = wanted.length > 0 && wanted.every(isThere) ? 0 : 1;
