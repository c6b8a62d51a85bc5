import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { watchdogOf } from "../../src/supervise/edge/watchdog-socket.js";
import { listenAt, sendersTo } from "../support/notify-listener.js";

function pathSocket(): string {
  const folder = mkdtempSync(join(tmpdir(), "sotto-notify-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "notify");
}

function open(environment: Readonly<Record<string, string>>) {
  const events: string[] = [];
  let nowMs = 0;
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  const watchdog = watchdogOf({ environment, clock, log: { write: (event) => events.push(event) } });
  onTestFinished(() => {
    for (const pid of sendersTo(environment["NOTIFY_SOCKET"] ?? "")) process.kill(pid, "SIGKILL");
  });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { watchdog, events, pass };
}

function residentKb(pid: number): { readonly all: number; readonly own: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]);
  return { all: of("Rss"), own: of("Private_Clean") + of("Private_Dirty") };
}

describe("a watchdog", () => {
  it.each([
    { kind: "path", socket: () => pathSocket() },
    { kind: "abstract", socket: () => `@sotto-${randomBytes(8).toString("hex")}` },
  ])("is told by datagrams over a socket of the kind: $kind", async ({ socket }) => {
    const at = socket();
    const listener = await listenAt(at);
    const { watchdog, events } = open({ NOTIFY_SOCKET: at });
    watchdog.status("loads its models");
    watchdog.status("loads its models");
    watchdog.ready();
    watchdog.alive();
    watchdog.stopping();
    const told = ["STATUS=loads its models", "READY=1", "STOPPING=1"];
    await expect.poll(() => listener.heard.map(({ line }) => line)).toEqual(told);
    expect(events).toEqual([]);
    const [sender = 0] = sendersTo(at);
    const { all, own } = residentKb(sender);
    console.log(`watchdog: the sender holds ${all} kB, ${own} kB of them its own`);
    expect(own).toBeLessThan(4_000);
  });

  it("is told of life no more often than it needs", async () => {
    const at = pathSocket();
    const listener = await listenAt(at);
    const { watchdog, pass } = open({ NOTIFY_SOCKET: at, WATCHDOG_USEC: "2000000" });
    for (let looks = 0; looks < 100; looks++) {
      watchdog.alive();
      pass(100);
    }
    watchdog.stopping();
    await expect.poll(() => listener.count("STOPPING=1")).toBe(1);
    expect(listener.count("WATCHDOG=1")).toBe(20);
  });

  it("that is none is told nothing, and nothing is started for it", () => {
    const { watchdog } = open({ NOTIFY_SOCKET: "" });
    watchdog.ready();
    expect(sendersTo("")).toEqual([]);
  });

  it("that cannot be told any more is missed in the log, once", async () => {
    const { watchdog, events } = open({ NOTIFY_SOCKET: join(pathSocket(), "nowhere") });
    watchdog.ready();
    watchdog.status("ready");
    await expect.poll(() => events).toEqual(["watchdog-lost"]);
    watchdog.stopping();
    expect(events).toEqual(["watchdog-lost"]);
  });

  it("costs no memory while its sender hangs", async () => {
    const at = pathSocket();
    await listenAt(at);
    const { watchdog, pass } = open({ NOTIFY_SOCKET: at, WATCHDOG_USEC: "2000000" });
    const [sender = 0] = sendersTo(at);
    process.kill(sender, "SIGSTOP");
    const before = process.memoryUsage().external;
    for (let looks = 0; looks < 1_000_000; looks++) {
      watchdog.alive();
      pass(500);
    }
    expect(process.memoryUsage().external - before).toBeLessThan(1_000_000);
  });
});
