import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addReader,
  createDevice,
  loadDevice,
  pinOwner,
  sealingKeys,
} from "../../src/keys/edge/device-keys.js";
import {
  createOwner,
  loadOwner,
  loadTrustedDevices,
  showOwner,
  trustDevice,
} from "../../src/keys/edge/owner-keys.js";
import {
  readPrivateFile,
  replacePrivateFile,
  writeNewPrivateFile,
} from "../../src/keys/edge/private-file.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { openClip, verifyEnvelope } from "../../src/seal/open-clip.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import { TEXT_CONTENTS } from "../support/clip-vectors.js";
import { thrownCode } from "../support/thrown.js";

let root: string;
let ownerFolder: string;
let deviceFolder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sotto-keys-"));
  ownerFolder = join(root, "owner");
  deviceFolder = join(root, "device");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function provision(): void {
  pinOwner(deviceFolder, createOwner(ownerFolder).pem);
}

describe("keys", () => {
  it("let the owner open what the device sealed, once each knows the other's public half", async () => {
    const device = createDevice(deviceFolder);
    provision();
    trustDevice(ownerFolder, device.pem);
    const sealed = await sealContents(TEXT_CONTENTS, await sealingKeys(loadDevice(deviceFolder)));
    const envelope = parseEnvelope(sealed.message);
    verifyEnvelope(envelope, loadTrustedDevices(ownerFolder));
    const { openers } = await loadOwner(ownerFolder);
    expect(await openClip(envelope, openers)).toEqual(TEXT_CONTENTS);
  });

  it("show the same fingerprint on the reader and on the device", () => {
    const device = createDevice(deviceFolder);
    const pinned = pinOwner(deviceFolder, createOwner(ownerFolder).pem);
    expect(pinned.fingerprint).toBe(showOwner(ownerFolder).fingerprint);
    expect(pinned.fingerprint).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    expect(loadDevice(deviceFolder).owner?.fingerprint).toBe(pinned.fingerprint);
    expect(trustDevice(ownerFolder, device.pem)).toMatchObject({
      name: device.name,
      fingerprint: device.fingerprint,
    });
  });

  it("never put the owner's private key on the device", () => {
    createDevice(deviceFolder);
    provision();
    const secret = readFileSync(join(ownerFolder, "owner.key"));
    for (const name of readdirSync(deviceFolder)) {
      expect(readFileSync(join(deviceFolder, name)).includes(secret.subarray(28, 60))).toBe(false);
    }
    expect(readdirSync(deviceFolder).sort()).toEqual(["device.key", "device.pub", "owner.pub"]);
  });

  it("stop the device when the owner's private key lies in its folder", async () => {
    createDevice(deviceFolder);
    createOwner(deviceFolder);
    expect(await thrownCode(() => loadDevice(deviceFolder))).toBe("KEY_INVALID");
  });

  it("are for their owner's eyes only", () => {
    createDevice(deviceFolder);
    provision();
    for (const folder of [ownerFolder, deviceFolder]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  it.each([
    ["readable", 0o640],
    ["writable", 0o602],
  ])("are refused when a file is %s by others", async (_, mode) => {
    createDevice(deviceFolder);
    provision();
    chmodSync(join(ownerFolder, "owner.key"), mode);
    expect(await thrownCode(() => loadOwner(ownerFolder))).toBe("KEY_INVALID");
    chmodSync(join(deviceFolder, "owner.pub"), mode);
    expect(await thrownCode(() => loadDevice(deviceFolder))).toBe("KEY_INVALID");
  });

  it("are not made in a folder that others may enter", async () => {
    createDevice(deviceFolder);
    chmodSync(deviceFolder, 0o755);
    expect(await thrownCode(() => createOwner(deviceFolder))).toBe("KEY_INVALID");
  });

  it("are never overwritten", async () => {
    const device = createDevice(deviceFolder);
    const owner = createOwner(ownerFolder);
    expect(await thrownCode(() => createDevice(deviceFolder))).toBe("KEY_EXISTS");
    expect(await thrownCode(() => createOwner(ownerFolder))).toBe("KEY_EXISTS");
    expect(loadDevice(deviceFolder).identity).toEqual(device);
    expect(showOwner(ownerFolder)).toEqual(owner);
  });

  it("stay pinned: the same owner again changes nothing, another is refused", async () => {
    createDevice(deviceFolder);
    const owner = createOwner(ownerFolder);
    pinOwner(deviceFolder, owner.pem);
    expect(pinOwner(deviceFolder, owner.pem).fingerprint).toBe(owner.fingerprint);
    const stranger = createOwner(join(root, "stranger"));
    expect(await thrownCode(() => pinOwner(deviceFolder, stranger.pem))).toBe("KEY_EXISTS");
    expect(loadDevice(deviceFolder).owner?.fingerprint).toBe(owner.fingerprint);
  });

  it("are missing with a clear code", async () => {
    expect(await thrownCode(() => loadOwner(ownerFolder))).toBe("KEY_MISSING");
    expect(await thrownCode(() => loadDevice(deviceFolder))).toBe("KEY_MISSING");
    createDevice(deviceFolder);
    expect(await thrownCode(() => sealingKeys(loadDevice(deviceFolder)))).toBe("KEY_MISSING");
    expect(loadTrustedDevices(ownerFolder)).toEqual([]);
  });

  it("are refused when damaged, of the wrong kind, private where public belongs, or a link", async () => {
    const device = createDevice(deviceFolder);
    const owner = createOwner(ownerFolder);
    expect(await thrownCode(() => pinOwner(deviceFolder, device.pem))).toBe("KEY_INVALID");
    expect(await thrownCode(() => trustDevice(ownerFolder, owner.pem))).toBe("KEY_INVALID");
    expect(await thrownCode(() => trustDevice(ownerFolder, "no key"))).toBe("KEY_INVALID");
    const secret = readFileSync(join(deviceFolder, "device.key"), "utf8");
    expect(await thrownCode(() => trustDevice(ownerFolder, secret))).toBe("KEY_INVALID");
    writeFileSync(join(ownerFolder, "owner.key"), randomBytes(119));
    expect(await thrownCode(() => loadOwner(ownerFolder))).toBe("KEY_INVALID");
    writeFileSync(join(ownerFolder, "owner.key"), randomBytes(5_000));
    expect(await thrownCode(() => loadOwner(ownerFolder))).toBe("KEY_INVALID");
    rmSync(join(ownerFolder, "owner.key"));
    symlinkSync(join(deviceFolder, "device.key"), join(ownerFolder, "owner.key"));
    expect(await thrownCode(() => loadOwner(ownerFolder))).toBe("KEY_INVALID");
  });

  it("never quote a damaged secret in the error", async () => {
    createOwner(ownerFolder);
    const path = join(ownerFolder, "owner.key");
    writeFileSync(path, readFileSync(path, "utf8").replace("BEGIN", "BEGUN"));
    const secret = readFileSync(path, "utf8").split("\n")[1] ?? "";
    const error: unknown = await loadOwner(ownerFolder).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(secret.length).toBeGreaterThan(40);
    expect(error instanceof Error ? `${error.message} ${String(error.cause)}` : "").not.toContain(secret);
  });

  it("of a device are refused under another device's name", async () => {
    const device = createDevice(deviceFolder);
    createOwner(ownerFolder);
    trustDevice(ownerFolder, device.pem);
    trustDevice(ownerFolder, device.pem);
    expect(loadTrustedDevices(ownerFolder).map(({ name }) => name)).toEqual([device.name]);
    writeFileSync(join(ownerFolder, "devices", `${"0".repeat(32)}.pub`), device.pem, { mode: 0o600 });
    expect(await thrownCode(() => loadTrustedDevices(ownerFolder))).toBe("KEY_INVALID");
  });
});

describe("private files", () => {
  it.runIf(process.getuid?.() === 0)("that root makes in a service's folder are the service's", () => {
    createDevice(deviceFolder);
    chownSync(deviceFolder, 12_345, 12_346);
    pinOwner(deviceFolder, createOwner(ownerFolder).pem);
    addReader(deviceFolder, createOwner(join(root, "second")));
    for (const made of [
      "owner.pub",
      "readers",
      join("readers", readdirSync(join(deviceFolder, "readers"))[0] ?? ""),
    ]) {
      const { uid, gid } = statSync(join(deviceFolder, made));
      expect([made, uid, gid]).toEqual([made, 12_345, 12_346]);
    }
    expect(statSync(join(ownerFolder, "owner.key")).uid).toBe(0);
  });

  it("are written whole or not at all and leave nothing behind", () => {
    const path = join(root, "file");
    expect(writeNewPrivateFile(path, "first")).toBe(true);
    expect(writeNewPrivateFile(path, "second")).toBe(false);
    expect(Buffer.from(readPrivateFile(path, 100) ?? []).toString()).toBe("first");
    replacePrivateFile(path, "third");
    expect(Buffer.from(readPrivateFile(path, 100) ?? []).toString()).toBe("third");
    expect(readdirSync(root)).toEqual(["file"]);
  });

  it("say so when the folder is not there", async () => {
    expect(await thrownCode(() => writeNewPrivateFile(join(root, "no", "file"), "x"))).toBe(
      "FILE_UNREADABLE",
    );
    expect(await thrownCode(() => readPrivateFile(root, 100))).toBe("KEY_INVALID");
  });
});
