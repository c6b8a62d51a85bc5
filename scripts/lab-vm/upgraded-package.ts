import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The same package under a higher version, with one more file, so that an upgrade has something to do. */
export function upgradedPackage(debian: string, work: string): string {
  const tree = join(work, "upgrade");
  const made = join(work, "upgraded.deb");
  rmSync(tree, { recursive: true, force: true });
  execFileSync("dpkg-deb", ["--raw-extract", debian, tree]);
  const control = join(tree, "DEBIAN", "control");
  const before = readFileSync(control, "utf8");
  writeFileSync(control, before.replace(/^Version: (.*)$/m, "Version: $1+lab"));
  appendFileSync(join(tree, "opt/sotto/docs/added-by-an-upgrade"), "one more file\n");
  execFileSync("dpkg-deb", ["--root-owner-group", "-Zgzip", "-z1", "--build", tree, made], {
    stdio: "ignore",
  });
  rmSync(tree, { recursive: true });
  return made;
}
