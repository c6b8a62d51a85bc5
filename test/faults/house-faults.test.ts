import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildWhereStale, sotto } from "../cli/built-program.js";
import { startMosquitto } from "../support/mosquitto.js";
import { lookAtLedger } from "./ledger-observer.js";
import { demonstrationSounds } from "./player.js";
import { openReading } from "./reading.js";
import {
  type FurnishOptions,
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
const endings: (() => unknown)[] = [];
let sounds: readonly Float32Array[];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-faults-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function furnished(options: FurnishOptions): HouseFolders {
  const folders = furnishHouse(options);
  endings.push(() => folders.remove());
  return folders;
}

async function opened(folders: HouseFolders): Promise<WholeHouse> {
  const house = await openHouse(folders);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await house.close();
    isOpen = false;
  };
  endings.push(async () => {
    await close();
    await house.lamp.report();
  });
  return { ...house, close };
}

async function mosquitto() {
  const broker = await startMosquitto({ folder: folder() });
  endings.push(() => broker.stop());
  return broker;
}

async function reading(folders: HouseFolders) {
  const reader = await openReading(folders);
  endings.push(() => reader.close());
  return reader;
}

/** Speaks a command and waits until the house says that this became of it. */
async function speak(house: WholeHouse, by: "ear" | "uplink", event: string): Promise<void> {
  const place = house.feed.now;
  const [sound] = sounds;
  if (sound) await house.microphone.play(sound);
  await lineAfter(house, place, ({ from, line }) => from === by && line.event === event);
}

/** Fills the disk below this folder to its last byte. */
function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (const bytes of [65_536, 512, 1]) {
      const block = Buffer.alloc(bytes);
      let isFull = false;
      while (!isFull) isFull = !wrote(file, block);
    }
  } finally {
    closeSync(file);
  }
}

function wrote(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) === block.length;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}

beforeAll(async () => {
  buildWhereStale();
  sounds = await demonstrationSounds();
}, 6 * MINUTES);

afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
}, MINUTES);

// Only root mounts a disk of a size of its choosing.
describe.runIf(process.getuid?.() === 0)("a house whose uplink has a full disk", () => {
  it(
    "refuses the clip with a code, keeps button and lamp, and delivers it when there is room",
    async () => {
      const disk = folder();
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", disk]);
      endings.push(() => execFileSync("umount", ["--lazy", disk]));
      const broker = await mosquitto();
      const folders = furnished({ brokerUrl: broker.url, uplinkFolder: disk });
      const house = await opened(folders);
      const reader = await reading(folders);
      await untilListening(house);
      const ballast = join(disk, "ballast");
      fill(ballast);
      const { downMs, closedMs, darkMs } = await press(house);
      await lift(house);
      await untilListening(house);
      await speak(house, "uplink", "clip-refused");
      expect(reader.stored).toEqual([]);
      expect(house.ids.startsOf("uplink")).toBe(1);
      expect(house.ids.startsOf("light")).toBe(1);
      expect(closedMs - downMs).toBeLessThan(200);
      expect(darkMs - downMs).toBeLessThan(250);
      rmSync(ballast);
      await reader.until(1);
      const { ledger, problems } = lookAtLedger(folders.places.uplink);
      expect(problems).toEqual([]);
      expect(ledger).toMatchObject({ accepted: 1, evicted: 0, quarantined: 0 });
    },
    4 * MINUTES,
  );
});

describe("a house whose broker is dead", () => {
  it(
    "takes commands all the same, and delivers each once when the broker is back",
    async () => {
      const broker = await mosquitto();
      const folders = furnished({ brokerUrl: broker.url });
      const house = await opened(folders);
      const reader = await reading(folders);
      await untilListening(house);
      await broker.kill();
      await speak(house, "uplink", "clip-accepted");
      await speak(house, "uplink", "clip-accepted");
      expect(lookAtLedger(folders.places.uplink).ledger).toMatchObject({ accepted: 2, pending: 2 });
      const place = house.feed.now;
      await broker.restart();
      await reader.until(2);
      const isReceipt = ({ line }: { readonly line: { readonly event: string } }) =>
        line.event === "clip-receipted";
      await lineAfter(house, place, isReceipt);
      expect(new Set(reader.stored)).toEqual(new Set(house.ids.said("uplink", "clip-accepted")));
      expect(reader.stored).toHaveLength(2);
      expect(lookAtLedger(folders.places.uplink).problems).toEqual([]);
    },
    4 * MINUTES,
  );
});

describe("a muted house", () => {
  it(
    "is muted after everything was started anew, and listens after the button alone",
    async () => {
      const folders = furnished({});
      const first = await opened(folders);
      await untilListening(first);
      await press(first);
      await first.close();
      const second = await opened(folders);
      const ready = await lineAfter(second, 0, ({ line }) => line.event === "light-ready");
      expect(ready.line["muted"]).toBe(true);
      await lineAfter(second, 0, ({ from, line }) => from === "ear" && line.event === "ear-ready");
      expect(second.lamp.changesOfDevice).toBe(0);
      await lift(second);
      await untilListening(second);
    },
    4 * MINUTES,
  );
});

describe("a second house on the same run folder", () => {
  it(
    "is refused, and the first one goes on listening",
    async () => {
      const broker = await mosquitto();
      const folders = furnished({ brokerUrl: broker.url });
      const house = await opened(folders);
      await untilListening(house);
      const { status, err, out } = await sotto(["--config", folders.configFile, "run", "--lamp-in-log"]);
      expect(status, out).not.toBe(0);
      expect(err).toContain("ALREADY_RUNNING");
      expect(house.lamp.changesOfDevice).toBe(1);
      await speak(house, "uplink", "clip-accepted");
      expect(house.ids.startsOf("ear")).toBe(1);
    },
    4 * MINUTES,
  );
});
