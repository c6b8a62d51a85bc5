import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { buildWhereStale } from "../cli/built-program.js";
import { isAlive, programBelow } from "../faults/process-tree.js";
import { furnishHouse } from "../faults/whole-house.js";
import { recordersOf } from "../support/recorders.js";

const START_MS = 60_000;
const ENTRIES = ["light.js", "uplink.js", "keep.js", "ear.js"];
const HOUSEHOLD = new URL("../../dist/app/household/household.js", import.meta.url).href;

/** A supervisor in a process of its own, so that it can be killed; it tells what its crew tells. */
const SUPERVISOR = `
  const { startHousehold } = await import(process.argv[1]);
  const { places, config, configFile, device } = JSON.parse(process.argv[2]);
  await startHousehold({
    places, config, configFile, confinement: "unconfined", withKeeper: true, microphone: { device, environment: {} },
    observe: (event) => console.log(JSON.stringify(event)),
  });`;

const endings: (() => unknown)[] = [];
beforeAll(() => buildWhereStale(), 240_000);
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function until(condition: () => boolean, timeout: number): Promise<void> {
  return expect.poll(condition, { timeout, interval: 10 }).toBe(true);
}

async function openCrew() {
  const house = furnishHouse({});
  endings.push(() => house.remove());
  const microphone = await openPacedDevice({ rateHz: 16_000, channels: 1 });
  endings.push(() => microphone.close());
  const { places, config, configFile } = house;
  const told = JSON.stringify({ places, config, configFile, device: microphone.device });
  const supervisor = spawn(process.execPath, ["--input-type=module", "--eval", SUPERVISOR, HOUSEHOLD, told], {
    env: { ...process.env, ...microphone.environment },
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  endings.push(() => supervisor.kill("SIGKILL"));
  let text = "";
  supervisor.stdout.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  const root = supervisor.pid ?? expect.fail("no supervisor");
  const pidOf = (entry: string) => programBelow(root, entry) ?? expect.fail(`no ${entry}`);
  const opened = () => text.split('"event":"microphone-open"').length - 1;
  await until(() => opened() === 1, START_MS);
  return { supervisor, microphone, pidOf, opened };
}

describe("a crew without sandboxes", () => {
  it("hears nothing while its light is stopped, and hears again when that goes on", async () => {
    const { microphone, pidOf, opened } = await openCrew();
    expect(recordersOf(microphone)).toHaveLength(1);
    const light = pidOf("light.js");
    process.kill(light, "SIGSTOP");
    endings.push(() => isAlive(light) && process.kill(light, "SIGKILL"));
    const from = performance.now();
    await until(() => recordersOf(microphone).length === 0, 10_000);
    const goneMs = performance.now() - from;
    console.info(`crew: recorder gone ${goneMs.toFixed(0)} ms after the light was stopped`);
    expect(goneMs).toBeLessThan(2_500);
    expect(opened()).toBe(1);
    process.kill(light, "SIGCONT");
    await until(() => opened() === 2, START_MS);
  }, 180_000);

  it("ends with its supervisor, also where that was killed and could tell nobody", async () => {
    const { supervisor, microphone, pidOf } = await openCrew();
    const pids = ENTRIES.map(pidOf);
    endings.push(() => {
      for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGKILL");
    });
    expect(pids.every(isAlive)).toBe(true);
    supervisor.kill("SIGKILL");
    const from = performance.now();
    await until(() => !pids.some(isAlive) && recordersOf(microphone).length === 0, 10_000);
    const goneMs = performance.now() - from;
    console.info(`crew: all gone ${goneMs.toFixed(0)} ms after the supervisor was killed`);
    expect(goneMs).toBeLessThan(2_000);
  }, 180_000);
});
