import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import type { CrewEvent } from "../../src/app/household/crew.js";
import { monotonicMs, watchLamp } from "./lamp-observer.js";

const NAME = `sotto-arecord-of-a-test-${process.pid}`;
const children: ChildProcess[] = [];

/** A process that bears the recorder's name. */
function recorder(name: string = NAME): ChildProcess {
  const child = spawn("sleep", ["60"], { argv0: name, stdio: "ignore" });
  children.push(child);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

function lamp(event: "led-on" | "led-off"): CrewEvent {
  return { kind: "line", from: "light", line: { event } };
}

describe("the watch over lamp and device", () => {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  it("sees a real process come and go, and how long the lamp lied about it", async () => {
    const watch = await watchLamp(NAME);
    const first = recorder();
    const openMs = await watch.device("open");
    watch.take(lamp("led-on"));
    await watch.lamp("lit");
    await end(first);
    const closedMs = await watch.device("closed");
    expect(closedMs).toBeGreaterThan(openMs);
    watch.take(lamp("led-off"));
    const second = recorder();
    await watch.device("open");
    const darkFrom = monotonicMs();
    await new Promise((look) => setTimeout(look, 120)); // the length of a lie, which is what is measured here
    watch.take(lamp("led-on"));
    const darkMs = monotonicMs() - darkFrom;
    watch.take(lamp("led-off"));
    await end(second);
    const report = await watch.report();
    expect(report.deviceWithoutLight.forMs).toBeGreaterThanOrEqual(darkMs);
    expect(report.litWithoutDevice.forMs).toBeGreaterThan(0);
    expect(report.deviceChanges).toBe(4);
    expect(report.hiddenFor).toBe(0);
  });

  it("takes no notice of recorders of another house", async () => {
    const watch = await watchLamp(NAME);
    recorder(`${NAME}-other`);
    const ours = recorder();
    await watch.device("open");
    await end(ours);
    await watch.device("closed");
    expect((await watch.report()).deviceChanges).toBe(2);
  });

  it("knows that the lamp of a dead light is dark, whatever its last lines said", async () => {
    const watch = await watchLamp(NAME);
    watch.take(lamp("led-on"));
    watch.take({ kind: "ended", name: "light", signal: "SIGKILL" });
    await watch.lamp("dark");
    watch.take(lamp("led-on"));
    await watch.lamp("dark");
    watch.take({ kind: "started", name: "light", starts: 2 });
    watch.take(lamp("led-on"));
    await watch.lamp("lit");
    const { lampChanges } = await watch.report();
    expect(lampChanges).toBe(3);
  });
});
