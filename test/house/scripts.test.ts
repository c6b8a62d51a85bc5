import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { projectFiles } from "./project-files.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sotto-scripts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly path?: string },
) {
  const env = options.path === undefined ? process.env : { ...process.env, PATH: options.path };
  return spawnSync(program, args, { cwd: options.cwd, env, encoding: "utf8", timeout: 30_000 });
}

describe("the shell scripts", () => {
  const scripts = projectFiles().filter((path) =>
    /^(scripts\/[\w-]+|scripts\/lib\/[\w-]+\.sh|\.ci\/run)$/.test(path),
  );

  it.each(scripts)("%s is whole", (path) => {
    expect(run("bash", ["-n", path], { cwd: root }).stderr).toBe("");
  });

  it.skipIf(process.getuid?.() !== 0)(
    "give what root has made to whoever called sudo, and end as they would",
    () => {
      const folder = folderOf({ "build/image": "", "build/other/list": "", mine: "" });
      const outside = join(folderOf({ kept: "" }), "kept");
      symlinkSync(outside, join(folder, "link"));
      for (const path of ["", "mine"]) chownSync(join(folder, path), 1234, 1234);
      const script = `. ${root}scripts/lib/system.sh; trap give_back EXIT; exit 7`;
      const env = { ...process.env, SUDO_UID: "1234", SUDO_GID: "1235" };
      expect(spawnSync("bash", ["-euc", script], { cwd: folder, env }).status).toBe(7);
      const owner = (path: string) => lstatSync(join(folder, path));
      for (const path of ["build", "build/image", "build/other/list", "link"])
        expect([owner(path).uid, owner(path).gid]).toEqual([1234, 1235]);
      expect(owner("mine").gid).toBe(1234);
      expect(statSync(outside).uid).toBe(0);
    },
  );

  it.each(["scripts/image", "scripts/lab", "scripts/package", "scripts/try-image"])(
    "%s leaves nothing of root's in the project",
    (script) => {
      const text = readFileSync(join(root, script), "utf8");
      const traps = text.split("\n").filter((line) => /^trap .* EXIT$/.test(line));
      expect(traps.length).toBeGreaterThan(0);
      for (const line of traps) expect(line).toContain("give_back");
      expect(text).not.toMatch(/^exec /m);
    },
  );

  it.each(["scripts/start", "scripts/test"])("%s refuses an old Node and says which will do", (script) => {
    const tools = folderOf({ node: "#!/bin/sh\necho 18.19.0\n", npm: "#!/bin/sh\n" });
    for (const name of ["node", "npm"]) chmodSync(join(tools, name), 0o755);
    const { status, stdout, stderr } = run("bash", [script], { cwd: root, path: `${tools}:/usr/bin:/bin` });
    expect(status).toBe(1);
    expect(stderr).toMatch(/Node 18\.19\.0 is too old.*20\.19.*Install Node 20, 22 or 24/);
    if (script === "scripts/test") expect(stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed");
  });
});

describe("the count of scripts/test", () => {
  const file = (status: string, ...assertions: string[]) => ({
    status,
    assertionResults: assertions.map((each) => ({ status: each })),
  });
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [file("passed", "passed"), file("failed", "failed", "passed")],
  };
  const tally = (content: object | undefined, status: string) => {
    const folder = folderOf(content === undefined ? {} : { "vitest.json": JSON.stringify(content) });
    return run("node", [join(root, "scripts/lib/tally.mjs"), "vitest.json", status], {
      cwd: folder,
    }).stdout.trim();
  };

  it("is vitest's own where vitest ran to its end", () => {
    expect(tally(report, "1")).toBe("5 1 3");
    expect(tally({ ...report, numFailedTests: 0, testResults: [file("passed", "passed")] }, "0")).toBe(
      "5 0 3",
    );
  });

  it("counts a file that did not load", () => {
    expect(tally({ ...report, testResults: [...report.testResults, file("failed")] }, "1")).toBe("5 2 3");
  });

  it("is never without a failure when vitest failed or left no report", () => {
    expect(tally({ ...report, numFailedTests: 0, testResults: [] }, "1")).toBe("5 1 3");
    expect(tally(undefined, "0")).toBe("0 1 0");
  });
});

describe("the look whether npm ci is needed", () => {
  const own = { os: [process.platform], cpu: [process.arch], optional: true };
  const foreign = { os: ["aix"], cpu: ["ppc64"], optional: true };
  const lock = {
    packages: {
      "": { optionalDependencies: { extra: "1.0.0" } },
      "node_modules/needed": { version: "2.0.0" },
      "node_modules/extra": { version: "1.0.0", optional: true },
      "node_modules/binary": { version: "1.0.0", ...own },
      "node_modules/elsewhere": { version: "1.0.0", ...foreign },
      "node_modules/peer": { version: "1.0.0", peer: true },
    },
  };
  const look = (mode: string, installed: Readonly<Record<string, string>>) => {
    const packages = Object.entries(installed).map(([name, version]) => [
      `node_modules/${name}`,
      { version },
    ]);
    const folder = folderOf({
      "package-lock.json": JSON.stringify(lock),
      "node_modules/.package-lock.json": JSON.stringify({ packages: Object.fromEntries(packages) }),
      ...Object.fromEntries(
        Object.keys(installed).map((name) => [`node_modules/${name}/package.json`, "{}"]),
      ),
    });
    return run("node", [join(root, "scripts/lib/installed.mjs"), mode], { cwd: folder }).status;
  };

  it("is satisfied by exactly what a run or a test needs on this machine", () => {
    expect(look("runtime", { needed: "2.0.0", extra: "1.0.0", binary: "1.0.0" })).toBe(0);
    expect(look("all", { needed: "2.0.0", extra: "1.0.0", binary: "1.0.0", peer: "1.0.0" })).toBe(0);
  });

  it("leaves a developer's fuller installation alone", () => {
    expect(look("runtime", { needed: "2.0.0", extra: "1.0.0", binary: "1.0.0", more: "9.0.0" })).toBe(0);
  });

  it("asks for npm ci when something is missing or of another version", () => {
    expect(look("runtime", {})).toBe(1);
    expect(look("runtime", { needed: "1.9.0", extra: "1.0.0", binary: "1.0.0" })).toBe(1);
    expect(look("runtime", { needed: "2.0.0", extra: "1.0.0" })).toBe(1);
    expect(look("runtime", { needed: "2.0.0", binary: "1.0.0" })).toBe(1);
    expect(look("all", { needed: "2.0.0", extra: "1.0.0", binary: "1.0.0" })).toBe(1);
  });
});
