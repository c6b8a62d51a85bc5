import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const bin = fileURLToPath(new URL("../../hardware/bin", import.meta.url));
/** Stands where Node would and says how it was called. */
const CALLED = '#!/bin/sh\necho "$0 $*"\necho "cache $SOTTO_CACHE"\necho "config $SOTTO_CONFIG"\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-launchers-"));
  cpSync(bin, join(folder, "package/bin"), { recursive: true });
  release("package");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function release(name: string): string {
  const path = join(folder, name);
  const node = join(path, "node/bin/node");
  mkdirSync(dirname(node), { recursive: true });
  writeFileSync(node, CALLED);
  chmodSync(node, 0o755);
  writeFileSync(join(path, "package.json"), "{}");
  return path;
}

function launch(program: string, ...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", SOTTO_RELEASES: join(folder, "releases") },
  });
  return stdout + stderr;
}

const service = (...args: readonly string[]) => launch(join(folder, "package/bin/sotto-process"), ...args);

describe("the launchers of a device", () => {
  it("start what the package brought where no update is chosen", () => {
    const own = join(folder, "package");
    expect(service("ear", "--device", "x")).toBe(
      `${own}/node/bin/node ${own}/dist/app/processes/ear.js --config /etc/sotto/config.toml --device x\n` +
        `cache ${own}/cache\nconfig \n`,
    );
  });

  it("start the release that `current` names, with its own Node and its own models", () => {
    const newer = release("releases/b");
    symlinkSync("b", join(folder, "releases/current"));
    expect(service("light")).toContain(
      `${newer}/node/bin/node ${newer}/dist/app/processes/light.js --config /etc/sotto/config.toml\ncache ${newer}/cache`,
    );
  });

  it.each(["gone", "../empty"])(
    "fall back to the package where `current` leads to no release: %s",
    (target) => {
      mkdirSync(join(folder, "releases"));
      mkdirSync(join(folder, "empty"));
      symlinkSync(target, join(folder, "releases/current"));
      expect(service("uplink")).toContain(`cache ${join(folder, "package")}/cache`);
    },
  );

  it("find themselves through a link in the path, and the command line takes the device's configuration", () => {
    symlinkSync(join(folder, "package/bin/sotto"), join(folder, "sotto"));
    const own = join(folder, "package");
    expect(launch(join(folder, "sotto"), "keys", "show")).toBe(
      `${own}/node/bin/node ${own}/dist/cli/main.js keys show\ncache ${own}/cache\nconfig /etc/sotto/config.toml\n`,
    );
  });

  it("refuse to start nothing", () => {
    expect(service()).toContain("the name of a process");
  });
});
