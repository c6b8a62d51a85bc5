import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { cleanCard } from "../../src/reset/edge/clean-card.js";
import { eraseFolders, leftIn } from "../../src/reset/edge/erase-folders.js";
import { erasePartition, sizeOf } from "../../src/reset/edge/erase-partition.js";
import { PIECE_BYTES, RandomPattern } from "../../src/reset/edge/random-pattern.js";
import { thrownCode } from "../support/thrown.js";

const CANARY = "the door code is four nine two seven";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-reset-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A file in the place of a partition, full of what must not stay. */
function partition(bytes: number): string {
  const path = join(folder(), "partition");
  writeFileSync(path, CANARY.repeat(Math.ceil(bytes / CANARY.length)));
  truncateSync(path, bytes);
  return path;
}

/** Another byte than the one that lies there. */
function change(path: string, at: number): void {
  const other = Uint8Array.of((readFileSync(path)[at] ?? 0) ^ 0xff);
  const file = openSync(path, "r+");
  writeSync(file, other, 0, 1, at);
  closeSync(file);
}

describe("a partition that is erased", () => {
  it.each([512, PIECE_BYTES, 2 * PIECE_BYTES + 1_536])(
    "holds nothing of before, and every byte is proved: %i",
    async (bytes) => {
      const path = partition(bytes);
      const { overwritten, proof } = await erasePartition(path, () => undefined);
      const now = readFileSync(path);
      expect(overwritten).toBe(bytes);
      expect(proof).toEqual({
        kind: "proved",
        bytes,
        sha256: createHash("sha256").update(now).digest("hex"),
      });
      expect(now.includes("door code")).toBe(false);
      expect(now.length).toBe(bytes);
    },
  );

  it.each([0, PIECE_BYTES - 1, PIECE_BYTES, 2 * PIECE_BYTES + 511])(
    "is not proved when a card keeps one byte of its own: at %i",
    async (at) => {
      const bytes = 2 * PIECE_BYTES + 512;
      const path = partition(bytes);
      const { proof } = await erasePartition(path, (what, done, of) => {
        if (what === "overwriting" && done === of) change(path, at);
      });
      expect(proof).toEqual({ kind: "failed", at, bytes });
    },
  );

  it("is not proved when the card ends early or is no longer there", async () => {
    const path = partition(PIECE_BYTES + 512);
    const { proof } = await erasePartition(path, (what, done, of) => {
      if (what === "overwriting" && done === of) truncateSync(path, PIECE_BYTES);
    });
    expect(proof).toEqual({ kind: "failed", at: PIECE_BYTES, bytes: PIECE_BYTES + 512 });
    expect(await thrownCode(() => erasePartition("/dev/not-there", () => undefined))).toBe("RESET_FAILED");
    expect(await thrownCode(() => erasePartition("/dev/full", () => undefined))).toBe("RESET_FAILED");
    expect(sizeOf(path)).toBe(PIECE_BYTES);
  });

  it("gets other bytes each time, and none that compress", () => {
    const [one, two] = [new RandomPattern(), new RandomPattern()];
    expect(one.piece(0, 64).equals(two.piece(0, 64))).toBe(false);
    expect(one.piece(0, 64).equals(one.piece(1, 64))).toBe(false);
    expect(one.piece(1, 64).equals(one.piece(1, 64))).toBe(true);
  });
});

describe("folders that are erased", () => {
  it("are empty afterwards, and what another name still leads to was overwritten", () => {
    const root = folder();
    const [etc, state] = [join(root, "etc"), join(root, "state")];
    mkdirSync(join(state, "deep/er"), { recursive: true });
    mkdirSync(etc);
    writeFileSync(join(state, "deep/er/outbox"), CANARY.repeat(100_000));
    writeFileSync(join(etc, "config.toml"), CANARY);
    writeFileSync(join(root, "mine"), CANARY);
    linkSync(join(state, "deep/er/outbox"), join(root, "kept-name"));
    symlinkSync(join(root, "mine"), join(etc, "link"));
    const erased = eraseFolders([etc, state, join(root, "never-there")]);
    expect(erased).toEqual({ files: 3, bytes: CANARY.length * 100_001 });
    expect(leftIn([etc, state])).toEqual([]);
    expect([existsSync(etc), existsSync(state)]).toEqual([true, true]);
    expect(readFileSync(join(root, "kept-name")).every((byte) => byte === 0)).toBe(true);
    expect(readFileSync(join(root, "mine"), "utf8")).toBe(CANARY);
    expect(readdirSync(root).sort()).toEqual(["etc", "kept-name", "mine", "state"]);
  });

  it("take a card's folders and editors' copies with them, and leave what starts the machine", () => {
    const [card, root] = [folder(), folder()];
    const stays = [
      "config.txt",
      "cmdline.txt",
      "kernel8.img",
      "start4.elf",
      "bcm2711-rpi-4-b.dtb",
      "overlays/sotto-wm8960.dtbo",
      "sotto-board.txt",
      "sotto-reset.pending",
    ];
    const goes = [
      "sotto-setup.toml",
      "sotto-notes/deep/wifi.txt",
      "sotto-update/a.sotto",
      ".sotto-setup.toml.swp",
      "sotto_setup~",
      "#config.txt#",
      "._owner.pub",
      "Copy of Sotto-Setup.toml",
      ".Trash-1000/files/sotto-setup.toml",
      "System Volume Information/x",
      "FOUND.000/FILE0000.CHK",
      "owner.pub",
      "CA.PEM",
    ];
    for (const name of [...stays, ...goes]) {
      mkdirSync(dirname(join(card, name)), { recursive: true });
      writeFileSync(join(card, name), CANARY);
    }
    expect(cleanCard(card, join(root, "none"))).toEqual({ files: goes.length, filled: 0 });
    const left = readdirSync(card, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => relative(card, join(each.parentPath, each.name)));
    expect(left.sort()).toEqual(stays.sort());
    expect(readdirSync(card).sort()).toEqual([...new Set(stays.map((name) => name.split("/")[0] ?? ""))]);
  });

  it("are told by name while anything is left in them", () => {
    const root = folder();
    writeFileSync(join(root, "left"), CANARY);
    expect(leftIn([root])).toEqual([join(root, "left")]);
  });
});
