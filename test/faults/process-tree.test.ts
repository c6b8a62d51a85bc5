import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isAlive, processTree, programBelow } from "./process-tree.js";

it("finds the program below its sandbox, and all that lives there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sotto-test-"));
  const script =
    "require('node:child_process').spawn('sleep', ['60']); console.log('here'); setInterval(() => 0, 1000)";
  writeFileSync(join(folder, "program.cjs"), script);
  const binds = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"];
  const spaces = ["--unshare-user", "--unshare-pid", "--die-with-parent"];
  const sandbox = spawn("bwrap", [...spaces, ...binds, "--", process.execPath, join(folder, "program.cjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(sandbox.stdout, "data");
    const outer = sandbox.pid ?? 0;
    const program = programBelow(outer, "program.cjs");
    expect(program).not.toBe(outer);
    const tree = processTree(outer);
    // bubblewrap outside, its own first process inside, the program, and what the program started.
    expect(tree.length).toBe(4);
    expect(tree).toContain(program);
    const exit = once(sandbox, "exit");
    process.kill(program ?? 0, "SIGKILL");
    await exit;
    expect(isAlive(outer)).toBe(false);
    expect(programBelow(outer, "program.cjs")).toBeUndefined();
  } finally {
    sandbox.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
