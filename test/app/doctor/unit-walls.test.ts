import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reaches } from "../../../src/app/doctor/allowed-networks.js";
import { examineUnits } from "../../../src/app/doctor/doctor-units.js";
import type { Finding } from "../../../src/app/doctor/health.js";
import {
  askedOf,
  exposureOf,
  judgeUnit,
  propertiesOf,
  UNITS,
  type Unit,
} from "../../../src/app/doctor/unit-walls.js";
import { parseConfig } from "../../../src/config/config.js";
import { placesBelow } from "../../../src/config/places.js";
import { fakeTree } from "../../support/fake-tree.js";

const IMAGE_WALL = "/run/systemd/system/sotto-uplink.service.d/50-broker.conf";

afterEach(() => vi.unstubAllEnvs());

/** What systemd would say of the project's own unit: its file's words are what `systemctl show` prints. */
function shownOf(unit: Unit, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const file = readFileSync(new URL(`../../../hardware/systemd/${unit}`, import.meta.url), "utf8");
  const own = propertiesOf(
    file
      .split("\n")
      .filter((line) => !line.startsWith("#"))
      .join("\n"),
  );
  const printed = (value: string) =>
    value
      .replace("localhost", "127.0.0.0/8 ::1/128")
      .replace("CAP_KILL", "cap_kill")
      .replace(/^any$/, "::/0 0.0.0.0/0");
  const shown = askedOf(unit).map((key) => [key, printed(own[key] ?? "")]);
  return {
    ...Object.fromEntries(shown),
    ActiveState: "active",
    SubState: "running",
    NRestarts: "0",
    ...more,
  };
}

const running = (properties: Readonly<Record<string, string>>, exposure = 1.5) => ({
  ...{ properties, exposure },
  isConfigured: true,
});

const text = (properties: Readonly<Record<string, string>>) =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");

describe("the walls of a unit", () => {
  it.each(UNITS)("%s are those that the doctor expects, as its file has them", (unit) => {
    expect(judgeUnit(unit, running(shownOf(unit)))).toMatchObject({ health: "well", advice: undefined });
  });

  it.each([
    ["sotto-ear.service", "PrivateNetwork", "no"],
    ["sotto-ear.service", "IPAddressAllow", "192.0.2.7/32"],
    ["sotto-ear.service", "DeviceAllow", "char-alsa rw /dev/sda rw"],
    ["sotto-light.service", "CapabilityBoundingSet", "cap_kill cap_net_admin"],
    ["sotto-uplink.service", "DeviceAllow", "char-alsa rw"],
    ["sotto-uplink.service", "ProtectSystem", "no"],
    ["sotto-uplink.service", "IPAddressDeny", "0.0.0.0/0"],
    ["sotto-light.service", "IPAddressDeny", ""],
    ["sotto-ear.service", "LimitCORE", "infinity"],
  ] as const)(
    "%s that are loosened by %s=%s are ill, and the file that did it is named",
    (unit, key, value) => {
      const dropIn = "/etc/systemd/system/sotto.d/own.conf";
      const found = judgeUnit(unit, running(shownOf(unit, { [key]: value, DropInPaths: dropIn })));
      expect(found).toMatchObject({ health: "ill", advice: `Look into ${dropIn}` });
      expect(found.seen).toContain(`${key}=${value}, not`);
    },
  );

  it("that are weak by systemd's own sum are ill", () => {
    expect(judgeUnit("sotto-ear.service", running(shownOf("sotto-ear.service"), 1.7)).health).toBe("ill");
  });

  it.each([
    ["inactive", "dead", false, "untried"],
    ["inactive", "dead", true, "ill"],
    ["failed", "failed", false, "ill"],
    ["activating", "auto-restart", true, "ill"],
  ])("of a unit that is %s (%s), configured %s, are %s", (ActiveState, SubState, isConfigured, health) => {
    const properties = shownOf("sotto-ear.service", { ActiveState, SubState });
    expect(judgeUnit("sotto-ear.service", { properties, exposure: 1.5, isConfigured }).health).toBe(health);
  });
});

describe("the services of a device", () => {
  /** systemd's two programs, which say what a device's would. */
  function systemd(loosened: Readonly<Record<string, string>> = {}): void {
    const files = Object.fromEntries(UNITS.map((unit) => [unit, text(shownOf(unit, loosened))]));
    const folder = fakeTree({
      ...files,
      systemctl: '#!/bin/sh\ncat "$(dirname "$0")/$2"\n',
      "systemd-analyze":
        '#!/bin/sh\nprintf "  NAME EXPOSURE\\n\\n→ Overall exposure level for %s: 1.5 OK 🙂\\n" "$3"\n',
    });
    for (const name of ["systemctl", "systemd-analyze"]) chmodSync(join(folder, name), 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
  }

  async function look(
    url: string,
    files: Readonly<Record<string, string>> = {},
  ): Promise<readonly Finding[]> {
    const root = fakeTree({ "resolv.conf": "# made\nnameserver 192.0.2.53\n", ...files });
    const config = parseConfig({
      broker: { url, allowClear: true },
      pins: { button: 17, buttonPressed: "low", led: 27, ledLit: "high" },
    });
    const options = { config, places: placesBelow(root), resolvConf: join(root, "resolv.conf") };
    const found: Finding[] = [];
    for await (const finding of examineUnits(options)) found.push(finding);
    return found;
  }

  it("are well where each runs between its walls and the uplink reaches the broker", async () => {
    systemd({ WatchdogUSec: "10s" });
    const found = await look("mqtt://127.0.0.1");
    expect(found.map(({ what, health }) => [what, health])).toEqual([
      ["light's unit", "well"],
      ["ear's unit", "well"],
      ["uplink's unit", "well"],
      ["way out", "well"],
    ]);
    expect(found[1]?.seen).toBe("active (running), exposure 1.5 of 10, watchdog 10s");
  });

  it("name the line that lets the uplink reach a broker that it does not", async () => {
    systemd();
    expect((await look("mqtt://192.0.2.7")).at(-1)).toMatchObject({
      what: "way out",
      health: "ill",
      advice: expect.stringContaining("name-broker 192.0.2.7"),
    });
  });

  it.each([
    ["192.0.2.7", "192.0.2.7/32 192.0.2.53/32", "", undefined],
    ["192.0.2.7", "192.0.2.7/32 198.51.100.0/24", "", ["well", "198.51.100.0/24"]],
    ["192.0.2.7", "192.0.2.0/24", "", ["well", "192.0.2.0/24"]],
    ["192.0.2.7", "0.0.0.0/0 ::/0", IMAGE_WALL, ["ill", "anybody"]],
    ["broker.invalid", "0.0.0.0/0 ::/0", IMAGE_WALL, ["well", "anybody"]],
    [
      "broker.invalid",
      "0.0.0.0/0 ::/0",
      "/etc/systemd/system/sotto-uplink.service.d/own.conf",
      ["ill", "anybody"],
    ],
  ])("tell whom the uplink reaches beside the broker %s: %s by %s", async (host, allowed, dropIns, told) => {
    systemd({ IPAddressAllow: `127.0.0.0/8 ::1/128 ${allowed}`, DropInPaths: dropIns });
    const width = (await look(`mqtt://${host}`)).find(({ what }) => what === "way out's width");
    expect(width && [width.health, width.seen]).toEqual(
      told && [told[0], expect.stringContaining(told[1] ?? "")],
    );
    expect(width?.advice === undefined).toBe(told === undefined);
  });

  it("are ill where one is stopped that has all it needs", async () => {
    systemd({ ActiveState: "inactive", SubState: "dead" });
    const health = async (files: Readonly<Record<string, string>>) =>
      (await look("mqtt://127.0.0.1", files)).slice(0, 3).map((each) => each.health);
    expect(await health({})).toEqual(["ill", "untried", "untried"]);
    const keys = { "device/device.key": "", "device/owner.pub": "", "uplink/owner.pub": "" };
    expect(await health(keys)).toEqual(["ill", "ill", "ill"]);
  });

  it("are not tried where systemd does not answer", async () => {
    vi.stubEnv("PATH", fakeTree({ nothing: "" }));
    expect(await look("mqtt://127.0.0.1")).toMatchObject([{ what: "units", health: "untried" }]);
  });
});

describe("systemd's words", () => {
  it("are taken apart", () => {
    expect(propertiesOf("A=b\nDeviceAllow=char-alsa rw\nDeviceAllow=/dev/null r\nE=\n")).toEqual({
      ...{ A: "b", E: "" },
      DeviceAllow: "char-alsa rw /dev/null r",
    });
    expect(exposureOf("→ Overall exposure level for sotto-ear.service: 1.4 OK :-)")).toBe(1.4);
    expect(exposureOf("Failed to connect to bus")).toBeUndefined();
  });

  it.each([
    ["127.0.0.0/8 ::1/128", "127.0.0.1", true],
    ["127.0.0.0/8 ::1/128", "::1", true],
    ["127.0.0.0/8 192.0.2.0/24", "192.0.2.7", true],
    ["127.0.0.0/8 ::1/128", "192.0.2.7", false],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["", "192.0.2.7", false],
  ])("IPAddressAllow=%s reaches %s: %s", (allowed, address, is) =>
    expect(reaches(allowed, address)).toBe(is),
  );
});
