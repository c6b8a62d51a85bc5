import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openPacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import type { Places } from "../../src/config/places.js";
import { codeOf } from "../../src/domain/errors.js";
import { rowsOf } from "../../src/isolation/attempts.js";
import { type ConfinedProcess, confine } from "../../src/isolation/edge/confine.js";
import { isolationState, requireIsolation } from "../../src/isolation/edge/isolation-state.js";
import { type House, makeHouse } from "../../src/isolation/edge/made-house.js";
import { confinedRecorder } from "../../src/isolation/edge/witness.js";
import { CONFINED, type Confined, type Sandbox, sandboxOf } from "../../src/isolation/sandbox.js";
import { buildWhereStale } from "../cli/built-program.js";

const PROBE = fileURLToPath(new URL("../../dist/isolation/edge/probe.js", import.meta.url));
beforeAll(buildWhereStale);

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

async function house(): Promise<House> {
  const made = await makeHouse();
  closing.push(() => made.close());
  return made;
}

function start(name: Confined, { world }: House, script: string): ConfinedProcess {
  return confine(sandboxOf(name, world), { command: "/bin/sh", args: ["-c", script] });
}

async function said({ child }: ConfinedProcess): Promise<string> {
  const [out] = await Promise.all([child.stdout ? text(child.stdout) : "", once(child, "close")]);
  return out;
}

/** A dead process whose new parent has not looked yet is no running one. */
function isRunning(pid: number | undefined): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("a confined process", () => {
  it("gives its own exit code, and 128 and the signal where a signal ended it", async () => {
    const made = await house();
    expect(await once(start("ear", made, "exit 7").child, "exit")).toEqual([7, null]);
    expect(await once(start("light", made, "kill -9 $$").child, "exit")).toEqual([137, null]);
  });

  it.each(CONFINED)("is asked to end and may say goodbye: %s", async (name) => {
    const made = await house();
    const script =
      'process.on("SIGTERM", () => process.exit(3)); setInterval(() => {}, 1e3); console.log(".")';
    const sandbox = sandboxOf(name, made.world);
    const confined = confine(sandbox, { command: process.execPath, args: ["-e", script] });
    if (confined.child.stdout) await once(confined.child.stdout, "data");
    confined.terminate();
    expect(await once(confined.child, "exit")).toEqual([3, null]);
  });

  it.each(["ear", "light"] as const)("ends with its outer process, whatever it does: %s", async (name) => {
    const { world } = await house();
    const sandbox = sandboxOf(name, world);
    const confined = confine(sandbox, {
      command: "perl",
      args: ["-e", '$| = 1; print "."; sleep 600 while 1'],
    });
    if (confined.child.stdout) await once(confined.child.stdout, "data");
    const pid = confined.programPid();
    expect(isRunning(pid)).toBe(true);
    confined.child.kill("SIGKILL");
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
  });

  it("takes everything in its sandbox with it, recorders too", async () => {
    const { world } = await house();
    const recorder = await confinedRecorder(sandboxOf("ear", world), "sotto-arecord:test");
    recorder.end();
    await vi.waitFor(() => expect(isRunning(recorder.pid)).toBe(false));
  });

  it.each(CONFINED)("holds no handle, no right and no core dump that it was not given: %s", async (name) => {
    const made = await house();
    const script =
      "ls /proc/self/fd; ulimit -c; cat /proc/self/coredump_filter; grep -E 'Cap|NoNew' /proc/self/status";
    const lines = (await said(start(name, made, script))).split("\n");
    // The last one is ls's own.
    expect(lines.slice(0, 4)).toEqual(["0", "1", "2", "3"]);
    expect(lines.slice(4, 6)).toEqual(["0", "00000000"]);
    const rights = lines.slice(6).filter((line) => line !== "");
    expect(rights.length).toBe(6);
    for (const line of rights) expect(line).toMatch(/^(Cap\w+:\s+0+|NoNewPrivs:\s+1)$/);
  });

  it.each(CONFINED)("knows no variable but the listed ones: %s", async (name) => {
    vi.stubEnv("SOTTO_SECRET", "a password of the shell that started it");
    const names = (await said(start(name, await house(), "env")))
      .split("\n")
      .map((line) => line.split("=")[0])
      .filter((variable) => variable !== "");
    expect(new Set(names)).toEqual(new Set(["HOME", "LANG", "ORT_DISABLE_TELEMETRY", "PATH", "PWD"]));
  });

  it.each(CONFINED)("can write to nothing but what is its own: %s", async (name) => {
    const made = await house();
    const { places } = made.world;
    const find =
      "find / -path /proc -prune -o -path /sys -prune -o -type d -writable -print 2>/dev/null; test -w /proc/sys/vm/swappiness && echo setting";
    const folders = (await said(start(name, made, find))).split("\n").filter((line) => line !== "");
    const own = {
      ear: [],
      light: [
        places.light,
        ...["ear-light", "light-uplink", "control"].map((socket) => `${places.run}/${socket}`),
      ],
      uplink: [places.uplink, `${places.run}/ear-uplink`],
      keep: [places.keeper],
    }[name];
    // In memory and gone with the process: /tmp, /dev, and the empty folders below them in which others are hung.
    const { readable, writable } = sandboxOf(name, made.world);
    const isHung = (folder: string) =>
      [...readable, ...writable].some((path) => path.startsWith(`${folder}/`));
    const isTemporary = (folder: string) =>
      /^\/(tmp|dev|dev\/\w+)$/.test(folder) || (folder.startsWith("/tmp/") && isHung(folder));
    expect(folders).toContain("/tmp");
    expect(new Set(folders.filter((folder) => !isTemporary(folder)))).toEqual(new Set(own));
  });

  it("records from a device of alsa-lib's by arecord, in the ear", async () => {
    const paced = await openPacedDevice({ rateHz: 16_000, channels: 1 });
    closing.push(() => paced.close());
    const { world } = await house();
    const { ALSA_CONFIG_PATH: files = "" } = paced.environment;
    const sandbox = sandboxOf("ear", {
      ...world,
      alsaFiles: files.split(":"),
      environment: { ...world.environment, ...paced.environment },
    });
    const seconds = 1;
    const args = [
      "-q",
      "-D",
      paced.device,
      "-f",
      "S16_LE",
      "-r",
      "16000",
      "-c",
      "1",
      "-t",
      "raw",
      "-d",
      String(seconds),
    ];
    const { child } = confine(sandbox, { command: "arecord", args });
    const played = paced.play(Int16Array.from({ length: 4_000 }, () => 12_345));
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    await Promise.all([once(child, "close"), played]);
    const bytes = Buffer.concat(chunks);
    expect(bytes.length).toBe(seconds * 16_000 * 2);
    const heard = Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2));
    expect(heard.filter((sample) => sample === 12_345).length).toBe(4_000);
  });
});

describe("a hole in a wall", () => {
  it.each([
    [
      "a readable folder",
      (of: Sandbox, { owner }: Places): Sandbox => ({ ...of, readable: [...of.readable, owner] }),
      "read",
    ],
    ["a network", (of: Sandbox): Sandbox => ({ ...of, network: "host", families: ["unix", "inet"] }), "tcp"],
  ] as const)("is found by the tries themselves: %s", async (_hole, open, kind) => {
    const { world, made } = await house();
    const wanted = rowsOf("ear", made).find(
      ({ what }) => what === (kind === "read" ? "read the owner's private key" : "TCP to loopback"),
    );
    const whole = sandboxOf("ear", world);
    const tried = async (sandbox: Sandbox) => {
      const confined = confine(sandbox, { command: process.execPath, args: [PROBE], stdin: "pipe" });
      confined.child.stdin?.end(JSON.stringify([wanted?.attempt]));
      return JSON.parse(await said(confined));
    };
    expect(await tried(whole)).toMatchObject([{ reached: false }]);
    expect(await tried(open(whole, world.places))).toEqual([{ reached: true, why: "reached" }]);
  });
});

describe("the state of the walls", () => {
  it("says what the kernel said within a sandbox", async () => {
    expect(await isolationState()).toEqual({
      enforced: true,
      noNewPrivileges: true,
      capabilities: "none",
      seccomp: "filter",
    });
  });

  it("refuses with the package to install where bubblewrap is missing", async () => {
    vi.stubEnv("PATH", "/nonexistent");
    const refusal: unknown = await requireIsolation().catch((error: unknown) => error);
    expect(codeOf(refusal)).toBe("ISOLATION_UNAVAILABLE");
    expect(String(refusal)).toContain("apt-get install bubblewrap");
  });
});
