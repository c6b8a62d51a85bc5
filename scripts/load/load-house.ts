import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outboxFolder } from "../../src/outbox/outbox.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import { TEXT_CONTENTS } from "../../test/support/clip-vectors.js";
import { type KeptHouse, keptHouse, secondDevice } from "../../test/support/kept-house.js";

/** What a command of some words is as text, and what a short one is as sound: the smallest bucket. */
export const CLIP_BYTES = 8_000;

export interface LoadDevice {
  readonly house: KeptHouse;
  /** Its sealed clips, one behind the other. */
  readonly clips: Uint8Array;
}

export interface LoadHouse {
  readonly root: string;
  readonly devices: readonly LoadDevice[];
  readonly keeperFolder: string;
  /** A file with so many clips of one device. */
  clipsFile(device: LoadDevice, count: number): string;
  /** Outboxes and the keeper's own store are gone; keys stay. */
  empty(): void;
  end(): void;
}

/** So many devices of one owner, admitted by one keeper, with clips sealed beforehand: sealing is not measured here. */
export async function loadHouse(count: number, clipsEach: number): Promise<LoadHouse> {
  const root = mkdtempSync(join(tmpdir(), "sotto-load-"));
  const first = await keptHouse(join(root, "house"));
  const houses = [first];
  for (let at = 1; at < count; at += 1) houses.push(await secondDevice(first, join(root, `device-${at}`)));
  const devices: LoadDevice[] = [];
  for (const house of houses) {
    const clips = new Uint8Array(clipsEach * CLIP_BYTES);
    for (let at = 0; at < clipsEach; at += 1) {
      clips.set((await sealContents(TEXT_CONTENTS, house.keys)).message, at * CLIP_BYTES);
    }
    devices.push({ house, clips });
  }
  return {
    ...{ root, devices, keeperFolder: first.folders.keeper },
    clipsFile(device, clips) {
      const path = join(root, `${device.house.deviceId}-${clips}.clips`);
      writeFileSync(path, device.clips.subarray(0, clips * CLIP_BYTES));
      return path;
    },
    empty() {
      for (const { house } of devices) {
        rmSync(outboxFolder(house.folders.uplink), { recursive: true, force: true });
      }
      for (const name of ["keep.db", "keep.db-wal", "keep.db-shm"]) {
        rmSync(join(first.folders.keeper, name), { force: true });
      }
    },
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}
