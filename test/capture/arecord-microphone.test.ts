import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { AudioEvent } from "../../src/capture/audio-source.js";
import { ArecordMicrophone, type MicrophoneOptions } from "../../src/capture/edge/arecord-microphone.js";
import { openPacedDevice, type PacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { recorderName } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { recordersOf } from "../support/recorders.js";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

async function pacedDevice(options: { rateHz: number; channels: number }): Promise<PacedDevice> {
  const device = await openPacedDevice(options);
  opened.push(device);
  return device;
}

function microphone(options: Partial<MicrophoneOptions>): ArecordMicrophone {
  const made = new ArecordMicrophone({
    device: "sotto_paced",
    rateHz: 16_000,
    channels: 1,
    channel: 0,
    silenceMs: 2_000,
    clock: systemClock,
    random: () => 0.5,
    backOff: { firstMs: 40, longestMs: 400 },
    ...options,
  });
  opened.push(made);
  return made;
}

/** A counter that never repeats within a second and never looks like room tone. */
function marked(length: number): Int16Array {
  return Int16Array.from({ length }, (_, i) => 1_000 + (i % 30_000));
}

/** Listens until `done` says so; answers all that was heard. */
async function listen(
  source: ArecordMicrophone,
  done: (heard: number[], event: AudioEvent) => boolean,
): Promise<number[]> {
  const heard: number[] = [];
  for await (const event of source.events()) {
    if (event.kind === "samples") for (const x of event.samples) heard.push(Math.round(x * 32_768));
    if (done(heard, event)) return heard;
  }
  return heard;
}

/** Index from which `part` stands in `all`, or -1. */
function find(all: readonly number[], part: Int16Array): number {
  for (let at = all.indexOf(part[0] ?? 0); at >= 0; at = all.indexOf(part[0] ?? 0, at + 1)) {
    if (part.every((x, i) => all[at + i] === x)) return at;
  }
  return -1;
}

describe("a microphone by arecord", () => {
  test("hears every sample that was played, in order, with room tone before and after", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const played = marked(24_321);
    const mic = microphone({ environment: device.environment });
    const playing = device.play(played);
    const heard = await listen(mic, (all) => all.length > 24_321 + 16_000);
    await playing;
    expect(find(heard, played)).toBeGreaterThanOrEqual(0);
    const after = heard.slice(find(heard, played) + played.length);
    expect(Math.max(...after.map(Math.abs))).toBeLessThanOrEqual(16);
    expect(after.some((x) => x !== 0)).toBe(true);
    expect(mic.droppedSamples).toBe(0);
  });

  test("takes its channel out of six at 48 kHz", async () => {
    const device = await pacedDevice({ rateHz: 48_000, channels: 6 });
    const played = Int16Array.from({ length: 48_000 * 6 }, (_, i) =>
      i % 6 === 4 ? Math.round(12_000 * Math.sin((2 * Math.PI * 440 * Math.floor(i / 6)) / 48_000)) : 0,
    );
    const mic = microphone({ environment: device.environment, rateHz: 48_000, channels: 6, channel: 4 });
    void device.play(played).catch(() => undefined);
    const heard = await listen(mic, (all) => all.length > 20_000);
    const loudest = heard.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(loudest).toBeGreaterThan(11_500);
    expect(loudest).toBeLessThan(12_500);
  });

  test("says that it was lost when the recorder dies in mid-word, and opens again by itself", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const mic = microphone({ environment: device.environment });
    void device.play(marked(80_000)).catch(() => undefined);
    const seen: string[] = [];
    let killed = false;
    await listen(mic, (heard, event) => {
      if (event.kind !== "samples") seen.push(event.kind === "lost" ? event.code : event.kind);
      if (!killed && heard.length > 4_000) {
        killed = true;
        for (const pid of recordersOf(device)) process.kill(pid, "SIGKILL");
      }
      return seen.length === 3;
    });
    expect(seen).toEqual(["opened", "MICROPHONE_LOST", "opened"]);
  });

  test("waits longer from try to try while the device is gone", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const mic = microphone({ environment: device.environment });
    const lost: AudioEvent[] = [];
    let killed = false;
    await listen(mic, (heard, event) => {
      if (event.kind === "lost") lost.push(event);
      if (!killed && heard.length > 1_000) {
        killed = true;
        rmSync(join(device.folder, "sound"));
        for (const pid of recordersOf(device)) process.kill(pid, "SIGKILL");
      }
      return lost.length === 6;
    });
    expect(lost).toEqual([
      { kind: "lost", code: "MICROPHONE_LOST", retryInMs: 30 },
      ...[60, 120, 240, 300, 300].map((retryInMs) => ({
        kind: "lost",
        code: "MICROPHONE_MISSING",
        retryInMs,
      })),
    ]);
  });

  test("says that the microphone is missing for a device that does not exist", async () => {
    const mic = microphone({ device: "hw:CARD=NoSuchCard" });
    await listen(mic, (_, event) => {
      expect(event).toMatchObject({ kind: "lost", code: "MICROPHONE_MISSING" });
      return true;
    });
  });

  test("says that the microphone is missing where arecord is not installed, and nothing is thrown aside", async () => {
    const mic = microphone({ environment: { PATH: "" } });
    await listen(mic, (_, event) => {
      expect(event).toMatchObject({ kind: "lost", code: "MICROPHONE_MISSING" });
      return true;
    });
  });

  test("takes a recorder that lives but gives no bytes for lost", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const mic = microphone({ environment: device.environment, silenceMs: 300 });
    let stopped = false;
    await listen(mic, (heard, event) => {
      if (!stopped && heard.length > 1_000) {
        stopped = true;
        for (const pid of recordersOf(device)) process.kill(pid, "SIGSTOP");
      }
      if (event.kind === "lost") expect(event.code).toBe("MICROPHONE_LOST");
      return event.kind === "lost";
    });
    expect(recordersOf(device)).toEqual([]);
  });

  test("leaves no recorder behind when it is closed, and is closed within a fifth of a second", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const mic = microphone({ environment: device.environment });
    const kinds: string[] = [];
    let closedInMs = Number.POSITIVE_INFINITY;
    let closing: Promise<void> | undefined;
    await listen(mic, (heard, event) => {
      kinds.push(event.kind);
      if (heard.length > 1_000 && closing === undefined) {
        expect(recordersOf(device)).toHaveLength(1);
        const from = systemClock.monotonicMs();
        closing = mic.close().then(() => {
          closedInMs = systemClock.monotonicMs() - from;
        });
      }
      return false;
    });
    await closing;
    expect(recordersOf(device)).toEqual([]);
    expect(closedInMs).toBeLessThan(200);
    expect(kinds.at(-1)).toBe("closed");
  });

  test("drops and counts the oldest sound when nobody listens for longer than 5 s, and tells it before what follows", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const mic = microphone({ environment: device.environment });
    let told: AudioEvent | undefined;
    for await (const event of mic.events()) {
      if (event.kind === "gap") told = event;
      if (told) break;
      while (event.kind === "samples" && mic.droppedSamples === 0) await systemClock.sleep(50);
    }
    expect(mic.droppedSamples).toBeGreaterThan(0);
    expect(told).toEqual({ kind: "gap", samples: mic.droppedSamples });
  });

  test("gives the recorder the name by which others find it, and it runs under that name", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const name = recorderName(device.folder);
    const mic = microphone({ environment: device.environment, name });
    await listen(mic, (heard) => {
      if (heard.length < 500) return false;
      const [pid] = recordersOf(device);
      expect(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0]).toBe(name);
      return true;
    });
  });

  test("runs the recorder in a process group of its own", async () => {
    const device = await pacedDevice({ rateHz: 16_000, channels: 1 });
    const mic = microphone({ environment: device.environment });
    await listen(mic, (heard) => heard.length > 500 && groupsAreOwn(recordersOf(device)));
  });
});

function groupsAreOwn(pids: readonly number[]): boolean {
  expect(pids).toHaveLength(1);
  for (const pid of pids) {
    // Field 5 of stat is the process group (proc(5)); "(arecord)" is field 2.
    const group = Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[4]);
    expect(group).toBe(pid);
  }
  return true;
}
