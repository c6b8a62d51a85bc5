import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { introduceHere } from "../../src/app/household/pair-keys.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { createDevice, loadDevice, pinOwner } from "../../src/keys/edge/device-keys.js";
import { createKeeper } from "../../src/keys/edge/keeper-keys.js";
import { createOwner, type OwnerPublicKey } from "../../src/keys/edge/owner-keys.js";
import { pinKeeper, pinnedKeepers } from "../../src/keys/edge/pinned-keepers.js";
import { loadUplinkKeys } from "../../src/keys/edge/uplink-keys.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { buildWhereStale, type Ended, sotto, startSotto } from "../cli/built-program.js";
import { type LightProcess, type LightWorld, openLightWorld } from "./light-world.js";

let keys: string;
let world: LightWorld;
let owner: OwnerPublicKey;
let reader: OwnerPublicKey;

const at = (...names: string[]) => join(keys, ...names);
const places = () => ({ device: at("device"), uplink: at("uplink") });
const device = () => loadDevice(at("device"));
const command = (...args: string[]) => sotto(["--config", world.config, "keys", ...args]);
const FLASHES = "hold the button for two seconds";

beforeAll(buildWhereStale, 180_000);
beforeEach(async () => {
  keys = mkdtempSync(join(tmpdir(), "sotto-consent-"));
  const folders = ["device", "uplink", "owner"].map((name) => `${name} = ${JSON.stringify(at(name))}`);
  world = await openLightWorld(folders.join("\n"));
  createDevice(at("device"));
  owner = createOwner(at("first"));
  reader = createOwner(at("second"));
  pinOwner(at("device"), owner.pem);
  introduceHere(places());
});
afterEach(async () => {
  await world.close();
  rmSync(keys, { recursive: true, force: true });
});

/** A finger, for so long. */
async function hold(light: LightProcess, ms: number): Promise<void> {
  light.press("down");
  await systemClock.sleep(ms);
  light.press("up");
}

/** Runs the command, and holds the button as soon as it says that the light flashes. */
async function withPress(light: LightProcess, ms: number, ...args: string[]): Promise<Ended> {
  const running = startSotto(["--config", world.config, "keys", ...args]);
  await running.says(FLASHES);
  await hold(light, ms);
  return running.ended;
}

describe("a key that only the button lets in", () => {
  it("is not pinned where no light runs, and says what to do", async () => {
    const ended = await command("add-reader", at("second", "owner.pub"));
    expect([ended.status === 0, ended.err]).toEqual([false, expect.stringContaining("NOT_RUNNING")]);
    expect(ended.err).toContain("sotto run");
    expect(device().readers).toEqual([]);
  }, 120_000);

  it("is pinned as a further reader by a press of two seconds, which leaves the house muted", async () => {
    const light = await world.ready();
    const ended = await withPress(light, 2_000, "add-reader", at("second", "owner.pub"));
    expect([ended.status, ended.err]).toEqual([0, ""]);
    expect(ended.out).toContain(reader.fingerprint);
    expect(device().readers.map(({ fingerprint }) => fingerprint)).toEqual([reader.fingerprint]);
    const key = toHex(reader.keyId);
    for (const event of ["consent-asked", "consent-given"]) {
      expect(light.lines.find((line) => line.event === event)).toMatchObject({ key });
    }
    expect(light.lines.map(({ event }) => event)).not.toContain("mute-lifted");
    // Taken away again without a button, by its fingerprint.
    const revoked = await command("revoke", reader.fingerprint);
    expect([revoked.status, revoked.err]).toEqual([0, ""]);
    expect(device().readers).toEqual([]);
  }, 120_000);

  it("is refused by a short press, and by the end of whoever asked, whose press comes too late", async () => {
    const light = await world.ready();
    const args = ["add-reader", at("second", "owner.pub")];
    const ended = await withPress(light, 300, ...args);
    expect([ended.status === 0, ended.err]).toEqual([false, expect.stringContaining("CONSENT_REFUSED")]);
    const gone = startSotto(["--config", world.config, "keys", ...args]);
    await gone.says(FLASHES);
    gone.kill();
    await gone.ended;
    await light.until("consent-withdrawn");
    await hold(light, 2_000);
    expect((await command("show", "--json")).status).toBe(0);
    expect(device().readers).toEqual([]);
    expect(light.lines.map(({ event }) => event)).not.toContain("consent-given");
  }, 120_000);

  it("is one at a time: a second question is refused while the first is open", async () => {
    const light = await world.ready();
    const first = startSotto(["--config", world.config, "keys", "add-reader", at("second", "owner.pub")]);
    await first.says(FLASHES);
    const second = await command("pin", at("second", "owner.pub"));
    expect(second.err).toContain("CONSENT_REFUSED: nobody was asked");
    await hold(light, 2_000);
    expect((await first.ended).status).toBe(0);
    expect(device().owner?.fingerprint).toBe(owner.fingerprint);
  }, 120_000);

  it("takes the owner's place, and the one of before stays known to device and uplink", async () => {
    const light = await world.ready();
    const ended = await withPress(light, 2_000, "pin", at("second", "owner.pub"));
    expect([ended.status, ended.err]).toEqual([0, ""]);
    expect(device().owner?.fingerprint).toBe(reader.fingerprint);
    expect(device().former.map(({ fingerprint }) => fingerprint)).toEqual([owner.fingerprint]);
    expect(loadUplinkKeys(at("uplink")).ownerKeyIds).toEqual([reader.keyId, owner.keyId]);
    const again = await command("pin", at("second", "owner.pub"));
    expect([again.status, again.err]).toEqual([0, ""]);
    const own = await command("revoke", at("second", "owner.pub"));
    expect(own.err).toContain("KEY_NEEDED");
  }, 120_000);

  it("is a keeper's beside a pinned one; the only one goes by --last alone", async () => {
    const [one, two] = [createKeeper(at("keeper")), createKeeper(at("keeper-too"))];
    pinKeeper(at("uplink"), one.pem);
    writeFileSync(at("two.pub"), two.pem);
    expect((await command("pin-keeper", at("two.pub"))).err).toContain("NOT_RUNNING");
    const light = await world.ready();
    const ended = await withPress(light, 2_000, "pin-keeper", at("two.pub"));
    expect([ended.status, ended.err]).toEqual([0, ""]);
    const pinned = () => pinnedKeepers(at("uplink")).map(({ fingerprint }) => fingerprint);
    expect(pinned()).toEqual([one.fingerprint, two.fingerprint]);
    // Needed in one place, it stays in the other, too.
    pinKeeper(at("owner"), two.pem);
    expect((await command("revoke", two.fingerprint)).err).toContain("KEY_NEEDED");
    expect(pinned()).toEqual([one.fingerprint, two.fingerprint]);
    expect((await command("revoke", one.fingerprint)).status).toBe(0);
    expect(pinned()).toEqual([two.fingerprint]);
    expect((await command("revoke", two.fingerprint)).err).toContain("KEY_NEEDED");
    expect((await command("revoke", two.fingerprint, "--last")).status).toBe(0);
    expect(pinned()).toEqual([]);
  }, 120_000);
});
