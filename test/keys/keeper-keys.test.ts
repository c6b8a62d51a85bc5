import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pairKeys } from "../../src/app/household/pair-keys.js";
import { createDevice, loadDevice } from "../../src/keys/edge/device-keys.js";
import { createKeeper, loadKeeper } from "../../src/keys/edge/keeper-keys.js";
import { createOwner, showOwner } from "../../src/keys/edge/owner-keys.js";
import { rotateOwner } from "../../src/keys/edge/owner-rotation.js";
import { pinKeeper, pinnedKeepers } from "../../src/keys/edge/pinned-keepers.js";
import { introduceUplink, loadUplinkKeys } from "../../src/keys/edge/uplink-keys.js";
import { thrownCode } from "../support/thrown.js";

let root: string;
let folders: { device: string; owner: string; uplink: string; keeper: string };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sotto-keeper-keys-"));
  const at = (name: string) => join(root, name);
  folders = { device: at("device"), owner: at("owner"), uplink: at("uplink"), keeper: at("keeper") };
  pairKeys(folders);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("keys of uplink and keeper", () => {
  it("introduce everybody to whom they need and to nobody else", () => {
    pairKeys(folders);
    const { identity } = loadDevice(folders.device);
    const owner = showOwner(folders.owner);
    const keeper = loadKeeper(folders.keeper);
    const uplink = loadUplinkKeys(folders.uplink);
    expect(uplink.device.name).toBe(identity.name);
    expect(uplink.ownerKeyIds).toEqual([owner.keyId]);
    expect(uplink.keepers[0]?.signingKeyId).toEqual(keeper.signer.signingKeyId);
    expect(pinnedKeepers(folders.owner)[0]?.fingerprint).toBe(keeper.identity.fingerprint);
    expect(keeper.devices.map(({ name, ownerKeyIds }) => ({ name, ownerKeyIds }))).toEqual([
      { name: identity.name, ownerKeyIds: [owner.keyId] },
    ]);
    const bytes = Uint8Array.of(1, 2, 3);
    expect(uplink.keepers[0]?.verify(bytes, keeper.signer.sign(bytes))).toBe(true);
    expect(readdirSync(folders.uplink).sort()).toEqual(["device.pub", "keeper.pub", "owner.pub"]);
    const secret = readFileSync(join(folders.owner, "owner.key"), "latin1").slice(60, 100);
    for (const folder of [folders.uplink, folders.keeper]) {
      for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (name.isFile())
          expect(readFileSync(join(name.parentPath, name.name), "latin1")).not.toContain(secret);
      }
    }
  });

  it("start a keeper whose key was half-exchanged when the power went, and leave no copy of a private key", () => {
    const { keeper, owner } = folders;
    copyFileSync(join(keeper, "keeper.key"), join(keeper, ".partial-0123456789abcdef"));
    expect(loadKeeper(keeper).devices).toHaveLength(1);
    copyFileSync(join(owner, "owner.key"), join(owner, ".partial-0123456789abcdef"));
    rotateOwner(owner);
    for (const folder of [keeper, owner, join(owner, "former")]) {
      expect(readdirSync(folder).filter((name) => name.startsWith(".partial-"))).toEqual([]);
    }
  });

  it("have their public half beside them again after a power cut between the two", () => {
    const own = [
      [folders.device, "device", () => loadDevice(folders.device).identity.pem],
      [folders.keeper, "keeper", () => loadKeeper(folders.keeper).identity.pem],
      [folders.owner, "owner", () => showOwner(folders.owner).pem],
    ] as const;
    const other = { device: createDevice, keeper: createKeeper, owner: createOwner };
    for (const [folder, name, load] of own) {
      const path = join(folder, `${name}.pub`);
      const pem = readFileSync(path, "utf8");
      const stale = other[name](join(root, `other-${name}`)).pem;
      writeFileSync(path, stale);
      expect([load(), readFileSync(path, "utf8")]).toEqual([pem, pem]);
      rmSync(path);
      expect([load(), readFileSync(path, "utf8")]).toEqual([pem, pem]);
    }
  });

  it("stop uplink and keeper when a private key lies in their folder, under whatever name", async () => {
    const load = {
      uplink: () => loadUplinkKeys(folders.uplink),
      keeper: () => loadKeeper(folders.keeper),
    };
    for (const place of ["uplink", "keeper"] as const) {
      for (const key of [join(folders.owner, "owner.key"), join(folders.device, "device.key")]) {
        const stray = join(folders[place], "notes.txt");
        copyFileSync(key, stray);
        expect(await thrownCode(load[place])).toBe("KEY_INVALID");
        rmSync(stray);
      }
      writeFileSync(join(folders[place], "odd.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n");
      expect(await thrownCode(load[place])).toBe("KEY_INVALID");
      rmSync(join(folders[place], "odd.pem"));
      expect(load[place]()).toBeDefined();
    }
    copyFileSync(join(folders.owner, "owner.key"), join(folders.keeper, "devices", "a.owner"));
    expect(await thrownCode(load.keeper)).toBe("KEY_INVALID");
  });

  it("stay pinned: another device, owner or keeper is refused", async () => {
    const stranger = createOwner(join(root, "stranger")).pem;
    const otherKeeper = createKeeper(join(root, "other-keeper")).pem;
    const devicePem = loadDevice(folders.device).identity.pem;
    const ownerPem = showOwner(folders.owner).pem;
    const codes = [
      await thrownCode(() => introduceUplink(folders.uplink, { devicePem, ownerPem: stranger })),
      await thrownCode(() => introduceUplink(folders.uplink, { devicePem: otherKeeper, ownerPem })),
      await thrownCode(() => pinKeeper(folders.uplink, otherKeeper)),
      await thrownCode(() => pinKeeper(folders.owner, otherKeeper)),
      await thrownCode(() => createKeeper(folders.keeper)),
    ];
    expect(codes).toEqual(Array(5).fill("KEY_EXISTS"));
    expect(loadKeeper(folders.keeper).devices).toHaveLength(1);
  });

  it("are missing with a clear code, and an uplink without a keeper says so", async () => {
    const empty = join(root, "empty");
    expect(await thrownCode(() => loadUplinkKeys(empty))).toBe("KEY_MISSING");
    expect(await thrownCode(() => loadKeeper(empty))).toBe("KEY_MISSING");
    rmSync(join(folders.uplink, "keeper.pub"));
    expect(loadUplinkKeys(folders.uplink).keepers).toEqual([]);
    rmSync(join(folders.keeper, "devices", `${loadDevice(folders.device).identity.name}.owner`));
    expect(await thrownCode(() => loadKeeper(folders.keeper))).toBe("KEY_MISSING");
  });
});
