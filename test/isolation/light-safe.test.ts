import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.js";
import { recorderName } from "../../src/config/places.js";
import { rememberLamp } from "../../src/light/edge/lamp-file.js";
import { lampWiring } from "../../src/light/lamp-wiring.js";
import { stripFrame } from "../../src/light/strip-frame.js";
import { bits, bitsOf } from "../support/clocked-bits.js";

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

/** Files of sysfs's class of GPIO, with these lines of the header exported, as the kernel shows them. */
function gpioTree(folder: string, label: string, lines: readonly number[] = [27]) {
  const sysfs = join(folder, "sys");
  const gpio = join(sysfs, "class", "gpio");
  const chip = join(gpio, "gpiochip512");
  mkdirSync(chip, { recursive: true });
  writeFileSync(join(chip, "label"), `${label}\n`);
  writeFileSync(join(chip, "base"), "512\n");
  const file = (line: number, name: string) => join(gpio, `gpio${512 + line}`, name);
  for (const line of lines) {
    mkdirSync(join(file(line, "."), ""), { recursive: true });
    writeFileSync(file(line, "direction"), "out\n");
    writeFileSync(file(line, "value"), "1\n");
  }
  const read = (line: number, name: string) => readFileSync(file(line, name), "utf8");
  return {
    sysfs,
    direction: (line: number) => read(line, "direction").trim(),
    value: (line: number) => read(line, "value"),
  };
}

/** What the light has written down at its start. */
async function remembered(folder: string, pins: Readonly<Record<string, unknown>>): Promise<void> {
  const parsed = parseConfig({ pins: { button: 17, ...pins } }).pins;
  if (parsed === undefined) expect.fail("no pins");
  mkdirSync(join(folder, "light"), { mode: 0o700 });
  expect(await rememberLamp(join(folder, "light"), lampWiring(parsed))).toBe("remembered");
}

/** The levels that the script gave its two lines, in the order in which it gave them, out of the shell's own trace. */
function givenLevels(trace: string): readonly { readonly line: "data" | "clock"; readonly level: string }[] {
  return [...trace.matchAll(/^\+ set_level ([34]) ([01])$/gm)].map(([, file, level = ""]) => ({
    line: file === "3" ? "data" : "clock",
    level,
  }));
}

function lightSafe(config: string, sysfs = "/nonexistent", shell: readonly string[] = []) {
  const [command = SCRIPT, ...args] = [...shell, SCRIPT, config, sysfs];
  return spawnSync(command, args, { encoding: "utf8", maxBuffer: 8_000_000 });
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
    { lit: "high", off: "low" },
    { lit: "low", off: "high" },
  ])("switches the lamp off where it is lit at the level $lit, as the configuration says", ({ lit, off }) => {
    const { folder, config } = folderWith(
      `[pins]\nbutton = 17\nled = 27\nledBright = 22\nledLit = "${lit}"\n`,
    );
    const { sysfs, direction } = gpioTree(folder, "pinctrl-bcm2711", [27, 22]);
    expect(lightSafe(config, sysfs)).toMatchObject({ status: 0, stderr: "" });
    expect([direction(27), direction(22)]).toEqual([off, off]);
  });

  it("switches off the lamp that the light was on, whatever the configuration has become since", async () => {
    const { folder, config } = folderWith("[pins]\nbutton = 17\nled = 5\n");
    writeFileSync(
      config,
      `${readFileSync(config, "utf8").replace("[folders]", `[folders]\nlight = "${folder}/light"`)}`,
    );
    await remembered(folder, { led: 27, ledBright: 22, ledLit: "low" });
    const { sysfs, direction } = gpioTree(folder, "pinctrl-rp1", [27, 22, 5]);
    expect(lightSafe(config, sysfs)).toMatchObject({ status: 0, stderr: "" });
    expect([direction(27), direction(22), direction(5)]).toEqual(["high", "high", "out"]);
  });

  const strips = [
    { why: "as the light wrote down", pins: "", isRemembered: true },
    {
      why: "as braces say",
      pins: "[pins]\nbutton = 17\nstrip = { pixels = 3, data = 10, clock = 11 } # HAT\n",
    },
    {
      why: "as a table says",
      pins: "[pins]\nbutton = 17\n[pins.strip]\ndata = 10\nclock = 11\npixels = 3\n",
    },
  ];
  it.each(strips)("makes every pixel of a strip dark: $why", async ({ pins, isRemembered }) => {
    const { folder, config } = folderWith(`light = "FOLDER/light"\n${pins}`);
    writeFileSync(config, readFileSync(config, "utf8").replace("FOLDER", folder));
    if (isRemembered) await remembered(folder, { strip: { data: 10, clock: 11, pixels: 3 } });
    const { sysfs, direction, value } = gpioTree(folder, "pinctrl-bcm2835", [10, 11]);
    const ended = lightSafe(config, sysfs, ["sh", "-x"]);
    expect(ended.status).toBe(0);
    expect([direction(10), direction(11)]).toEqual(["low", "low"]);
    const given = givenLevels(ended.stderr);
    expect(bitsOf(given)).toEqual([...stripFrame([])].flatMap((byte) => bits(byte)));
    // What the trace tells went to the lines.
    for (const [line, name] of [
      [10, "data"],
      [11, "clock"],
    ] as const) {
      expect(value(line)).toBe(
        given.flatMap((each) => (each.line === name ? [`${each.level}\n`] : [])).join(""),
      );
    }
    expect(given.findLast(({ line }) => line === "clock")?.level).toBe("0");
  });

  it("makes a strip dark without making anybody wait", () => {
    const { folder, config } = folderWith(
      "[pins]\nbutton = 17\nstrip = { data = 10, clock = 11, pixels = 3 }\n",
    );
    const { sysfs } = gpioTree(folder, "pinctrl-bcm2835", [10, 11]);
    const without = folderWith("");
    const time = (work: () => unknown) => {
      const startedMs = performance.now();
      work();
      return performance.now() - startedMs;
    };
    const emptyMs = time(() => lightSafe(without.config, sysfs));
    const stripMs = time(() => lightSafe(config, sysfs));
    console.log(`light-safe: ${emptyMs.toFixed(0)} ms without a lamp, ${stripMs.toFixed(0)} ms with a strip`);
    // 0.1 s on a machine at rest; a machine of tests has other things to do.
    expect(stripMs - emptyMs).toBeLessThan(3_000);
  });

  it("takes the lamp of the profile that the configuration names", () => {
    const { folder, config } = folderWith('[hardware]\nprofile = "board"\n');
    const program = join(folder, "systemd", "light-safe");
    for (const name of ["systemd", "profiles"]) mkdirSync(join(folder, name));
    copyFileSync(SCRIPT, program);
    const pins = { button: 17, led: 27, ledLit: "low" };
    writeFileSync(join(folder, "profiles", "board.json"), JSON.stringify({ name: "board", pins }, null, 2));
    const { sysfs, direction } = gpioTree(folder, "pinctrl-bcm2711");
    expect(spawnSync(program, [config, sysfs], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(direction(27)).toBe("high");
  });

  it("fails aloud where the lamp's chip is not there", () => {
    const { folder, config } = folderWith("[pins]\nbutton = 17\nled = 27\n");
    const { sysfs, direction } = gpioTree(folder, "raspberrypi-exp-gpio");
    const ended = lightSafe(config, sysfs);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("no lamp: no chip of a Raspberry Pi's header");
    expect(direction(27)).toBe("out");
  });

  it("fails aloud where a line cannot be had", () => {
    const { folder, config } = folderWith("[pins]\nbutton = 17\nled = 27\nledBright = 22\n");
    const { sysfs, direction } = gpioTree(folder, "pinctrl-bcm2711", [22]);
    const ended = lightSafe(config, sysfs);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("no lamp on line 27");
    expect(direction(22)).toBe("low");
  });
});
