import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { recorderName } from "../../src/config/places.js";

const SCRIPT = fileURLToPath(new URL("../../hardware/systemd/light-safe", import.meta.url));
const WAIT = '$| = 1; print "."; sleep 600 while 1';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function folderWith(config: string): { readonly folder: string; readonly config: string } {
  const folder = mkdtempSync(join(tmpdir(), "sotto-light-safe-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "config.toml");
  writeFileSync(file, `[folders]\nrun = "${folder}/run" # sockets\n${config}`);
  return { folder, config: file };
}

/** A process with this first argument and, if asked for, a group of its own. */
async function waiting(name: string, options: { readonly detached: boolean }): Promise<ChildProcess> {
  const child = spawn("perl", ["-e", WAIT], { argv0: name, stdio: ["ignore", "pipe", "ignore"], ...options });
  closing.push(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

/** Files of sysfs's class of GPIO, with one line exported, as the kernel shows them. */
function gpioTree(folder: string, label: string): { readonly sysfs: string; readonly direction: string } {
  const sysfs = join(folder, "sys");
  const gpio = join(sysfs, "class", "gpio");
  const chip = join(gpio, "gpiochip512");
  const line = join(gpio, "gpio539");
  for (const path of [chip, line]) mkdirSync(path, { recursive: true });
  writeFileSync(join(chip, "label"), `${label}\n`);
  writeFileSync(join(chip, "base"), "512\n");
  writeFileSync(join(line, "direction"), "out\n");
  return { sysfs, direction: join(line, "direction") };
}

function lightSafe(config: string, sysfs = "/nonexistent") {
  return spawnSync(SCRIPT, [config, sysfs], { encoding: "utf8" });
}

describe("what is run when the light has ended", () => {
  it("ends this house's recorders and nobody else's", async () => {
    const { folder, config } = folderWith("");
    const alone = await waiting(recorderName(`${folder}/run`), { detached: true });
    const inOurGroup = await waiting(recorderName(`${folder}/run`), { detached: false });
    const stranger = await waiting(recorderName(`${folder}/other`), { detached: true });
    const ends = [once(alone, "exit"), once(inOurGroup, "exit")];
    expect(lightSafe(config)).toMatchObject({ status: 0, stderr: "" });
    expect(await Promise.all(ends)).toEqual([
      [null, "SIGKILL"],
      [null, "SIGKILL"],
    ]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it("finds nothing to do where no recorder runs and no lamp is configured", () => {
    expect(lightSafe(folderWith("").config)).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  it.each([
    ["high", "low"],
    ["low", "high"],
  ])("switches the lamp off where it is lit at the level %s", (lit, off) => {
    const { folder, config } = folderWith(`[pins]\nbutton = 17\nled = 27\nledLit = "${lit}"\n`);
    const { sysfs, direction } = gpioTree(folder, "pinctrl-bcm2711");
    expect(lightSafe(config, sysfs)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(direction, "utf8").trim()).toBe(off);
  });

  it("fails aloud where the lamp's chip is not there", () => {
    const { folder, config } = folderWith("[pins]\nbutton = 17\nled = 27\n");
    const { sysfs, direction } = gpioTree(folder, "raspberrypi-exp-gpio");
    const ended = lightSafe(config, sysfs);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("no lamp on line 27");
    expect(readFileSync(direction, "utf8").trim()).toBe("out");
  });
});
