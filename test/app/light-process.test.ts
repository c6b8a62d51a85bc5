import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { socketPath } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { frameOf } from "../../src/link/framing.js";
import { type CborValue, encodeCanonical } from "../../src/seal/canonical-cbor.js";
import { buildWhereStale, sotto } from "../cli/built-program.js";
import { type LightProcess, type LightWorld, openLightWorld } from "./light-world.js";

const WAIT_MS = 10_000;
/** Long enough to be no bounce and short enough to lift a mute, also when a busy machine delays one edge. */
const FINGER_MS = 400;
const request = "0123456789abcdef0123456789abcdef";

let world: LightWorld;
beforeAll(() => buildWhereStale(), 120_000);
afterEach(async () => world.close());

function until(condition: () => boolean, timeout = WAIT_MS): Promise<void> {
  return expect.poll(condition, { timeout, interval: 2 }).toBe(true);
}

/** A finger's press that lifts the mute. */
async function tap(light: LightProcess): Promise<void> {
  light.press("down");
  await systemClock.sleep(FINGER_MS);
  light.press("up");
}

async function isMuted(): Promise<boolean | undefined> {
  const { client, heard, close } = world.control();
  await until(() => client.send({ kind: "status" }));
  await until(() => heard.length > 0);
  await close();
  const [status] = heard;
  return status?.kind === "status" ? status.muted : undefined;
}

describe("the light's process, with nobody else there", () => {
  it("follows a real recorder with the lamp, and ends it on the down edge", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    expect(light.lamp()).toBe("led-off");
    const times: { on: number; closed: number; off: number }[] = [];
    for (let round = 0; round < 5; round++) {
      const { parent } = await world.recorder();
      const openedMs = performance.now();
      await until(() => light.lamp() === "led-on");
      const litMs = performance.now();
      light.press("down");
      const pressedMs = performance.now();
      await until(() => world.recorders() === 0);
      const closedMs = performance.now();
      await until(() => light.lamp() === "led-off");
      times.push({ on: litMs - openedMs, closed: closedMs - pressedMs, off: performance.now() - pressedMs });
      light.press("up");
      parent.kill("SIGKILL");
      await systemClock.sleep(FINGER_MS);
      await tap(light);
      await until(() => light.lines.filter(({ event }) => event === "mute-lifted").length > round);
    }
    const longest = (key: "on" | "closed" | "off") => Math.max(...times.map((each) => each[key])).toFixed(0);
    const median = (key: "on" | "closed" | "off") =>
      times.map((each) => each[key]).sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
    console.log(
      `light: lamp on ${longest("on")} ms after a recorder, recorder gone ${longest("closed")} ms and lamp off ${longest("off")} ms after the down edge (longest of ${times.length})`,
    );
    // The limits are 200 ms for the device and 250 ms for the lamp; a machine of tests has other things to do now and
    // then, so the median is held to them and the longest is printed.
    expect(median("closed")).toBeLessThan(200);
    expect(median("on")).toBeLessThan(250);
    expect(median("off")).toBeLessThan(250);
    for (const each of times) expect(Math.max(...Object.values(each))).toBeLessThan(1_000);
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("remembers the mute through %s", async (signal) => {
    world = await openLightWorld();
    const first = await world.ready();
    first.press("down");
    first.press("up");
    await until(() => readFileSync(join(world.root, "light", "mute"), "utf8").includes("muted"));
    await first.kill(signal);
    const second = await world.ready();
    expect(await isMuted()).toBe(true);
    await tap(second);
    await second.until("mute-lifted");
    await until(() => readFileSync(join(world.root, "light", "mute"), "utf8").includes("lifted"));
    await second.kill(signal);
    await world.ready();
    expect(await isMuted()).toBe(false);
  });

  it("ends a recorder whose parent has died, and any that starts while it is muted", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    const { parent } = await world.recorder();
    parent.kill("SIGKILL");
    await until(() => light.lamp() === "led-on");
    expect(world.recorders()).toBe(1);
    light.press("down");
    light.press("up");
    await until(() => world.recorders() === 0);
    const { ended } = await world.recorder();
    const startedMs = performance.now();
    expect(await ended).toBe("ended SIGKILL");
    console.log(
      `light: a recorder that starts while muted lives ${(performance.now() - startedMs).toFixed(0)} ms`,
    );
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    await until(() => light.lamp() === "led-off");
  });

  it("shows what the kernel's account says, within a fraction of a second", async () => {
    world = await openLightWorld();
    const status = join(world.root, "asound/card0/pcm0c/sub0/status");
    mkdirSync(join(status, ".."), { recursive: true });
    writeFileSync(status, "state: RUNNING\nowner_pid   : 1\n");
    const light = world.start("--account", "kernel", "--kernel-sound", join(world.root, "asound"));
    await light.until("light-ready");
    expect(light.lines[0]?.event).toBe("led-on");
    const waits: number[] = [];
    for (let n = 0; n < 10; n++) {
      const closes = n % 2 === 0;
      writeFileSync(status, closes ? "closed\n" : "state: RUNNING\n");
      const changedMs = performance.now();
      await until(() => light.lamp() === (closes ? "led-off" : "led-on"));
      waits.push(performance.now() - changedMs);
    }
    console.log(`light: lamp follows the kernel's account within ${Math.max(...waits).toFixed(0)} ms`);
    expect(Math.max(...waits)).toBeLessThan(1_000);
  });

  it("flashes and lets nobody listen until the kernel has a sound system, and then follows it", async () => {
    world = await openLightWorld();
    const status = join(world.root, "asound/card0/pcm0c/sub0/status");
    const light = world.start("--account", "kernel", "--kernel-sound", join(world.root, "asound"));
    await light.until("light-ready");
    const ear = world.ear();
    await until(() => light.lines.filter(({ event }) => event.startsWith("led-")).length > 4);
    expect(ear.heard.map(({ kind }) => kind)).not.toContain("listen");
    mkdirSync(join(status, ".."), { recursive: true });
    writeFileSync(status, "closed\n");
    await until(() => ear.heard.at(-1)?.kind === "listen");
    writeFileSync(status, "state: RUNNING\n");
    await until(() => light.lamp() === "led-on");
  });

  it("ends the recorders and goes dark when it is ended itself", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    await world.recorder();
    await until(() => light.lamp() === "led-on");
    expect(await light.kill("SIGTERM")).toBe(0);
    expect(world.recorders()).toBe(0);
    expect(light.lamp()).toBe("led-off");
  });

  it("refuses to start beside another, whose pins it would take", async () => {
    world = await openLightWorld();
    await world.ready();
    const ear = world.ear();
    await until(() => ear.heard.length === 1);
    const second = world.start();
    expect(await second.ended).toBe(1);
    expect(second.errors()).toContain("ALREADY_RUNNING");
    // And the first has not even lost its ear to the other's question.
    expect(ear.client.isConnected && ear.heard.length === 1).toBe(true);
  });

  it("refuses pins that are not there with a code, and nothing may be heard", async () => {
    world = await openLightWorld("[pins]\nbutton = 17\nled = 27\n");
    await world.recorder();
    const light = world.start();
    expect(await light.ended).toBe(1);
    expect(light.errors()).toContain("PINS_UNAVAILABLE");
    // What was killed is gone when the kernel has come to it.
    await until(() => world.recorders() === 0, 1_000);
  });
});

describe("the light's sockets", () => {
  it("let the ear listen unless muted, and close it first of all", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    const ear = world.ear();
    await until(() => ear.heard.length === 1);
    light.press("down");
    await until(() => ear.heard.length === 2);
    light.press("up");
    await systemClock.sleep(FINGER_MS);
    await tap(light);
    await until(() => ear.heard.length === 3);
    expect(ear.heard.map(({ kind }) => kind)).toEqual(["listen", "close", "listen"]);
  });

  it("tell the ear that the light lives, and nothing while it is stopped", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    const ear = world.ear();
    await until(() => ear.beats() >= 5);
    light.child.kill("SIGSTOP");
    await systemClock.sleep(500);
    const before = ear.beats();
    await systemClock.sleep(500);
    expect(ear.beats()).toBe(before);
    light.child.kill("SIGCONT");
    await until(() => ear.beats() > before);
  });

  it("close the ear when the light is ended, before anything else", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    const ear = world.ear();
    await until(() => ear.heard.length === 1);
    expect(await light.kill("SIGTERM")).toBe(0);
    await until(() => !ear.client.isConnected);
    expect(ear.heard.map(({ kind }) => kind)).toEqual(["listen", "close"]);
  });

  it("let nobody lift the mute: not by a command, not by what no command is", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    const ear = world.ear();
    await until(() => ear.heard.length === 1);
    const control = world.control();
    await until(() => control.client.send({ kind: "mute" }));
    await until(() => control.heard.length > 0);
    expect(control.heard[0]).toMatchObject({ kind: "status", muted: true });
    const hostile: ReadonlyMap<string, CborValue>[] = [
      ...["listen", "unmute", "lift", "up", "muted", "phase", "confirmed", "fault"].map(
        (kind) =>
          new Map<string, CborValue>([
            ["v", 1],
            ["kind", kind],
          ]),
      ),
      new Map<string, CborValue>([
        ["v", 1],
        ["kind", "mute"],
        ["muted", 0],
      ]),
      new Map<string, CborValue>([
        ["v", 2],
        ["kind", "mute"],
      ]),
    ];
    for (const name of ["control", "ear-light", "light-uplink"] as const) {
      for (const message of hostile) {
        const socket = connect(socketPath(world.run, name));
        socket.on("error", () => socket.destroy()).resume();
        socket.end(frameOf(encodeCanonical(message)));
        await new Promise((resolve) => socket.once("close", resolve));
      }
    }
    for (let n = 0; n < 100; n++) control.client.send({ kind: n % 2 === 0 ? "mute" : "status" });
    await until(() => control.heard.length >= 90);
    expect(await isMuted()).toBe(true);
    expect(light.lines.some(({ event }) => event === "mute-lifted")).toBe(false);
    expect(ear.heard.filter(({ kind }) => kind === "listen")).toHaveLength(1);
  });

  it("carry an erasure: to the disk, to every ear until one has it, and its confirmation back", async () => {
    world = await openLightWorld();
    const first = await world.ready();
    const asker = world.control();
    await until(() => asker.client.send({ kind: "erase", request, selector: { kind: "last" } }));
    await until(() => asker.heard.some(({ kind }) => kind === "noted"));
    expect(readFileSync(join(world.root, "light", "erasures.json"), "utf8")).toContain(request);
    await asker.close();
    await first.kill("SIGKILL");

    await world.ready();
    const uplink = world.uplink();
    const erase = { kind: "erase", request, selector: { kind: "last" } };
    for (let n = 0; n < 2; n++) {
      const ear = world.ear();
      // The erasure comes before the leave to listen: `last` is what was said before.
      await until(() => ear.heard.length >= 2);
      expect(ear.heard).toEqual([erase, { kind: "listen" }]);
      await ear.close();
    }
    const again = world.control();
    await until(() => again.client.send({ kind: "erase", request, selector: { kind: "last" } }));
    const ear = world.ear();
    await until(() => ear.heard.length > 0);
    uplink.client.send({ kind: "confirmed", request });
    ear.client.send({ kind: "erasing", request });
    await until(() => again.heard.some(({ kind }) => kind === "confirmed"));
    await ear.close();
    const later = world.ear();
    await until(() => later.heard.length > 0);
    expect(later.heard).toEqual([{ kind: "listen" }]);
  });

  it("ask for an erasure when the button is held for three seconds", async () => {
    world = await openLightWorld();
    const light = await world.ready();
    const ear = world.ear();
    await until(() => ear.heard.length === 1);
    light.press("down");
    await systemClock.sleep(3_300);
    light.press("up");
    await until(() => ear.heard.length === 3);
    expect(ear.heard.slice(1)).toMatchObject([
      { kind: "close" },
      { kind: "erase", selector: { kind: "last" } },
    ]);
    expect(await isMuted()).toBe(true);
    const flashes = light.lines.filter(({ event }) => event === "led-on");
    expect(flashes.length).toBeGreaterThan(0);
  });
});

describe("a person's commands", () => {
  it("erase and say how far it came", async () => {
    world = await openLightWorld();
    await world.ready();
    const [ear, uplink] = [world.ear(), world.uplink()];
    await until(() => ear.heard.length === 1 && uplink.heard.length === 1);
    const alone = await sotto(["--config", world.config, "erase", "--wait", "1"]);
    expect(alone.status).toBe(0);
    expect(alone.out).toMatch(/^Noted:.*\nNot confirmed within 1 s/);

    const asked = sotto(["--config", world.config, "erase", "--since", "2h", "--wait", "20"]);
    await until(() => ear.heard.length === 3, 20_000);
    const erase = ear.heard[2];
    if (erase?.kind !== "erase") return expect.fail("no erasure");
    expect(erase.selector.kind).toBe("range");
    ear.client.send({ kind: "erasing", request: erase.request });
    await until(() => ear.client.isConnected);
    uplink.client.send({ kind: "confirmed", request: erase.request });
    const { status, out } = await asked;
    expect(status).toBe(0);
    expect(out.trim().split("\n").at(-1)).toMatch(/^Confirmed:/);
  });

  it.each([
    ["in words", [], /\nNothing: no clip is known[\s\S]*--all\.\n$/],
    ["as JSON", ["--json"], /"reached": ?"nothing"/],
  ])("erase nothing, and say that nobody has signed, %s", async (_, more, expected) => {
    world = await openLightWorld();
    await world.ready();
    const [ear, uplink] = [world.ear(), world.uplink()];
    await until(() => ear.heard.length === 1 && uplink.heard.length === 1);
    const asked = sotto(["--config", world.config, "erase", "--wait", "20", ...more]);
    await until(() => ear.heard.length === 2, 20_000);
    const erase = ear.heard[1];
    if (erase?.kind !== "erase") return expect.fail("no erasure");
    ear.client.send({ kind: "erasing", request: erase.request });
    uplink.client.send({ kind: "nothing", request: erase.request });
    const { status, out } = await asked;
    expect(status).toBe(0);
    expect(out).toMatch(expected);
    expect(out).not.toContain("Confirmed");
  });

  it("mute, and open nothing", async () => {
    world = await openLightWorld();
    await world.ready();
    expect((await sotto(["--config", world.config, "mute"])).out).toMatch(/^Muted/);
    expect(await isMuted()).toBe(true);
  });

  it("say the way out where nobody runs or nothing was meant", async () => {
    world = await openLightWorld();
    const here = ["--config", world.config];
    for (const command of ["erase", "mute"]) {
      const { status, err } = await sotto([...here, command]);
      expect(status).toBe(1);
      expect(err).toContain("NOT_RUNNING");
    }
    for (const wrong of [
      ["--id", "x"],
      ["--all", "--since", "1h"],
      ["--since", "yesterday"],
      ["--all"],
      ["--wait", "-1"],
    ]) {
      const { status, err } = await sotto([...here, "erase", ...wrong]);
      expect(err).toContain("USAGE");
      expect(status).toBe(64);
    }
  });
});
