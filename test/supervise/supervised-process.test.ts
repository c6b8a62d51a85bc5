import { spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SupervisedProcess } from "../../src/supervise/edge/supervised-process.js";

const open: SupervisedProcess[] = [];

/** Runs a script of node's again and again; `line` gives its next line. */
function supervise(script: string) {
  const lines: string[] = [];
  const ends: (string | number | null)[] = [];
  let told: () => void = () => undefined;
  const supervised = new SupervisedProcess({
    clock: systemClock,
    restart: { firstMs: 5, mostMs: 20, healthyMs: 60_000 },
    start: () => {
      const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
      return { child, terminate: () => void child.kill("SIGTERM") };
    },
    onLine: (line) => {
      lines.push(line);
      told();
    },
    onEnd: ({ code, signal }) => {
      ends.push(signal ?? code);
      told();
    },
  });
  open.push(supervised);
  const until = async (isThere: () => boolean) => {
    while (!isThere())
      await new Promise<void>((resolve) => {
        told = resolve;
      });
  };
  return { supervised, lines, ends, until };
}

describe("a supervised process", () => {
  afterEach(async () => {
    for (const supervised of open.splice(0)) await supervised.stop();
  });

  it("is started again after each end, and its lines are read", async () => {
    const { lines, ends, until, supervised } = supervise("console.log('here'); process.exit(3)");
    await until(() => ends.length >= 3 && lines.length >= 3);
    expect(new Set(lines)).toEqual(new Set(["here"]));
    expect(ends.slice(0, 3)).toEqual([3, 3, 3]);
    expect(supervised.starts).toBeGreaterThanOrEqual(3);
  });

  it("is started again when it is killed", async () => {
    const { lines, ends, until, supervised } = supervise("console.log('here'); setInterval(() => {}, 1000)");
    await until(() => lines.length === 1);
    supervised.started?.child.kill("SIGKILL");
    await until(() => lines.length === 2);
    expect(ends).toEqual(["SIGKILL"]);
  });

  it("is asked to end when it is stopped, and started no more", async () => {
    const { lines, ends, until, supervised } = supervise(
      "process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); console.log('here'); setInterval(() => {}, 1000)",
    );
    await until(() => lines.length === 1);
    await supervised.stop();
    expect(lines).toEqual(["here", "bye"]);
    expect(ends).toEqual([0]);
    expect(supervised.starts).toBe(1);
  });

  it("is tried again when its program cannot be started", async () => {
    const ends: unknown[] = [];
    let resolve: () => void = () => undefined;
    const threeEnds = new Promise<void>((done) => {
      resolve = done;
    });
    const supervised = new SupervisedProcess({
      clock: systemClock,
      restart: { firstMs: 5, mostMs: 20, healthyMs: 60_000 },
      start: () => {
        const child = spawn("/no/such/program");
        return { child, terminate: () => void child.kill() };
      },
      onLine: () => undefined,
      onEnd: (end) => {
        if (ends.push(end) === 3) resolve();
      },
    });
    open.push(supervised);
    await threeEnds;
    expect(ends).toHaveLength(3);
  });
});
