import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { deviceBoards } from "../../../src/app/first-boot/device-boards.js";
import { firstBoot } from "../../../src/app/first-boot/first-boot.js";
import { loadConfig } from "../../../src/config/edge/config-file.js";
import { loadDevice } from "../../../src/keys/edge/device-keys.js";
import { createKeeper, loadKeeper } from "../../../src/keys/edge/keeper-keys.js";
import { createOwner, showOwner } from "../../../src/keys/edge/owner-keys.js";
import { loadUplinkKeys } from "../../../src/keys/edge/uplink-keys.js";

const WIFI = "correct horse";
const BROKER = "battery staple";

const SETUP = `# written by hand
mode = "text"
profile = "respeaker-2mics-v1"
timeZone = "Europe/Berlin"
[wifi]
name = "IEEE"
password = "${WIFI}"   # of the router
country = "DE"
[broker]
url = "mqtts://broker.example:8883"
addresses = ["192.0.2.7"]
userName = "kitchen"
password = '${BROKER}'
caFile = "ca.pem"
[config.wake]
words = ["jarvis"]
`;

/** A new device with a card in it. */
function device() {
  const root = mkdtempSync(join(tmpdir(), "sotto-first-boot-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = (name: string): string => {
    mkdirSync(join(root, name), { recursive: true, mode: 0o700 });
    return join(root, name);
  };
  const places = {
    card: folder("card"),
    kept: folder("etc"),
    folders: { device: folder("ear"), uplink: folder("uplink") },
    zones: "/usr/share/zoneinfo",
  };
  createOwner(join(root, "owner"));
  createKeeper(join(root, "keeper"));
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  return {
    places,
    read,
    root,
    lay: (name: string, text: string) => writeFileSync(join(places.card, name), text),
    has: (path: string) => existsSync(join(root, path)),
    boot: () => firstBoot(places, deviceBoards()),
    report: () => read("card/sotto-setup-report.txt"),
    ownerPub: showOwner(join(root, "owner")).pem,
    keeperPub: loadKeeper(join(root, "keeper")).identity.pem,
  };
}

function withAll() {
  const made = device();
  made.lay("sotto-setup.toml", SETUP);
  made.lay("owner.pub", made.ownerPub);
  made.lay("keeper.pub", made.keeperPub);
  made.lay("ca.pem", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
  return made;
}

describe("the first boot", () => {
  it("makes the device what the card says", () => {
    const { boot, places, read, report, root } = withAll();
    expect(boot()).toEqual({ is: "set up", restart: true });

    const config = loadConfig(join(places.kept, "config.toml"));
    expect(config).toMatchObject({
      mode: "text",
      wake: { words: ["jarvis"] },
      broker: {
        url: "mqtts://broker.example:8883",
        userName: "kitchen",
        passwordFile: join(places.kept, "secrets/broker.password"),
        caFile: join(places.kept, "ca.pem"),
      },
      pins: { button: 17 },
      folders: { uplink: "/var/lib/sotto-uplink" },
    });
    expect(read("etc/secrets/broker.password")).toBe(BROKER);
    expect(statSync(join(root, "etc/secrets/broker.password")).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, "etc/secrets")).mode & 0o777).toBe(0o700);
    // All of that folder is the uplink's: the Wi-Fi's key lies in one of its own.
    expect(readdirSync(join(root, "etc/secrets"))).toEqual(["broker.password"]);
    expect(statSync(join(root, "etc/wifi")).mode & 0o777).toBe(0o700);
    expect(read("etc/hosts")).toContain("192.0.2.7 broker.example");
    expect(read("etc/uplink-wall.conf")).toContain("IPAddressAllow=192.0.2.7");
    expect(readlinkSync(join(root, "etc/localtime"))).toBe("/usr/share/zoneinfo/Europe/Berlin");
    expect(read("card/sotto-board.txt")).toContain("dtoverlay=sotto-wm8960\ngpio=17=pu\n");

    const keys = loadDevice(places.folders.device);
    expect(keys.owner).toBeDefined();
    expect(loadUplinkKeys(places.folders.uplink).keepers).toHaveLength(1);
    expect(read("card/device.pub")).toBe(keys.identity.pem);
    expect(report()).toContain(keys.identity.fingerprint);
    expect(report()).toContain("only 192.0.2.7");
    expect(report()).not.toContain("missing");
  });

  it.each([
    ['profile = "codec-zero"\n', "gpio=27=pu"],
    ['profile = ""\n[config.pins]\nbutton = 22\nled = 23\n', "gpio=22=pu"],
    ['[config.pins]\nbutton = 22\nbuttonPressed = "high"\nled = 23\n', "gpio=22=pd"],
    ['profile = "usb-microphone"\n[config.pins]\nbutton = 5\n', "gpio=5=pu"],
  ])("lets the firmware hold the button's line, whichever it is: %j", (setup, line) => {
    const { boot, lay, read } = device();
    lay("sotto-setup.toml", setup);
    expect(boot()).toEqual({ is: "set up", restart: true });
    expect(read("card/sotto-board.txt").split("\n")).toContain(line);
  });

  it("keeps of the Wi-Fi password what the network asks for, and not the password", () => {
    const { boot, lay, read } = device();
    lay("sotto-setup.toml", '[wifi]\nname = "IEEE"\npassword = "password"\ncountry = "DE"\n');
    boot();
    // The vector of IEEE 802.11i, annex H.4.1.
    expect(read("etc/wifi/wifi.conf")).toContain(
      "psk=f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e",
    );
    expect(read("etc/wifi/wifi.conf")).not.toContain("password");
  });

  it("takes the passwords from the card and leaves the rest as it was written", () => {
    const { boot, read, report } = withAll();
    boot();
    expect(read("card/sotto-setup.toml")).toBe(SETUP.replace(`"${WIFI}"`, '""').replace(`'${BROKER}'`, '""'));
    expect(report()).not.toContain(WIFI);
    expect(report()).not.toContain(BROKER);
  });

  it.each([
    `wifi = { name = "home", password = "${WIFI}", country = "DE" }`,
    `[wifi]\nname = "home"\ncountry = "DE"\npassword = """${WIFI}"""`,
    `[wifi]\nname = "home"\ncountry = "DE"\npassword = "${WIFI}" # ${WIFI}`,
    `[wifi]\nname = "home"\ncountry = "DE"\npassword = "correct \\u0068orse"`,
  ])("takes them however they were written: %j", (text) => {
    const { boot, lay, read } = device();
    lay("sotto-setup.toml", text);
    expect(boot()).toMatchObject({ is: "set up" });
    expect(read("card/sotto-setup.toml")).not.toMatch(/horse/);
    expect(boot()).toEqual({ is: "unchanged" });
  });

  it("overwrites where they were: no copy is left under another name", () => {
    const { boot, has } = withAll();
    boot();
    expect(has("card/sotto-setup.toml.new")).toBe(false);
  });

  it("changes nothing the second time, and writes nothing", () => {
    const { boot, places, report } = withAll();
    boot();
    const before = [report(), statSync(join(places.card, "sotto-setup.toml")).mtimeMs];
    const key = loadDevice(places.folders.device).identity.fingerprint;
    expect(boot()).toEqual({ is: "unchanged" });
    expect([report(), statSync(join(places.card, "sotto-setup.toml")).mtimeMs]).toEqual(before);
    expect(loadDevice(places.folders.device).identity.fingerprint).toBe(key);
  });

  it("says that nothing is heard without the owner's key, and goes on when it is brought", () => {
    const { boot, lay, ownerPub, places, report } = device();
    lay("sotto-setup.toml", 'profile = "usb-microphone"\n');
    boot();
    expect(report()).toMatch(/No owner's key: nothing is heard/);
    lay("owner.pub", ownerPub);
    expect(boot()).toMatchObject({ is: "set up", restart: false });
    expect(loadDevice(places.folders.device).owner).toBeDefined();
    expect(report()).not.toMatch(/No owner's key/);
  });

  it("does nothing where there is no set-up file", () => {
    expect(device().boot()).toEqual({ is: "unchanged" });
  });
});

describe("a card with mistakes", () => {
  it("changes nothing and has all of them told", () => {
    const { boot, has, lay, report } = withAll();
    const text = SETUP.replace("Europe/Berlin", "Europe/Atlantis").replace('"DE"', '"Germany"');
    lay("sotto-setup.toml", text);
    expect(boot()).toMatchObject({ is: "mistaken" });
    expect(report()).toMatch(/2 mistakes\. Nothing was changed/);
    expect(report()).toContain("timeZone: is no time zone");
    expect(report()).toContain("wifi.country: must be two capital letters");
    expect(has("etc/config.toml")).toBe(false);
    expect(has("ear/device.key")).toBe(false);
    expect(has("card/device.pub")).toBe(false);
  });

  it("is taken once they are corrected", () => {
    const { boot, lay, read } = withAll();
    lay("sotto-setup.toml", "mode = ");
    expect(boot()).toMatchObject({ is: "mistaken", problems: [expect.stringContaining("line 1")] });
    lay("sotto-setup.toml", SETUP);
    expect(boot()).toMatchObject({ is: "set up" });
    expect(read("card/sotto-setup-report.txt")).toContain("Sotto is set up.");
  });

  it.each([
    ["an unknown board", 'profile = "toaster"', /profile: there is no toaster; known are .*usb-microphone/],
    ["a broker in clear", '[broker]\nurl = "mqtt://192.0.2.7"', /broker\.url: mqtt:\/\/ would leave/],
    ["an unknown key of the configuration", "[config.wake]\nloud = true", /wake\.loud: is no known key/],
    ["half a key", '[keys]\nowner = "sotto-x25519:AAAA"', /keys\.owner: is no public key of an owner/],
    [
      "no certificate",
      '[broker]\nurl = "mqtts://192.0.2.7"\ncaFile = "ca.pem"',
      /broker\.caFile: there is no certificate/,
    ],
    ["a network without password", '[wifi]\nname = "cafe"\ncountry = "DE"', /wifi\.password: is missing/],
    [
      "a user without password",
      '[broker]\nurl = "mqtts://192.0.2.7"\nuserName = "k"',
      /broker\.password: is missing/,
    ],
  ])("tells of %s", (_what, text, said) => {
    const { boot, lay, report } = device();
    lay("sotto-setup.toml", text);
    expect(boot()).toMatchObject({ is: "mistaken" });
    expect(report()).toMatch(said);
  });

  it("tells of the owner's private key, and of a keeper's key in the owner's place", () => {
    const { boot, keeperPub, lay, report } = device();
    lay("sotto-setup.toml", "");
    lay("owner.key", "secret");
    lay("owner.pub", keeperPub);
    boot();
    expect(report()).toContain("owner.key: is the key that opens every clip");
    expect(report()).toContain("keys.owner: is no public key of an owner");
  });

  it("brings no other owner and no other keeper into the house", () => {
    const { boot, keeperPub, lay, places, report } = withAll();
    boot();
    const { owner } = loadDevice(places.folders.device);
    const stranger = device();
    lay("owner.pub", stranger.ownerPub);
    lay("keeper.pub", stranger.keeperPub);
    expect(boot()).toMatchObject({ is: "mistaken" });
    expect(report()).toContain("keys.owner: this device has another owner already");
    expect(report()).toContain("keys.keeper: this device has another keeper already");
    expect(loadDevice(places.folders.device).owner?.fingerprint).toBe(owner?.fingerprint);
    expect(keeperPub).not.toBe(stranger.keeperPub);
  });
});

describe("a card that is changed later", () => {
  it("keeps key and passwords where they were left empty", () => {
    const { boot, lay, places, read } = withAll();
    boot();
    const key = loadDevice(places.folders.device).identity.fingerprint;
    const wifi = read("etc/wifi/wifi.conf");
    lay("sotto-setup.toml", read("card/sotto-setup.toml").replace('mode = "text"', 'mode = "local"'));
    expect(boot()).toEqual({ is: "set up", restart: false });
    expect(loadConfig(join(places.kept, "config.toml")).mode).toBe("local");
    expect(read("etc/wifi/wifi.conf")).toBe(wifi);
    expect(read("etc/secrets/broker.password")).toBe(BROKER);
    expect(loadDevice(places.folders.device).identity.fingerprint).toBe(key);
  });

  it.each([
    ["broker", "broker.example:8883", "other.example:8883", "broker.password"],
    ["user of the broker", 'userName = "kitchen"', 'userName = "bath"', "broker.password"],
    ["network", 'name = "IEEE"', 'name = "cafe"', "wifi.password"],
  ])("gives no password to another %s", (_what, before, after, path) => {
    const { boot, lay, read, report } = withAll();
    boot();
    lay("sotto-setup.toml", read("card/sotto-setup.toml").replace(before, after));
    expect(boot()).toMatchObject({ is: "mistaken" });
    expect(report()).toContain(`${path}: is missing`);
    expect(read("etc/config.toml")).toContain("broker.example:8883");
  });

  it("forgets what is no longer named", () => {
    const { boot, has, lay } = withAll();
    boot();
    lay("sotto-setup.toml", "");
    expect(boot()).toMatchObject({ is: "set up" });
    expect(has("etc/wifi/wifi.conf")).toBe(false);
    expect(has("etc/secrets/broker.password")).toBe(false);
    expect(has("etc/ca.pem")).toBe(false);
  });
});

describe("a power cut while the passwords are taken from the card", () => {
  const left = SETUP.replace(`"${WIFI}"`, '""').replace(`'${BROKER}'`, '""');

  it("after the new file was written: the old one is whole and read again", () => {
    const { boot, has, lay, read } = withAll();
    lay("sotto-setup.toml.new", left.slice(0, 40));
    expect(boot()).toMatchObject({ is: "set up" });
    expect(read("card/sotto-setup.toml")).toBe(left);
    expect(has("card/sotto-setup.toml.new")).toBe(false);
  });

  it("while the old one was overwritten: the new one takes its place", () => {
    const { boot, lay, places, read } = withAll();
    boot();
    rmSync(join(places.kept, "setup.sha256"));
    lay("sotto-setup.toml.new", left);
    lay("sotto-setup.toml", `${"\0".repeat(100)}${SETUP.slice(100)}`);
    expect(boot()).toMatchObject({ is: "set up" });
    expect(read("card/sotto-setup.toml")).toBe(left);
    expect(read("etc/secrets/broker.password")).toBe(BROKER);
  });
});
