import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { askPress } from "../../src/app/light/ask-light.js";
import { PressRecord } from "../../src/app/light/press-record.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { buildWhereStale } from "../cli/built-program.js";
import { type LightProcess, type LightWorld, openLightWorld } from "./light-world.js";

let world: LightWorld;

beforeAll(buildWhereStale, 180_000);
beforeEach(async () => {
  world = await openLightWorld();
});
afterEach(() => world.close());

/** Asks, and does this as soon as the light flashes. */
async function asked(waitMs: number, meanwhile: () => Promise<void>) {
  let doing: Promise<void> | undefined;
  const answer = await askPress({
    places: { run: world.run },
    waitMs,
    onAsking: () => {
      doing = meanwhile();
    },
  });
  await doing;
  return answer;
}

async function hold(light: LightProcess, ms: number): Promise<void> {
  light.press("down");
  await systemClock.sleep(ms);
  light.press("up");
}

const events = (light: LightProcess) => light.lines.map(({ event }) => event);

describe("a question whether the button works", () => {
  it("mutes, flashes, and tells when the finger came and went; the short press lifts as ever", async () => {
    const light = await world.ready();
    const answer = await asked(20_000, async () => {
      await light.until("muted");
      // A flash is over sooner than a busy machine looks.
      await light.until("led-on");
      await hold(light, 300);
    });
    if (answer === "busy" || answer?.kind !== "pressed") throw new TypeError(JSON.stringify(answer));
    const heldMs = answer.upMs - answer.downMs;
    expect([heldMs >= 290, heldMs < 2_000, answer.edges]).toEqual([true, true, 2]);
    expect(answer.downMs).toBeGreaterThanOrEqual(0);
    await light.until("mute-lifted");
    expect(events(light)).toEqual(expect.arrayContaining(["button-test-asked", "button-test-pressed"]));
  }, 60_000);

  it("stays muted after a press of more than a second, and after none", async () => {
    const light = await world.ready();
    const long = await asked(20_000, () => hold(light, 1_400));
    expect(long).toMatchObject({ kind: "pressed" });
    const none = await asked(400, async () => undefined);
    expect(none).toMatchObject({ kind: "unpressed", isDown: false, edges: 0 });
    expect(events(light)).not.toContain("mute-lifted");
  }, 60_000);

  it("counts every change of a line that flutters, and tells one that is down all the time from a finger", async () => {
    const light = await world.ready();
    light.press("down");
    await light.until("muted");
    expect(await asked(400, async () => undefined)).toMatchObject({ kind: "unpressed", isDown: true });
    light.press("up");
    const fluttering = await asked(1_500, async () => {
      for (let n = 0; n < 100; n++) light.press(n % 2 === 0 ? "down" : "up");
    });
    // What the light takes for one press with bounces is not for it to judge: the number is told.
    expect(fluttering).toMatchObject({ edges: 100 });
  }, 60_000);

  it("is one at a time with every other question, and withdrawn with whoever asked", async () => {
    const light = await world.ready();
    const control = world.control();
    const request = "0".repeat(32);
    await expect.poll(() => control.client.send({ kind: "ask-consent", request, key: request })).toBe(true);
    await light.until("consent-asked");
    expect(await asked(400, async () => undefined)).toBe("busy");
    await control.close();
    await light.until("consent-withdrawn");
    expect(await asked(400, async () => undefined)).toMatchObject({ kind: "unpressed" });
  }, 60_000);
});

describe("what was seen of a press", () => {
  it("is its first down edge and its last up edge, bounces between them counted", () => {
    const record = new PressRecord();
    record.begin(1_000);
    const edges = [
      ["down", 1_500],
      ["up", 1_503],
      ["down", 1_505],
      ["up", 1_800],
      ["down", 1_802],
      ["up", 1_804],
    ] as const;
    for (const [edge, atMs] of edges) record.take(edge, atMs);
    expect(record.end()).toEqual({ kind: "pressed", downMs: 500, upMs: 804, edges: 6 });
  });

  it("is nothing of a press that came before the question", () => {
    const record = new PressRecord();
    record.take("down", 100);
    record.take("up", 400);
    record.begin(1_000);
    expect(record.end()).toEqual({ kind: "unpressed", isDown: false, edges: 0 });
  });
});
