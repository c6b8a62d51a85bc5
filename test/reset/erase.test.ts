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
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
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

  it("are told by name while anything is left in them", () => {
    const root = folder();
    writeFileSync(join(root, "left"), CANARY);
    expect(leftIn([root])).toEqual([join(root, "left")]);
  });
});
