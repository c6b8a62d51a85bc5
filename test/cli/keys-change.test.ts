import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "uqr";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesBelow } from "../../src/config/places.js";
import { ERRORS } from "../../src/domain/errors.js";
import { foldersTable } from "../support/house-folders.js";
import { buildWhereStale, sotto, sottoReading } from "./built-program.js";

const root = mkdtempSync(join(tmpdir(), "sotto-change-"));
const at = (...names: string[]) => join(root, ...names);

beforeAll(buildWhereStale, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A machine of its own: a configuration whose folders lie below one folder. */
function machine(name: string) {
  const config = at(`${name}.toml`);
  writeFileSync(config, foldersTable(placesBelow(at(name))));
  return {
    keys: (...args: string[]) => sotto(["--config", config, "keys", ...args]),
    reading: (input: string, ...args: string[]) => sottoReading(["--config", config, "keys", ...args], input),
    read: (...args: string[]) => sotto(["--config", config, "read", ...args]),
  };
}

const WORDS = /(?:\b[a-z]{3,8}\b ){23}[a-z]{3,8}/;

describe("The owner's key", () => {
  const reader = machine("reader");
  const words = (name: string) => readFileSync(at(name), "utf8");
  const fingerprint = async () => JSON.parse((await reader.keys("show", "--json")).out).owner?.fingerprint;

  it("tells its words into a file for the owner's eyes, and never to a pipe", async () => {
    const made = await reader.keys("owner", "--words-file", at("words"));
    expect([made.status, made.err]).toEqual([0, ""]);
    expect(words("words")).toMatch(WORDS);
    expect(statSync(at("words")).mode & 0o777).toBe(0o600);
    expect(made.out).not.toMatch(WORDS);
    const piped = await reader.keys("words");
    expect([piped.out, piped.err]).toEqual(["", expect.stringContaining("USAGE")]);
    expect((await reader.keys("words", "--words-file", at("words"))).err).toContain("FILE_UNREADABLE");
  }, 120_000);

  it("is neither made nor rotated where the file for its words can't be made, which is gone where no key is", async () => {
    const before = await fingerprint();
    expect((await reader.keys("rotate", "owner", "--words-file", at("words"))).err).toContain(
      "FILE_UNREADABLE",
    );
    expect(await fingerprint()).toBe(before);
    expect((await reader.keys("owner", "--words-file", at("no-words"))).err).toContain("KEY_EXISTS");
    expect(existsSync(at("no-words"))).toBe(false);
  }, 120_000);

  it("is rotated, lost, said to be lost, and made again from the words on standard input", async () => {
    const before = await fingerprint();
    const rotated = await reader.keys("rotate", "owner", "--words-file", at("new-words"));
    expect([rotated.status, rotated.err]).toEqual([0, ""]);
    const now = await fingerprint();
    expect(now).not.toBe(before);
    const shown = JSON.parse((await reader.keys("show", "--json")).out);
    expect(shown.former).toEqual([{ fingerprint: before }]);
    rmSync(at("reader", "owner", "owner.key"));
    rmSync(at("reader", "owner", "former"), { recursive: true });
    const read = await reader.read("list");
    expect(read.status).not.toBe(0);
    expect(read.err).toContain("KEY_LOST");
    expect(read.err).toContain(ERRORS.KEY_LOST.remedy);
    const wrong = await reader.reading(
      words("new-words").split(" ").with(6, "xanthippe").join(" "),
      "recover",
    );
    expect(wrong.err).toContain("WORDS_WRONG: not a word of the list: number 7");
    expect(wrong.err).not.toContain("xanthippe");
    expect((await reader.reading(words("new-words"), "recover")).err).toBe("");
    expect(await fingerprint()).toBe(now);
    expect((await reader.reading(words("words"), "recover")).out).toContain(before);
    expect((await reader.read("list")).out).toContain("No clips yet");
  }, 120_000);
});

describe("A further reader's key", () => {
  it("is rotated with what to do at the house's devices: added and revoked, not pinned", async () => {
    const [house, reader] = [machine("other-house"), machine("further")];
    await house.keys("owner");
    await reader.keys("owner");
    expect((await reader.keys("join", at("other-house", "owner", "owner.pub"))).err).toBe("");
    const { out } = await reader.keys("rotate", "owner");
    for (const said of ["add-reader owner.pub", "keys revoke", "NOT sotto keys pin"]) {
      expect(out).toContain(said);
    }
    expect((await house.keys("rotate", "owner")).out).not.toContain("add-reader");
  }, 120_000);
});

describe("A public key", () => {
  it("is drawn as a code whose line is taken where a file is", async () => {
    const [reader, device] = [machine("shown"), machine("scanning")];
    await reader.keys("owner");
    await device.keys("device");
    const shown = await reader.keys("show", "--qr", "owner");
    const lines = shown.out.trimEnd().split("\n");
    const line = lines.at(-1) ?? "";
    expect(line).toMatch(/^sotto-x25519:/);
    // Two rows of the code to a line, dark modules as spaces: what a camera sees on a dark terminal.
    const { data, size } = encode(line, { border: 2 });
    const drawn = lines.slice(0, -1).map((row) => [...row.padEnd(size)]);
    const isDark = (x: number, y: number) => {
      const half = drawn[y >> 1]?.[x] ?? " ";
      return y % 2 === 0 ? half === " " || half === "▄" : half === " " || half === "▀";
    };
    const wrong = data.flatMap((row, y) => row.filter((dark, x) => isDark(x, y) !== dark));
    expect([size > 20, wrong]).toEqual([true, []]);
    const pinned = await device.reading(`${line}\n`, "pin", "-");
    expect([pinned.status, pinned.err]).toEqual([0, ""]);
    const { owner } = JSON.parse((await reader.keys("show", "--json")).out);
    expect(JSON.parse((await device.keys("show", "--json")).out).pinnedOwner).toEqual(owner);
    expect((await device.reading(line.slice(0, -3), "pin", "-")).err).toContain("KEY_INVALID");
  }, 120_000);
});

describe("Keys of keeper and device", () => {
  it("are rotated where that is possible, and say what to do where it is not", async () => {
    const house = machine("house");
    await house.keys("keeper");
    await house.keys("device");
    const before = readFileSync(at("house", "keeper", "keeper.pub"), "utf8");
    const rotated = await house.keys("rotate", "keeper");
    expect([rotated.status, rotated.err]).toEqual([0, ""]);
    expect(rotated.out).toContain("pin-keeper");
    expect(readFileSync(at("house", "keeper", "keeper.pub"), "utf8")).not.toBe(before);
    const device = await house.keys("rotate", "device");
    expect(device.err).toContain("KEY_NEEDED");
    expect(device.err).toContain("Hold the button 10 s");
    expect((await house.keys("rotate", "moon")).err).toContain("USAGE");
    expect((await house.keys("revoke", "0123 4567 89ab cdef")).err).toContain("KEY_MISSING");
    expect((await house.keys("revoke", "keeper")).err).toContain("USAGE");
  }, 120_000);
});
