import { homedir } from "node:os";
import { join } from "node:path";

/** Where scripts/lib/debian.sh unpacks Debian's packages. */
export const UNPACKED = join(process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto"), "debian");

/** The environment in which a program below such a folder finds the libraries that lie beside it. */
export function unpackedEnv(root: string): NodeJS.ProcessEnv {
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const libraries = [`${root}/usr/lib/${triplet}`, `${root}/lib/${triplet}`, process.env["LD_LIBRARY_PATH"]];
  return { ...process.env, LD_LIBRARY_PATH: libraries.filter((path) => path !== undefined).join(":") };
}
