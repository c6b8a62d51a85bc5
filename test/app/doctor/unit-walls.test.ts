import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { examineUnits } from "../../../src/app/doctor/doctor-units.js";
import type { Finding } from "../../../src/app/doctor/health.js";
import {
  askedOf,
  exposureOf,
  judgeUnit,
  propertiesOf,
  reaches,
  UNITS,
  type Unit,
} from "../../../src/app/doctor/unit-walls.js";
import { fakeTree } from "../../support/fake-tree.js";

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
    value.replace("localhost", "127.0.0.0/8 ::1/128").replace("CAP_KILL", "cap_kill");
  const shown = askedOf(unit).map((key) => [key, printed(own[key] ?? "")]);
  return {
    ...Object.fromEntries(shown),
    ActiveState: "active",
    SubState: "running",
    NRestarts: "0",
    ...more,
  };
}

const text = (properties: Readonly<Record<string, string>>) =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");

describe("the walls of a unit", () => {
  it.each(UNITS)("%s are those that the doctor expects, as its file has them", (unit) => {
    expect(judgeUnit(unit, shownOf(unit), 1.5)).toMatchObject({ health: "well", advice: undefined });
  });

  it.each([
    ["sotto-ear.service", "PrivateNetwork", "no"],
    ["sotto-ear.service", "IPAddressAllow", "192.0.2.7/32"],
    ["sotto-ear.service", "DeviceAllow", "char-alsa rw /dev/sda rw"],
    ["sotto-light.service", "CapabilityBoundingSet", "cap_kill cap_net_admin"],
    ["sotto-uplink.service", "DeviceAllow", "char-alsa rw"],
    ["sotto-uplink.service", "ProtectSystem", "no"],
    ["sotto-ear.service", "LimitCORE", "infinity"],
  ] as const)(
    "%s that are loosened by %s=%s are ill, and the file that did it is named",
    (unit, key, value) => {
      const dropIn = "/etc/systemd/system/sotto.d/own.conf";
      const found = judgeUnit(unit, shownOf(unit, { [key]: value, DropInPaths: dropIn }), 1.5);
      expect(found).toMatchObject({ health: "ill", advice: `Look into ${dropIn}` });
      expect(found.seen).toContain(`${key}=${value}, not`);
    },
  );

  it("that are weak by systemd's own sum are ill", () => {
    expect(judgeUnit("sotto-ear.service", shownOf("sotto-ear.service"), 1.7).health).toBe("ill");
  });

  it.each([
    ["inactive", "dead", "untried"],
    ["failed", "failed", "ill"],
    ["activating", "auto-restart", "ill"],
  ])("of a unit that is %s (%s) are %s", (ActiveState, SubState, health) => {
    expect(
      judgeUnit("sotto-ear.service", shownOf("sotto-ear.service", { ActiveState, SubState }), 1.5).health,
    ).toBe(health);
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

  async function look(url: string): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    for await (const finding of examineUnits({ url, allowClear: true })) found.push(finding);
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
