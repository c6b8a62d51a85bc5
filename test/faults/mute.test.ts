import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../scripts/voices/random.js";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { codeOf } from "../../src/domain/errors.js";
import { buildWhereStale } from "../cli/built-program.js";
import { monotonicMs } from "./lamp-observer.js";
import { type Found, foundLines, MemorySearch } from "./memory-search.js";
import { demonstrationSounds } from "./player.js";
import { isAlive, processTree, programBelow } from "./process-tree.js";
import {
  furnishHouse,
  type HouseFolders,
  lift,
  lineAfter,
  openHouse,
  press,
  untilListening,
  type WholeHouse,
} from "./whole-house.js";

const MINUTES = 60_000;
const PRESSES = 20;
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1_000_007));

let folders: HouseFolders;
let house: WholeHouse;
let sounds: readonly Float32Array[];

function sound(number: number): Float32Array {
  const found = sounds[number];
  if (!found) throw new RangeError(`sound ${number}`);
  return found;
}

/** Plays without waiting; a mute cuts it off, and what is left of it is played to the next recorder. */
function playing(samples: Float32Array): void {
  house.microphone.play(samples).catch((error: unknown) => {
    // The microphone was closed at the end of the tests.
    if (codeOf(error) !== "INTERNAL") throw error;
  });
}

/** All that is found in the memories of these processes, the most of each form. */
async function searched(search: MemorySearch, pids: readonly number[]) {
  const results = await Promise.all(pids.map((pid) => search.inProcess(pid)));
  const forms = results[0]?.found.map(({ form }) => form) ?? [];
  const found: readonly Found[] = forms.map((form) => {
    const each = results.flatMap((result) => result.found.filter((one) => one.form === form));
    return {
      form,
      longestMs: Math.max(...each.map(({ longestMs }) => longestMs)),
      ofRecordingMs: Math.max(...each.map(({ ofRecordingMs }) => ofRecordingMs)),
      pieces: each.reduce((sum, { pieces }) => sum + pieces, 0),
    };
  });
  const bytes = results.reduce((sum, { searchedBytes }) => sum + searchedBytes, 0);
  const unread = results.reduce((sum, { unreadBytes }) => sum + unreadBytes, 0);
  return { found, bytes, unread };
}

function say(what: string, { found, bytes, unread }: Awaited<ReturnType<typeof searched>>): void {
  const size = `${(bytes / 1e6).toFixed(0)} MB read, ${unread} bytes could not be`;
  console.info(`${what} (${size}):\n  ${foundLines(found).join("\n  ")}`);
}

function of(found: readonly Found[], form: Found["form"]): Found {
  const one = found.find((each) => each.form === form);
  if (!one) throw new RangeError(form);
  return one;
}

function outerPid(name: "ear" | "light" | "uplink" | "keep"): number {
  const pid = house.household.crew.pidOf(name);
  if (pid === undefined) throw new RangeError(`no ${name}`);
  return pid;
}

beforeAll(async () => {
  buildWhereStale();
  sounds = await demonstrationSounds();
  folders = furnishHouse({});
  house = await openHouse(folders);
  await untilListening(house);
}, 6 * MINUTES);

afterAll(async () => {
  await house?.close();
  await house?.lamp.report();
  folders?.remove();
}, MINUTES);

describe("the privacy button, while a known recording is heard", () => {
  it(
    "leaves nothing of it in any memory of the ear's sandbox 1 s later",
    async () => {
      const search = new MemorySearch(sound(2));
      // Twice, because the control reads for seconds, and the spectrogram holds nothing but what is heard just then.
      for (let times = 0; times < 2; times++) playing(sound(2));
      await systemClock.sleep(3_500); // it is in the middle of its seven seconds: whether it is heard, the control says
      const outer = outerPid("ear");
      const before = processTree(outer);
      const program = programBelow(outer, "ear.js") ?? 0;
      const recorder = before.filter((pid) => processTree(program).includes(pid) && pid !== program);
      const [control, recorderControl] = await Promise.all([
        searched(search, [program]),
        searched(search, recorder),
      ]);
      say("ear, before", control);
      say("recorder, before", recorderControl);
      expect(of(control.found, "float32").longestMs).toBeGreaterThanOrEqual(100);
      expect(of(control.found, "mel").pieces).toBeGreaterThan(0);
      expect(of(recorderControl.found, "int16").longestMs).toBeGreaterThan(10);

      const { downMs, closedMs, darkMs } = await press(house);
      await systemClock.sleep(1_000 - (monotonicMs() - downMs));
      expect(before.filter(isAlive)).toEqual([]);
      const searchedMs = monotonicMs() - downMs;
      const after = processTree(outerPid("ear"));
      const left = await searched(search, after);
      say(`the ear's whole sandbox, from ${searchedMs.toFixed(0)} ms after the down edge`, left);
      const others = (["light", "uplink", "keep"] as const).flatMap((name) => processTree(outerPid(name)));
      const elsewhere = await searched(search, others);
      say("light, uplink and keeper", elsewhere);
      expect(Math.max(closedMs, darkMs) - downMs).toBeLessThan(1_000);
      expect(left.found.filter(({ pieces }) => pieces > 0)).toEqual([]);
      expect(elsewhere.found.filter(({ pieces }) => pieces > 0)).toEqual([]);
      // What a process gives back while it is read is not its memory any more; all the rest was looked at.
      expect(left.bytes).toBeGreaterThan(30 * left.unread + 30_000_000);
      await lift(house);
    },
    3 * MINUTES,
  );
});

describe("the ear, without any button", () => {
  it(
    "keeps nothing of a command 12 s after it was sealed",
    async () => {
      await untilListening(house);
      // What the mute has cut off is played first, and is another recording than this one.
      const search = new MemorySearch(sound(5));
      await house.microphone.play(new Float32Array(2 * SAMPLE_RATE_HZ));
      const place = house.feed.now;
      await house.microphone.play(sound(5));
      await lineAfter(house, place, ({ from, line }) => from === "ear" && line.event === "clip-sealed");
      const program = programBelow(outerPid("ear"), "ear.js") ?? 0;
      say("ear, when the clip was sealed", await searched(search, [program]));
      await systemClock.sleep(12_000); // the time that is asked about
      const left = await searched(search, [program]);
      say("ear, 12 s later", left);
      expect(left.found.filter(({ longestMs }) => longestMs >= 100)).toEqual([]);
    },
    3 * MINUTES,
  );
});

describe("the privacy button, pressed again and again", () => {
  it(
    `closes the device within 200 ms and darkens the lamp within 250 ms, ${PRESSES} times`,
    async () => {
      console.info(`SEED=${seed}`);
      const random = new Random(seed);
      const closed: number[] = [];
      const dark: number[] = [];
      for (let k = 0; k < PRESSES; k++) {
        await untilListening(house);
        playing(sound(random.whole(0, sounds.length - 1)));
        await systemClock.sleep(random.whole(100, 900));
        const { downMs, closedMs, darkMs } = await press(house);
        closed.push(closedMs - downMs);
        dark.push(darkMs - downMs);
        await lift(house);
      }
      const share = (all: readonly number[], part: number) =>
        all.toSorted((a, b) => a - b)[Math.floor(part * (all.length - 1))] ?? Number.NaN;
      const line = (name: string, all: readonly number[]) =>
        `${name} after the down edge: p50 ${share(all, 0.5).toFixed(0)} ms, max ${share(all, 1).toFixed(0)} ms`;
      console.info(`${PRESSES} presses\n  ${line("device closed", closed)}\n  ${line("lamp dark", dark)}`);
      // Other tests run beside this one: three in four presses are held to the limits, and the slowest is printed.
      expect(share(closed, 0.75)).toBeLessThan(200);
      expect(share(dark, 0.75)).toBeLessThan(250);
      expect(share([...closed, ...dark], 1)).toBeLessThan(1_000);
    },
    8 * MINUTES,
  );
});
