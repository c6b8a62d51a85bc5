import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyTextOf, publicKeyFromText } from "../../src/keys/edge/key-text.js";
import {
  createOwner,
  describeOwner,
  loadOwner,
  showFormer,
  showOwner,
} from "../../src/keys/edge/owner-keys.js";
import { recoverOwner, rotateOwner, wordsOfOwner } from "../../src/keys/edge/owner-rotation.js";
import {
  fingerprintWords,
  idFromWords,
  keyFromWords,
  recoveryWords,
} from "../../src/keys/edge/recovery-words.js";
import { thrownCode } from "../support/thrown.js";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sotto-words-"));
  folder = join(root, "owner");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const lose = () => rmSync(join(folder, "owner.key"));
const wordsIn = (text: string): string[] => text.split(" ");

describe("the 24 words", () => {
  it("are any key, and any key comes back from them, however they are written down", () => {
    const raw = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(raw, (key) => {
        const words = wordsIn(recoveryWords(key));
        expect(words).toHaveLength(24);
        expect(keyFromWords(words.join(" "))).toEqual(key);
        const onPaper = words.map((word, index) => `${index + 1}. ${word.toUpperCase()}\n`).join(" ");
        expect(keyFromWords(onPaper)).toEqual(key);
      }),
      { numRuns: 200, verbose: true },
    );
  });

  it("are those of BIP 39's own test vector", () => {
    const vector = `${Array(23).fill("abandon").join(" ")} art`;
    expect(recoveryWords(new Uint8Array(32))).toBe(vector);
  });

  it("are refused when one is missing, unknown, another one or in another place, and never quoted", async () => {
    const words = wordsIn(recoveryWords(Uint8Array.from(randomBytes(32))));
    const wrong: [readonly string[], RegExp][] = [
      [words.slice(1), /23 words/],
      [[...words, "art"], /25 words/],
      [[], /0 words/],
      [words.with(6, "xanthippe"), /number 7/],
    ];
    for (const [given, why] of wrong) {
      expect(() => keyFromWords(given.join(" "))).toThrow(why);
      expect(() => keyFromWords(given.join(" "))).toThrow(/^(?!.*xanthippe)WORDS_WRONG/);
    }
    // Another word goes unseen once in 256, by the eight bits of the check: so the key is a fixed one here.
    const fixed = wordsIn(recoveryWords(new Uint8Array(32).fill(7)));
    for (const other of ["zoo", "abandon", "letter", "advice", "cage", "absurd", "amount", "doctor"]) {
      expect(await thrownCode(() => keyFromWords(fixed.with(3, other).join(" ")))).toBe("WORDS_WRONG");
    }
    const exchanged = [fixed[1] ?? "", fixed[0] ?? "", ...fixed.slice(2)];
    expect(await thrownCode(() => keyFromWords(exchanged.join(" ")))).toBe("WORDS_WRONG");
  });

  it("make a lost key again, the same one, for its owner's eyes only", async () => {
    const owner = createOwner(folder);
    const secret = readFileSync(join(folder, "owner.key"), "utf8");
    const words = wordsOfOwner(folder);
    lose();
    expect(await thrownCode(() => loadOwner(folder))).toBe("KEY_LOST");
    expect(recoverOwner(folder, words)).toMatchObject({ as: "owner", key: owner });
    expect(readFileSync(join(folder, "owner.key"), "utf8")).toBe(secret);
    expect(statSync(join(folder, "owner.key")).mode & 0o777).toBe(0o600);
    expect(showOwner(folder)).toEqual(owner);
    expect(recoverOwner(folder, words).as).toBe("already-here");
  });

  it("make a key on a machine that never had one", () => {
    createOwner(folder);
    const other = join(root, "new-machine");
    expect(recoverOwner(other, wordsOfOwner(folder))).toMatchObject({ as: "first", key: showOwner(folder) });
    expect(showOwner(other)).toEqual(showOwner(folder));
  });

  it("of a key of before bring it back beside today's, also where today's is lost", async () => {
    createOwner(folder);
    const old = wordsOfOwner(folder);
    const { now, before } = rotateOwner(folder);
    const words = wordsOfOwner(folder);
    expect(words).not.toBe(old);
    rmSync(join(folder, "former"), { recursive: true });
    lose();
    expect(recoverOwner(folder, old)).toMatchObject({ as: "former-alone", key: before });
    expect(await thrownCode(() => loadOwner(folder))).toBe("KEY_LOST");
    expect(recoverOwner(folder, words)).toMatchObject({ as: "owner", key: now });
    expect((await loadOwner(folder)).openers).toHaveLength(2);
    rmSync(join(folder, "former"), { recursive: true });
    expect(recoverOwner(folder, old)).toMatchObject({ as: "former", key: before });
  });

  it("of a key of before alone open what was sealed to it as soon as there is a new key of today", async () => {
    createOwner(folder);
    const old = wordsOfOwner(folder);
    rotateOwner(folder);
    rmSync(join(folder, "former"), { recursive: true });
    lose();
    expect(recoverOwner(folder, old).as).toBe("former-alone");
    createOwner(folder);
    expect((await loadOwner(folder)).openers).toHaveLength(2);
  });

  it("are told of a key of before too, by how its fingerprint begins, also where today's is lost", async () => {
    createOwner(folder);
    const old = wordsOfOwner(folder);
    const { now, before } = rotateOwner(folder);
    const [oldId, newId] = [before, now].map(({ keyId }) => Buffer.from(keyId).toString("hex"));
    expect(wordsOfOwner(folder, oldId?.slice(0, 8))).toBe(old);
    expect(wordsOfOwner(folder, newId)).toBe(wordsOfOwner(folder));
    expect(await thrownCode(() => wordsOfOwner(folder, ""))).toBe("USAGE");
    lose();
    expect(wordsOfOwner(folder, oldId)).toBe(old);
    expect(await thrownCode(() => wordsOfOwner(folder, newId))).toBe("KEY_MISSING");
  });

  it("change nothing when they are wrong", async () => {
    createOwner(folder);
    const words = wordsIn(wordsOfOwner(folder)).slice(1).join(" ");
    lose();
    expect(await thrownCode(() => recoverOwner(folder, words))).toBe("WORDS_WRONG");
    expect(existsSync(join(folder, "owner.key"))).toBe(false);
  });
});

describe("a lost key", () => {
  it("is said to be lost, not merely missing, and a new one is carried as such", async () => {
    expect(await thrownCode(() => loadOwner(folder))).toBe("KEY_MISSING");
    const lost = createOwner(folder);
    lose();
    expect(await thrownCode(() => loadOwner(folder))).toBe("KEY_LOST");
    expect(await thrownCode(() => wordsOfOwner(folder))).toBe("KEY_LOST");
    const made = createOwner(folder);
    expect(made.fingerprint).not.toBe(lost.fingerprint);
    expect(readFileSync(join(folder, "owner.pub"), "utf8")).toBe(made.pem);
  });
});

describe("a rotation", () => {
  it("keeps every key of before, private, and stops at its bound", async () => {
    createOwner(folder);
    for (let round = 1; round <= 16; round += 1) {
      const { now, before } = rotateOwner(folder);
      expect(showOwner(folder)).toEqual(now);
      expect(showFormer(folder).map(({ fingerprint }) => fingerprint)).toContain(before.fingerprint);
      expect(readFileSync(join(folder, "owner.pub"), "utf8")).toBe(now.pem);
    }
    expect(await thrownCode(() => rotateOwner(folder))).toBe("USAGE");
    expect((await loadOwner(folder)).openers).toHaveLength(17);
    for (const name of readdirSync(join(folder, "former"))) {
      expect(statSync(join(folder, "former", name)).mode & 0o777).toBe(0o600);
    }
    chmodSync(join(folder, "former", readdirSync(join(folder, "former"))[0] ?? ""), 0o644);
    expect(await thrownCode(() => loadOwner(folder))).toBe("KEY_INVALID");
  });
});

describe("a fingerprint and a public key for people", () => {
  it("are 12 words, and one line that is taken wherever a key is", async () => {
    const owner = createOwner(folder);
    const words = fingerprintWords(owner.keyId);
    expect(wordsIn(words)).toHaveLength(12);
    expect(idFromWords(words)).toEqual(owner.keyId);
    expect(idFromWords("twelve words that name no key at all and are not even")).toBeUndefined();
    const line = keyTextOf(owner.pem, "x25519", "owner.pub");
    expect(line).toMatch(/^sotto-x25519:[\w-]{48}$/);
    expect(describeOwner(publicKeyFromText(`${line}\n`, "x25519", "line"))).toEqual(owner);
    expect(await thrownCode(() => publicKeyFromText(line, "ed25519", "line"))).toBe("KEY_INVALID");
    for (let at = "sotto-x25519:".length; at < line.length; at += 1) {
      const typo = `${line.slice(0, at)}${line[at] === "A" ? "B" : "A"}${line.slice(at + 1)}`;
      expect(await thrownCode(() => publicKeyFromText(typo, "x25519", "line"))).toBe("KEY_INVALID");
    }
  });
});
