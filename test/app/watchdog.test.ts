import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { buildWhereStale } from "../cli/built-program.js";
import { listenAt, type NotifyListener, sendersTo } from "../support/notify-listener.js";
import { openEarWorld } from "./ear-world.js";
import { openLightWorld } from "./light-world.js";
import { openUplinkWorld } from "./uplink-world.js";

beforeAll(() => buildWhereStale(), 120_000);
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

/** Processes that are started from now on are a service's. */
async function asService(
  watchdogMs: number,
): Promise<{ readonly at: string; readonly listener: NotifyListener }> {
  const folder = mkdtempSync(join(tmpdir(), "sotto-watchdog-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const at = join(folder, "notify");
  const listener = await listenAt(at);
  vi.stubEnv("NOTIFY_SOCKET", at);
  vi.stubEnv("WATCHDOG_USEC", String(watchdogMs * 1_000));
  return { at, listener };
}

async function beatsIn(listener: NotifyListener, ms: number): Promise<number> {
  const before = listener.count("WATCHDOG=1");
  await systemClock.sleep(ms);
  return listener.count("WATCHDOG=1") - before;
}

async function told(listener: NotifyListener, line: string): Promise<void> {
  await expect.poll(() => listener.count(line), { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
}

describe("a light that is a service", () => {
  it("is ready when it can be connected to, beats while it looks, and not while it is stopped", async () => {
    const { at, listener } = await asService(2_000);
    const world = await openLightWorld();
    closing.push(() => world.close());
    const light = await world.ready();
    await told(listener, "READY=1");
    await told(listener, "STATUS=microphone closed");
    expect(sendersTo(at)).toHaveLength(1);
    expect(await beatsIn(listener, 3_000)).toBeGreaterThanOrEqual(4);
    light.child.kill("SIGSTOP");
    // What was on its way.
    await systemClock.sleep(200);
    expect(await beatsIn(listener, 2_000)).toBe(0);
    light.child.kill("SIGCONT");
    await expect.poll(() => beatsIn(listener, 600)).toBeGreaterThan(0);
    light.press("down");
    await told(listener, "STATUS=muted");
    await light.kill("SIGTERM");
    await told(listener, "STOPPING=1");
    await expect.poll(() => sendersTo(at)).toEqual([]);
  });

  it("takes its sender with it when it is killed", async () => {
    const { at, listener } = await asService(2_000);
    const world = await openLightWorld();
    closing.push(() => world.close());
    const light = await world.ready();
    await told(listener, "READY=1");
    await light.kill("SIGKILL");
    await expect.poll(() => sendersTo(at)).toEqual([]);
  });

  it("whose watchdog is gone says so and goes on", async () => {
    const { listener } = await asService(2_000);
    const world = await openLightWorld();
    closing.push(() => world.close());
    const light = await world.ready();
    await told(listener, "READY=1");
    listener.close();
    await light.until("watchdog-lost");
    const { parent } = await world.recorder();
    await expect.poll(() => light.lamp()).toBe("led-on");
    parent.kill("SIGKILL");
  });
});

it("an ear that is a service beats while it loads, waits muted and hears, and not while it is stopped", async () => {
  const { listener } = await asService(4_000);
  const world = await openEarWorld();
  closing.push(() => world.close());
  const light = await world.light();
  const ear = world.start("--device", world.device.device);
  await told(listener, "STATUS=loads its models");
  await told(listener, "READY=1");
  expect(await beatsIn(listener, 4_000)).toBeGreaterThanOrEqual(2);
  light.server.send({ kind: "listen" });
  await expect.poll(() => world.recorders(), { timeout: 10_000 }).toBe(1);
  expect(await beatsIn(listener, 4_000)).toBeGreaterThanOrEqual(2);
  ear.child.kill("SIGSTOP");
  await systemClock.sleep(200);
  expect(await beatsIn(listener, 3_000)).toBe(0);
  ear.child.kill("SIGCONT");
  light.server.send({ kind: "close" });
  await told(listener, "STOPPING=1");
}, 60_000);

it("an uplink that is a service beats while its store answers, and not while it is stopped", async () => {
  const { listener } = await asService(12_000);
  const world = await openUplinkWorld();
  closing.push(() => world.end());
  const uplink = world.start("uplink", "--broker", "mqtt://127.0.0.1:1");
  closing.push(async () => {
    // Not by the world, to which a child of a process is the process in its sandbox.
    const exited = once(uplink.child, "exit");
    uplink.child.kill("SIGKILL");
    await exited;
  });
  await told(listener, "READY=1");
  expect(await beatsIn(listener, 11_000)).toBeGreaterThanOrEqual(2);
  uplink.child.kill("SIGSTOP");
  await systemClock.sleep(200);
  expect(await beatsIn(listener, 6_000)).toBe(0);
  uplink.child.kill("SIGCONT");
  await expect.poll(() => beatsIn(listener, 2_000), { timeout: 20_000 }).toBeGreaterThan(0);
}, 60_000);
