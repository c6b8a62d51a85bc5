import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairKeys } from "../../src/app/household/pair-keys.js";
import { placesBelow } from "../../src/config/places.js";
import { temporaryFolders } from "../app/demonstration-world.js";
import { enrollAs } from "../support/enrolled-word.js";
import { foldersTable } from "../support/house-folders.js";
import { buildWhereStale, sotto } from "./built-program.js";

const folders = temporaryFolders();

beforeAll(buildWhereStale, 240_000);
afterAll(() => folders.end());

/** A house that could run, before something is taken from it. */
function house(...lines: readonly string[]) {
  const folder = folders.folder();
  const places = placesBelow(folder);
  pairKeys(places);
  const config = join(folder, "config.toml");
  writeFileSync(config, [...lines, foldersTable(places)].join("\n"));
  return { places, run: (...args: string[]) => sotto(["--config", config, "run", ...args]), config };
}

describe("sotto run refuses, and nothing was started, when", () => {
  it("nobody would see the light", async () => {
    const { status, out, err } = await house().run();
    expect([status, out]).toEqual([1, ""]);
    expect(err).toContain("LIGHT_UNSEEN");
    expect(err).toContain("--lamp-in-log");
  });

  it("the reader has no keeper to fetch from", async () => {
    const { places, run } = house();
    rmSync(join(places.owner, "keeper.pub"));
    const { status, out, err } = await run("--lamp-in-log");
    expect([status, out]).toEqual([1, ""]);
    expect(err).toContain("KEY_MISSING");
    expect(err).toContain("sotto setup");
  });

  it("the uplink has no keeper whose receipts it could believe", async () => {
    const { places, run } = house("[broker]", 'url = "mqtt://127.0.0.1:1"');
    rmSync(join(places.uplink, "keeper.pub"));
    const { status, out, err } = await run("--lamp-in-log");
    expect([status, out]).toEqual([1, ""]);
    expect(err).toContain("pin-keeper");
  });

  it("others may enter a folder of the house", async () => {
    const { places, run } = house();
    mkdirSync(places.run);
    chmodSync(places.run, 0o755);
    const { status, out, err } = await run("--lamp-in-log");
    expect([status, out]).toEqual([1, ""]);
    expect(err).toContain("KEY_INVALID");
  });

  it("a wake word is neither shipped nor enrolled, or its files were altered", async () => {
    const { places, run } = house("[wake]", 'words = ["computer", "hey lighthouse"]');
    const unknown = await run("--lamp-in-log");
    expect([unknown.status, unknown.out]).toEqual([78, ""]);
    for (const part of ["WORD_UNKNOWN", "alexa", 'sotto enroll --from spelling "hey lighthouse"'])
      expect(unknown.err).toContain(part);
    const word = await enrollAs("jarvis", "hey lighthouse", places.words);
    writeFileSync(join(word, "word.bin"), "other weights");
    const damaged = await run("--lamp-in-log");
    expect([damaged.status, damaged.out]).toEqual([1, ""]);
    expect(damaged.err).toContain("WORD_DAMAGED");
  });

  it("one folder lies in another's", async () => {
    const folder = folders.folder();
    const places = { ...placesBelow(folder), light: join(folder, "uplink", "light") };
    pairKeys(places);
    const config = join(folder, "config.toml");
    writeFileSync(config, foldersTable(places));
    const { status, out, err } = await sotto(["--config", config, "run", "--lamp-in-log"]);
    expect([status, out]).toEqual([78, ""]);
    expect(err).toContain("CONFIG_INVALID");
  });
});

describe("sotto doctor", () => {
  it("opens no microphone while the house is muted", async () => {
    const { places, config } = house();
    mkdirSync(places.light, { mode: 0o700 });
    writeFileSync(join(places.light, "mute"), "sotto-mute 1 muted \n", { mode: 0o600 });
    const programs = folders.folder();
    const opened = join(programs, "opened");
    writeFileSync(join(programs, "arecord"), `#!/bin/sh\n[ "$1" = -l ] || touch ${opened}\n`, {
      mode: 0o755,
    });
    const path = `${programs}:${process.env["PATH"]}`;
    const { out } = await sotto(["--config", config, "doctor"], { PATH: path });
    expect(out).toContain("muted: nothing is opened");
    expect(() => chmodSync(opened, 0o600)).toThrow();

    writeFileSync(join(places.light, "mute"), "sotto-mute 1 lifted\n");
    await sotto(["--config", config, "doctor"], { PATH: path });
    expect(() => chmodSync(opened, 0o600)).not.toThrow();
  }, 180_000);
});
