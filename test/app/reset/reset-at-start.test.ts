import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type AtStart, carryOutReset, watchButton } from "../../../src/app/reset/reset-at-start.js";
import type { ResetLayout } from "../../../src/app/reset/reset-layout.js";
import type { Clock } from "../../../src/domain/clock.js";
import { codeOf } from "../../../src/domain/errors.js";
import type { Lamp } from "../../../src/light/blinker.js";
import { MuteFile } from "../../../src/light/edge/mute-file.js";
import type { ButtonEdge } from "../../../src/light/light-state.js";
import type { Panel } from "../../../src/light/panel.js";
import { type CompiledChild, compileChild } from "../../support/compiled-child.js";
import { hasLoopDisks, loopDisk } from "../../support/loop-disk.js";

const CANARY = "the door code is four nine two seven";

/** A device whose partitions are folders below one. */
function device(): ResetLayout & { readonly base: string } {
  const base = mkdtempSync(join(tmpdir(), "sotto-reset-"));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const at = (name: string) => join(base, name);
  for (const name of [
    "root/hardware/systemd",
    "root/hardware/image",
    "card",
    "data",
    "etc",
    "state",
    "light",
    "lib",
  ]) {
    mkdirSync(at(name), { recursive: true });
  }
  writeFileSync(at("root/hardware/systemd/config.toml"), "# as at first\n");
  writeFileSync(at("root/hardware/image/sotto-setup.toml"), "# empty\n");
  writeFileSync(at("etc/config.toml"), CANARY);
  writeFileSync(at("state/outbox"), CANARY);
  return {
    base,
    root: at("root"),
    config: at("etc/config.toml"),
    card: at("card"),
    image: at("image"),
    data: at("data"),
    bound: at("etc"),
    mountTable: at("fstab"),
    folders: [at("etc"), at("state"), at("light")],
    pendingFolder: at("lib"),
    light: at("light"),
    lamp: at("run"),
  };
}

/** Twenty times as fast as the world, so that ten seconds are half of one. */
function fastClock(): Clock {
  const beganMs = performance.now();
  const { sleep } = { sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / 20)) };
  return { monotonicMs: () => (performance.now() - beganMs) * 20, wallMs: () => Date.now(), sleep };
}

function inFastTime(layout: ResetLayout): AtStart {
  return { layout, clock: fastClock(), tell: () => undefined, openPanel: async () => undefined };
}

/** A button that is down or not, for so many milliseconds of the clock, and a lamp that remembers. */
class HeldButton implements Panel {
  readonly shown: Lamp[] = [];
  readonly #clock: Clock;
  readonly #heldMs: number;
  #isDown: boolean;
  #onEdge: (edge: ButtonEdge) => void = () => undefined;

  constructor(clock: Clock, heldMs: number) {
    this.#clock = clock;
    this.#heldMs = heldMs;
    this.#isDown = heldMs > 0;
  }

  show(lamp: Lamp): void {
    this.shown.push(lamp);
  }

  watch(onEdge: (edge: ButtonEdge) => void): void {
    this.#onEdge = onEdge;
    if (this.#isDown) onEdge("already-down");
  }

  check(): void {
    if (!this.#isDown || this.#clock.monotonicMs() < this.#heldMs) return;
    this.#isDown = false;
    this.#onEdge("up");
  }

  close(): void {
    this.show("off");
  }
}

describe("a start with a hand at the button", () => {
  async function start(heldMs: number, layout = device(), clock = fastClock()) {
    const panel = new HeldButton(clock, heldMs);
    const parts = { layout, clock, tell: () => undefined, openPanel: async () => panel };
    const outcome = await watchButton(parts);
    return { outcome, layout, shown: panel.shown, parts };
  }

  it("erases everything after ten seconds, proves it, and is as at first", async () => {
    const { outcome, layout, parts, shown } = await start(14_000);
    expect(outcome).toBe("start-anew");
    expect(readFileSync(layout.config, "utf8")).toBe(CANARY);
    expect(await carryOutReset(parts)).toBe("erased");
    expect(readFileSync(layout.config, "utf8")).toBe("# as at first\n");
    expect(readdirSync(join(layout.base, "state"))).toEqual([]);
    const report = readFileSync(join(layout.pendingFolder, "sotto-reset-report.txt"), "utf8");
    expect(report).toContain("Proof: no file is left");
    expect(existsSync(join(layout.pendingFolder, "sotto-reset.pending"))).toBe(false);
    expect(spawnSync("grep", ["-r", "door code", layout.base]).status).toBe(1);
    expect(new Set(shown)).toEqual(new Set(["off", "flash"]));
    expect(shown.at(-1)).toBe("off");
  });

  it("erases nothing when it is let go before, and is muted", async () => {
    const { outcome, layout } = await start(6_000);
    expect(outcome).toBe("muted");
    expect(readFileSync(layout.config, "utf8")).toBe(CANARY);
    expect(new MuteFile(layout.light).read()).toEqual({ mute: "muted", damaged: false });
  });

  it("erases nothing where the button's line never rises, is muted, and says so", async () => {
    const said: string[] = [];
    const clock = fastClock();
    const layout = device();
    const panel = new HeldButton(clock, Number.POSITIVE_INFINITY);
    const parts = { layout, clock, tell: (line: string) => said.push(line), openPanel: async () => panel };
    expect(await watchButton(parts)).toBe("muted");
    expect(said.at(-1)).toMatch(/stuck/);
    expect(existsSync(join(layout.pendingFolder, "sotto-reset.pending"))).toBe(false);
    expect(new MuteFile(layout.light).read()).toEqual({ mute: "muted", damaged: false });
  });

  it("ends although the button's line stays down", async () => {
    const clock = fastClock();
    const layout = device();
    writeFileSync(join(layout.pendingFolder, "sotto-reset.pending"), "");
    const panel = new HeldButton(clock, Number.POSITIVE_INFINITY);
    expect(await carryOutReset({ layout, clock, tell: () => undefined, openPanel: async () => panel })).toBe(
      "erased",
    );
  });

  it("leaves word of its lamp for whoever has to make it dark, though all that names it is erased", async () => {
    const layout = device();
    const pins = JSON.stringify({ button: 17, led: 27 });
    writeFileSync(
      join(layout.pendingFolder, "sotto-reset.pending"),
      `sotto-reset 1\nfolders\npins ${pins}\n`,
    );
    expect(await carryOutReset(inFastTime(layout))).toBe("erased");
    expect(readFileSync(join(layout.lamp, "lamp"), "utf8")).toMatch(/^sotto-lamp 1\nline 27 low\n/);
    expect(readFileSync(join(layout.lamp, "config.toml"), "utf8")).toContain(`light = "${layout.lamp}"`);
  });

  it("does nothing at all when the button is up", async () => {
    const { outcome, layout, shown } = await start(0);
    expect(outcome).toBe("nothing");
    expect(readFileSync(join(layout.base, "state/outbox"), "utf8")).toBe(CANARY);
    expect(existsSync(join(layout.light, "mute"))).toBe(false);
    expect(shown.filter((lamp) => lamp !== "off")).toEqual([]);
  });

  it("does nothing when the button is found down long after power-up", async () => {
    const clock = fastClock();
    const late: Clock = { ...clock, monotonicMs: () => clock.monotonicMs() + 400_000 };
    const { outcome, layout } = await start(900_000, device(), late);
    expect(outcome).toBe("nothing");
    expect(readFileSync(layout.config, "utf8")).toBe(CANARY);
    expect(
      await carryOutReset({ layout, clock, tell: () => undefined, openPanel: async () => undefined }),
    ).toBe("nothing");
  });
});

describe.skipIf(!hasLoopDisks())("a data partition (a real loop device; root)", () => {
  let child: CompiledChild;
  beforeAll(() => {
    child = compileChild(new URL("../../../src/app/processes/reset.ts", import.meta.url).pathname);
  });
  afterAll(() => child.remove());

  /** An image's data partition, mounted and bound into place as on a device, with canaries in files and beside them. */
  function mounted(megabytes: number) {
    const layout = device();
    mkdirSync(layout.image);
    const file = join(layout.base, "disk");
    const disk = loopDisk(file, megabytes);
    const loop = disk.data;
    execFileSync("mkfs.ext4", ["-q", "-L", "data", loop]);
    execFileSync("mount", [loop, layout.data]);
    execFileSync("mkfs.ext2", ["-q", "-F", disk.card]);
    execFileSync("mount", [disk.card, layout.card]);
    const unmount = () => {
      for (const path of [join(layout.base, "etc"), layout.data, layout.card]) {
        spawnSync("umount", [path], { stdio: "ignore" });
      }
      disk.close();
    };
    onTestFinished(unmount);
    mkdirSync(join(layout.data, "etc"));
    execFileSync("mount", ["--bind", join(layout.data, "etc"), join(layout.base, "etc")]);
    writeFileSync(layout.config, CANARY);
    writeFileSync(join(layout.data, "deleted"), CANARY.repeat(50_000));
    execFileSync("sync");
    rmSync(join(layout.data, "deleted"));
    execFileSync("sync");
    writeFileSync(
      layout.mountTable,
      `# a comment\n${loop} ${layout.data} ext4 noatime 0 2\n${layout.data}/etc ${layout.bound} none bind,noexec 0 0\n`,
    );
    writeFileSync(join(layout.card, "sotto-setup.toml"), `password = "${CANARY}"`);
    writeFileSync(join(layout.card, "owner.pub"), CANARY);
    writeFileSync(join(layout.card, "kernel8.img"), "starts the machine");
    writeFileSync(join(layout.card, "deleted"), CANARY);
    execFileSync("sync");
    rmSync(join(layout.card, "deleted"));
    const layoutFile = join(layout.base, "layout.json");
    const { base: _base, ...plain } = layout;
    writeFileSync(layoutFile, JSON.stringify(plain));
    return { layout, file, loop, layoutFile };
  }

  const run = (layoutFile: string) =>
    spawn(process.execPath, [child.program, "erase", "--layout", layoutFile]);

  async function runToEnd(layoutFile: string): Promise<{ readonly status: number; readonly said: string }> {
    const process = run(layoutFile);
    onTestFinished(() => {
      process.kill("SIGKILL");
    });
    let said = "";
    process.stdout.on("data", (bytes) => (said += bytes));
    process.stderr.on("data", (bytes) => (said += bytes));
    const [status] = await once(process, "close");
    return { status: Number(status), said };
  }

  function expectErased({ layout, file, loop }: ReturnType<typeof mounted>): void {
    execFileSync("sync");
    expect(readFileSync(file).includes("door code")).toBe(false);
    expect(readFileSync(join(layout.card, "kernel8.img"), "utf8")).toBe("starts the machine");
    expect(readFileSync(join(layout.card, "sotto-setup.toml"), "utf8")).toBe("# empty\n");
    expect(existsSync(join(layout.card, "sotto-reset.pending"))).toBe(false);
    const report = readFileSync(join(layout.card, "sotto-reset-report.txt"), "utf8");
    expect(report).toMatch(/Proof: 67108864 bytes read back from the card/);
    expect(execFileSync("blkid", ["-p", "-s", "LABEL", "-o", "value", loop], { encoding: "utf8" })).toBe(
      "data\n",
    );
    execFileSync("e2fsck", ["-fn", loop], { stdio: "pipe" });
    execFileSync("mount", [loop, layout.data]);
    expect(readdirSync(layout.data)).toEqual(["lost+found"]);
  }

  it("is erased to the last byte, files that were deleted included, and starts empty", async () => {
    const device = mounted(64);
    expect(readFileSync(device.file).includes("door code")).toBe(true);
    // The card as a person leaves it who can no longer reach the button: a file of this name asks for it.
    writeFileSync(join(device.layout.card, "sotto-reset.pending"), "");
    const { status, said } = await runToEnd(device.layoutFile);
    expect(said).toContain("DONE");
    expect(status).toBe(10);
    expectErased(device);
  });

  it("is erased by the next start when the power goes in the middle, and nothing runs until then", async () => {
    const device = mounted(64);
    writeFileSync(
      join(device.layout.card, "sotto-reset.pending"),
      `sotto-reset 1\npartition ${device.loop}\n`,
    );
    for (const until of ["overwriting: 30 %", "reading: 50 %"]) {
      const process = run(device.layoutFile);
      onTestFinished(() => {
        process.kill("SIGKILL");
      });
      await new Promise<void>((resolve) => {
        process.stdout.on("data", (bytes) => {
          if (String(bytes).includes(until)) resolve();
        });
        process.once("close", () => resolve());
      });
      process.kill("SIGKILL");
      if (process.exitCode === null && process.signalCode === null) await once(process, "close");
      expect(process.signalCode).toBe("SIGKILL");
      expect(existsSync(join(device.layout.card, "sotto-reset.pending"))).toBe(true);
    }
    expect((await runToEnd(device.layoutFile)).status).toBe(10);
    expectErased(device);
  });

  it("is left as it is, and Sotto does not run, while somebody uses it", async () => {
    const device = mounted(64);
    writeFileSync(join(device.layout.card, "sotto-reset.pending"), "");
    const busy = spawn("sleep", ["60"], { cwd: device.layout.data });
    onTestFinished(() => {
      busy.kill("SIGKILL");
    });
    const { status, said } = await runToEnd(device.layoutFile);
    expect(status).toBe(1);
    expect(said).toContain("RESET_FAILED");
    busy.kill("SIGKILL");
    await once(busy, "close");
    let again = await runToEnd(device.layoutFile);
    // A sandbox that was started meanwhile has a copy of the mounts, and lets go of them when it ends.
    for (let tries = 0; again.said.includes("RESET_FAILED") && tries < 10; tries++) {
      again = await runToEnd(device.layoutFile);
    }
    expect(again.said).toContain("DONE");
    expect(again.status).toBe(10);
    expectErased(device);
  });

  /** Another disk of somebody's, with something on it. */
  function otherDisk(base: string) {
    const disk = loopDisk(join(base, "other"), 16);
    onTestFinished(disk.close);
    execFileSync("mkfs.ext4", ["-q", disk.data]);
    return disk.data;
  }

  it("is left alone where the machine is no image, whatever is mounted there and was written down", async () => {
    const device = mounted(16);
    rmSync(device.layout.image, { recursive: true });
    writeFileSync(
      join(device.layout.card, "sotto-reset.pending"),
      `sotto-reset 1\npartition ${device.loop}\n`,
    );
    const refused = await carryOutReset(inFastTime(device.layout)).catch(codeOf);
    expect(refused).toBe("RESET_UNAVAILABLE");
    writeFileSync(join(device.layout.card, "sotto-reset.pending"), "");
    writeFileSync(join(device.layout.data, "mine"), CANARY);
    expect(await carryOutReset(inFastTime(device.layout))).toBe("erased");
    expect(readFileSync(join(device.layout.data, "mine"), "utf8")).toBe(CANARY);
  });

  it("is refused where the table, the mounts and the disk of the card do not agree, and nothing is erased", async () => {
    const device = mounted(16);
    const { layout, loop } = device;
    const other = otherDisk(layout.base);
    const binds = `${layout.data}/etc ${layout.bound} none bind 0 0\n`;
    const tables = {
      "no bind": `${loop} ${layout.data} ext4 noatime 0 2\n`,
      "no row": binds,
      "another disk": `${other} ${layout.data} ext4 noatime 0 2\n${binds}`,
      "the card itself": `${loop.replace(/3$/, "1")} ${layout.data} ext4 noatime 0 2\n${binds}`,
      "no device": `/dev/not-there ${layout.data} ext4 noatime 0 2\n${binds}`,
      "no partition": `/dev/null ${layout.data} ext4 noatime 0 2\n${binds}`,
    };
    writeFileSync(join(layout.card, "sotto-reset.pending"), "");
    for (const [name, table] of Object.entries(tables)) {
      writeFileSync(layout.mountTable, table);
      expect(await carryOutReset(inFastTime(layout)).catch(codeOf), name).toBe("RESET_UNAVAILABLE");
    }
    execFileSync("umount", [layout.bound]);
    execFileSync("umount", [layout.data]);
    // Also before anything is mounted there, as when a reset is carried out.
    writeFileSync(layout.mountTable, tables["another disk"]);
    expect(await carryOutReset(inFastTime(layout)).catch(codeOf)).toBe("RESET_UNAVAILABLE");
    for (const each of [other, loop]) execFileSync("e2fsck", ["-fn", each], { stdio: "pipe" });
    execFileSync("mount", [loop, layout.data]);
    expect(readFileSync(join(layout.data, "etc/config.toml"), "utf8")).toBe(CANARY);
  });

  it("is no reset's business where none was asked for", async () => {
    const device = mounted(16);
    expect((await runToEnd(device.layoutFile)).status).toBe(0);
    expect(readFileSync(device.layout.config, "utf8")).toBe(CANARY);
  });
});
