import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer, Conversation } from "../../../src/app/doctor/conversation.js";
import { type ButtonOptions, examineButton } from "../../../src/app/doctor/doctor-button.js";
import { examineLevels } from "../../../src/app/doctor/doctor-levels.js";
import type { Finding } from "../../../src/app/doctor/health.js";
import { THIS_MACHINE } from "../../../src/app/doctor/surroundings.js";
import { askLight } from "../../../src/app/light/ask-light.js";
import { openPacedDevice, type PacedDevice } from "../../../src/capture/edge/paced-fifo-microphone.js";
import { parseConfig } from "../../../src/config/config.js";
import { loadConfig } from "../../../src/config/edge/config-file.js";
import { placesBelow } from "../../../src/config/places.js";
import { systemClock } from "../../../src/domain/edge/system-clock.js";
import { buildWhereStale } from "../../cli/built-program.js";
import { type LightProcess, type LightWorld, openLightWorld } from "../light-world.js";

let world: LightWorld;

beforeAll(buildWhereStale, 180_000);
beforeEach(async () => {
  world = await openLightWorld();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await world.close();
});

const places = () => ({ ...placesBelow(world.root), run: world.run });
const status = () => askLight({ places: places(), what: "status", waitMs: 5_000 });
const events = (light: LightProcess) => light.lines.map(({ event }) => event);

/** Somebody who answers each question so, and remembers what was asked and said. */
function somebody(answer: Answer) {
  const heard: string[] = [];
  const person: Conversation = {
    say: (text) => heard.push(text),
    ask: async (question) => {
      heard.push(question);
      return answer;
    },
  };
  return { person, heard };
}

async function all(findings: AsyncIterable<Finding>): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const finding of findings) found.push(finding);
  return found;
}

async function button(more: Partial<ButtonOptions>): Promise<readonly Finding[]> {
  const config = loadConfig(world.config);
  const common = { config, places: places(), at: THIS_MACHINE, person: undefined, press: undefined };
  const light = "light" in more ? more.light : await status();
  return all(examineButton({ ...common, ...more, light }));
}

/** A finger that comes as soon as it is asked for. */
function finger(light: LightProcess, heldMs: number, waitMs = 20_000) {
  return {
    waitMs,
    say: (text: string) => {
      if (!text.includes("Press the button")) return;
      light.press("down");
      void systemClock.sleep(heldMs).then(() => light.press("up"));
    },
  };
}

describe("the walk at the button", () => {
  it("sees the press, asks for the flash, and asks for the steady light when the ear has opened the microphone", async () => {
    const light = await world.ready();
    const ear = world.ear();
    await expect.poll(() => ear.heard.some(({ kind }) => kind === "listen")).toBe(true);
    const { person, heard } = somebody("yes");
    const walking = button({ person, press: finger(light, 250) });
    await light.until("mute-lifted");
    await world.recorder();
    const found = await walking;
    expect(found.map(({ what, health, seen }) => [what, health, seen])).toEqual([
      ["button", "well", expect.stringMatching(/^press seen after \d+ ms, released after \d+ ms$/)],
      ["light flashes", "well", "seen"],
      ["light tells", "well", "the microphone is open, and so it was seen"],
    ]);
    expect(heard).toEqual([
      expect.stringContaining("only the button lifts it again"),
      expect.stringContaining("Did the light flash"),
      expect.stringContaining("is the light steady now?"),
    ]);
  }, 60_000);

  it("is ill where the eye says otherwise", async () => {
    const light = await world.ready();
    let asked = 0;
    const person: Conversation = { say: () => undefined, ask: async () => (asked++ === 0 ? "yes" : "no") };
    const found = await button({ person, press: finger(light, 1_300) });
    expect(found.map(({ what, health }) => [what, health])).toEqual([
      ["button", "well"],
      ["light flashes", "ill"],
      ["light tells", "ill"],
    ]);
    expect(found[2]?.seen).toContain("closed, muted");
    expect(events(light)).not.toContain("mute-lifted");
  }, 60_000);

  it("waits for a press without anybody to ask, and leaves what is seen to somebody who sees it", async () => {
    const light = await world.ready();
    const found = await button({ press: finger(light, 250) });
    expect(found.map(({ what, health }) => [what, health])).toEqual([
      ["button", "well"],
      ["light flashes", "untried"],
      ["light tells", "untried"],
    ]);
    await light.until("mute-lifted");
  }, 60_000);

  it("says how to wire a button that nobody could press, and the house stays muted", async () => {
    const light = await world.ready();
    const found = await button({
      config: parseConfig({ pins: { button: 17, led: 27 } }),
      press: { waitMs: 400, say: () => undefined },
    });
    expect(found[0]).toMatchObject({
      what: "button",
      health: "ill",
      seen: expect.stringContaining("no press"),
    });
    expect(found[0]?.advice).toContain("gpio=17=pu");
    expect((await status())?.muted).toBe(true);
    expect(events(light)).not.toContain("mute-lifted");
  }, 60_000);

  it("mutes nobody who was not asked or does not want to", async () => {
    const light = await world.ready();
    const { person } = somebody("no");
    for (const found of [await button({}), await button({ person, press: finger(light, 250) })])
      expect(found.map(({ health }) => health)).toEqual(["untried", "untried"]);
    expect((await status())?.muted).toBe(false);
    expect(events(light)).not.toContain("button-test-asked");
  }, 60_000);

  it("is not tried where no light runs", async () => {
    const found = await button({ light: undefined, press: { waitMs: 400, say: () => undefined } });
    expect(found.map(({ health }) => health)).toEqual(["untried", "untried"]);
    expect(found[0]?.advice).toContain("systemctl start sotto-light");
  });
});

describe("levels beside a light that runs", () => {
  let device: PacedDevice;
  beforeEach(async () => {
    device = await openPacedDevice({ rateHz: 16_000, channels: 3 });
    for (const [name, value] of Object.entries(device.environment)) vi.stubEnv(name, value);
  });
  afterEach(() => device.close());

  const config = () => parseConfig({ microphone: { device: "sotto_paced", channels: 3 } });
  const levels = async (person?: Conversation) =>
    all(
      examineLevels({ config: config(), places: places(), at: THIS_MACHINE, light: await status(), person }),
    );

  /** Speech in the first channel, half of it in the second, nothing at all in the third. */
  const threeChannels = () =>
    Int16Array.from({ length: 3 * 16_000 * 5 }, (_, i) => {
      const t = Math.floor(i / 3) / 16_000;
      const word = t % 1 < 0.5 ? 6_000 : 20;
      return i % 3 === 2 ? 0 : Math.round((word / (1 + (i % 3))) * Math.sin(2 * Math.PI * 440 * t));
    });

  it("are heard on every channel while the lamp is lit, and never longer", async () => {
    const light = await world.ready();
    const playing = device.play(threeChannels()).catch(() => undefined);
    const { person, heard } = somebody("yes");
    const found = await levels(person);
    expect(heard).toEqual([expect.stringContaining("Speak a sentence")]);
    expect(found.map(({ what, health }) => [what, health])).toEqual([
      ["microphone", "well"],
      ["channel 0", "well"],
      ["channel 1", "well"],
      ["channel 2", "well"],
      ["levels", "well"],
    ]);
    expect(found.at(-1)?.advice).toBe("microphone.channel = [0, 1]");
    expect(events(light)).toContain("led-on");
    expect(world.recorders()).toBe(0);
    await expect.poll(() => light.lamp()).toBe("led-off");
    await device.close();
    await playing;
  }, 60_000);

  it("are cut off by the button, which is said", async () => {
    const light = await world.ready();
    const listening = levels();
    await light.until("account-open");
    light.press("down");
    light.press("up");
    expect(await listening).toMatchObject([{ health: "ill", advice: expect.stringContaining("button") }]);
    expect(world.recorders()).toBe(0);
  }, 60_000);

  it("are not tried while the house is muted, nor beside an ear, and nothing is opened", async () => {
    const light = await world.ready();
    const ear = world.ear();
    await expect.poll(async () => (await status())?.ear).toBe(true);
    expect(await levels()).toMatchObject([
      { health: "untried", advice: expect.stringContaining("systemctl stop sotto-ear") },
    ]);
    await ear.close();
    await askLight({ places: places(), what: "mute", waitMs: 5_000 });
    expect(await levels()).toMatchObject([{ health: "untried", seen: "muted: nothing is opened" }]);
    await light.kill("SIGTERM");
    const found = await all(
      examineLevels({
        ...{ config: config(), places: places(), at: THIS_MACHINE },
        ...{ light: undefined, person: undefined },
      }),
    );
    expect(found).toMatchObject([{ health: "untried", seen: "muted: nothing is opened" }]);
    expect(events(light)).not.toContain("account-open");
  }, 60_000);
});
