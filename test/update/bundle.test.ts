import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import { admit } from "../../src/update/admit.js";
import { parseHead } from "../../src/update/bundle-head.js";
import { checkPayload, openBundle, readArchive } from "../../src/update/edge/bundle-file.js";
import { hashTree, requireTree } from "../../src/update/edge/tree-hash.js";
import { unpack } from "../../src/update/edge/unpack.js";
import type { ReleaseManifest } from "../../src/update/release-manifest.js";
import { compareVersions, isVersion } from "../../src/update/version.js";
import { thrown } from "../support/thrown.js";
import { releaseKey, smallBundle, testFolder } from "./small-release.js";

/** The whole way of a bundle to a tree on the disk. */
async function take(path: string, target: string): Promise<ReleaseManifest> {
  const bundle = await openBundle(path, releaseKey.publicKey);
  await checkPayload(bundle);
  await unpack(readArchive(bundle), target);
  await requireTree(target, bundle.head.manifest);
  return bundle.head.manifest;
}

async function codeFor(path: string): Promise<string | undefined> {
  return codeOf(await thrown(() => take(path, join(testFolder(), "tree"))));
}

describe("a bundle", () => {
  it("unpacks to the tree that was signed, programs, links and empty files included", async () => {
    const target = join(testFolder(), "tree");
    const manifest = await take(await smallBundle({ version: "1.2.3" }), target);
    expect(manifest).toMatchObject({ name: "sotto", version: "1.2.3", arch: "amd64" });
    expect(readFileSync(join(target, "docs/package"), "utf8")).toContain("1.2.3");
    expect(execFileSync(join(target, "node/bin/node"), ["-p", "6*7"], { encoding: "utf8" })).toBe("42\n");
    expect(await hashTree(target)).toEqual(manifest.tree);
  });

  it("is the same bytes for the same tree", async () => {
    const [one, two] = [await smallBundle({ version: "1.2.3" }), await smallBundle({ version: "1.2.3" })];
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  });

  it("says in its first lines what it is, and its payload is an archive for any tar", async () => {
    const path = await smallBundle({ version: "1.2.3" });
    const [first, manifest, signature] = readFileSync(path, "latin1").split("\n");
    expect(first).toBe("sotto-bundle 1");
    expect(JSON.parse(manifest ?? "")).toMatchObject({ version: "1.2.3" });
    const payload = join(testFolder(), "payload");
    const at = `${first}\n${manifest}\n${signature}\n`.length;
    writeFileSync(payload, readFileSync(path).subarray(at));
    const listed = execFileSync("tar", ["--list", "--gzip", "--file", payload], { encoding: "utf8" });
    expect(listed.split("\n")).toEqual(
      expect.arrayContaining(["package.json", "docs/package", "node/bin/node"]),
    );
  });

  it("is refused for every changed byte of its head, and for changes of its payload", async () => {
    const path = await smallBundle({ version: "1.2.3" });
    const whole = readFileSync(path);
    const { payloadAt } = parseHead(whole);
    const codes = new Set<string | undefined>();
    const altered = join(testFolder(), "altered.bundle");
    for (let at = 0; at < payloadAt; at++) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ bit;
        writeFileSync(altered, bytes);
        codes.add(codeOf(await thrown(() => openBundle(altered, releaseKey.publicKey))));
      }
    }
    expect([...codes].sort()).toEqual(["BUNDLE_INVALID", "BUNDLE_UNSIGNED"]);
    for (let at = payloadAt; at < whole.length; at += 97) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x04;
      writeFileSync(altered, bytes);
      expect(await codeFor(altered)).toBe("BUNDLE_INVALID");
    }
  });

  it("is refused when it is cut anywhere, goes on behind its end, or is nothing at all", async () => {
    const path = await smallBundle({ version: "1.2.3" });
    const { length } = readFileSync(path);
    appendFileSync(path, "x");
    expect(await codeFor(path)).toBe("BUNDLE_INVALID");
    for (const bytes of [length - 1, Math.floor(length / 2), 400, 15, 1, 0]) {
      truncateSync(path, bytes);
      expect(await codeFor(path)).toBe("BUNDLE_INVALID");
    }
    expect(await codeFor(testFolder())).toBe("BUNDLE_INVALID");
    expect(await codeFor("/nonexistent")).toBe("FILE_UNREADABLE");
  });

  it("is refused with another key's signature", async () => {
    const stranger = generateKeyPairSync("ed25519").privateKey;
    expect(await codeFor(await smallBundle({ version: "1.2.3" }, stranger))).toBe("BUNDLE_UNSIGNED");
  });

  it("leaves a disk that differs from what was signed by one byte, mode, name or link unbelieved", async () => {
    const target = join(testFolder(), "tree");
    const manifest = await take(await smallBundle({ version: "1.2.3" }), target);
    const changes = [
      `printf x >>docs/empty.md`,
      `: >docs/empty.md; chmod +x package.json`,
      `chmod -x package.json; mv docs/empty.md docs/full.md`,
      `mv docs/full.md docs/empty.md; ln -sf ../dist/ear.js docs/package`,
      `ln -sf ../package.json docs/package; mkdir docs/more`,
    ];
    for (const change of changes) {
      execFileSync("sh", ["-c", change], { cwd: target });
      expect(codeOf(await thrown(() => requireTree(target, manifest)))).toBe("BUNDLE_INVALID");
    }
    execFileSync("rmdir", ["docs/more"], { cwd: target });
    await requireTree(target, manifest);
  });
});

describe("an archive of tricks", () => {
  /** Made by the system's tar, so that it is no reader and writer of ours that agree. */
  async function unpackMade(script: string, format = "ustar"): Promise<string | undefined> {
    const folder = testFolder();
    execFileSync(
      "bash",
      ["-c", `set -e; mkdir in out; cd in; tar() { command tar --format=${format} "$@"; }; ${script}`],
      {
        cwd: folder,
      },
    );
    const archive = readFileSync(join(folder, "a.tar"));
    async function* inPieces() {
      for (let at = 0; at < archive.length; at += 1_000) yield archive.subarray(at, at + 1_000);
    }
    try {
      await unpack(inPieces(), join(folder, "out/tree"));
      return undefined;
    } catch (error) {
      return codeOf(error);
    } finally {
      expect(readdirSync(folder).sort()).toEqual(["a.tar", "in", "out"]);
      expect(readdirSync(join(folder, "out"))).toEqual(["tree"]);
      expect(existsSync("/tmp/sotto-evil")).toBe(false);
    }
  }

  it("is told from a plain one, which unpacks", async () => {
    expect(await unpackMade("mkdir d; echo x >d/f; ln -s f d/l; tar -cf ../a.tar d")).toBeUndefined();
  });

  it.each([
    ["a step up", "echo x >evil; tar --transform='s,^,../,' -P -cf ../a.tar evil"],
    ["an absolute path", "echo x >/tmp/sotto-evil; tar -P -cf ../a.tar /tmp/sotto-evil; rm /tmp/sotto-evil"],
    ["a link out of the tree", "ln -s ../evil l; tar -cf ../a.tar l"],
    ["an absolute link", "ln -s /tmp l; tar -cf ../a.tar l"],
    [
      "a link that leads out by another",
      "mkdir -p a/b r; ln -s ../../r a/b/m; ln -s m/../../x a/b/l; tar -cf ../a.tar a r",
    ],
    [
      "a file behind a link",
      "mkdir d; ln -s d l; tar -cf ../a.tar d l; rm l; mkdir l; echo x >l/f; tar -rf ../a.tar l/f",
    ],
    ["a path that comes twice", "echo x >f; tar -cf ../a.tar f; tar -rf ../a.tar f"],
    ["a folder that was never made", "mkdir d; echo x >d/f; tar -cf ../a.tar d/f"],
    ["a hard link", "echo x >f; ln f g; tar -cf ../a.tar f g"],
    ["a pipe", "mkfifo p; tar -cf ../a.tar p"],
    ["a name with a line in it", "touch $'a\\nb'; tar -cf ../a.tar $'a\\nb'"],
    ["a dot", "touch f; tar -cf ../a.tar ./f"],
    ["half an end", "echo x >f; tar -cf ../a.tar f; truncate -s 1024 ../a.tar"],
    ["something behind its end", "echo x >f; tar -cf ../a.tar f; echo x >>../a.tar"],
  ])("is refused, and nothing is written outside: %s", async (_what, script) => {
    expect(await unpackMade(script)).toBe("BUNDLE_INVALID");
  });

  it("is refused in GNU's and pax's own forms", async () => {
    const long = "n=$(printf 'x%.0s' {1..150}); touch $n; tar -cf ../a.tar $n";
    expect(await unpackMade(long, "gnu")).toBe("BUNDLE_INVALID");
    expect(await unpackMade(long, "pax")).toBe("BUNDLE_INVALID");
  });

  it.runIf(process.getuid?.() === 0)("is refused with a device in it", async () => {
    expect(await unpackMade("mknod null c 1 3; tar -cf ../a.tar null")).toBe("BUNDLE_INVALID");
  });
});

describe("a signed release", () => {
  const manifest = parseHead;
  const running = { version: "1.2.3", arch: "arm64" } as const;
  const release = async (version: string, more: { arch?: "arm64" | "amd64"; replaces?: string } = {}) =>
    manifest(readFileSync(await smallBundle({ version, arch: "arm64", ...more }))).manifest;

  it("takes the place of an older one and of no other", async () => {
    for (const version of ["1.2.4", "1.10.0", "2.0.0"]) admit(await release(version), running);
    for (const version of ["1.2.3", "1.2.2", "1.1.9", "0.99.99"]) {
      const old = await release(version);
      expect(codeOf(await thrown(async () => admit(old, running)))).toBe("BUNDLE_NOT_NEWER");
    }
  });

  it("is refused on another machine, and where a version has to come between", async () => {
    const other = await release("2.0.0", { arch: "amd64" });
    expect(codeOf(await thrown(async () => admit(other, running)))).toBe("BUNDLE_OTHER_MACHINE");
    const far = await release("2.0.0", { replaces: "1.3.0" });
    expect(codeOf(await thrown(async () => admit(far, running)))).toBe("BUNDLE_TOO_FAR");
  });

  it("has a version that can be compared, and no suffix", () => {
    expect(["1.2.3", "0.0.0"].every(isVersion)).toBe(true);
    expect(["1.2", "1.2.3-rc1", "01.2.3", "1.2.3 ", "v1.2.3", ""].some(isVersion)).toBe(false);
    expect(compareVersions("1.10.0", "1.9.9")).toBeGreaterThan(0);
  });
});
