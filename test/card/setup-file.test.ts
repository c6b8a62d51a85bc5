import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { DEVICE_FOLDERS } from "../../src/card/device-config.js";
import { readSetup } from "../../src/card/setup-file.js";

const fileOfProject = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("the set-up file", () => {
  it("is whole as the image ships it, and asks for nothing but a plain board", () => {
    const read = readSetup(parse(fileOfProject("hardware/image/sotto-setup.toml")));
    expect(read).toEqual({
      is: "whole",
      setup: {
        mode: "redact",
        profile: "usb-microphone",
        timeZone: "Etc/UTC",
        wifi: { hidden: false },
        broker: {},
        keys: {},
        config: {},
      },
    });
  });

  it("has every mistake told at once, each with its path", () => {
    const read = readSetup({
      mode: "loud",
      timeZone: "Mars/Olympus",
      pin: 1,
      wifi: { name: "x".repeat(33), password: "short", country: "de" },
      broker: { password: "p", addresses: ["broker.example"], caFile: "../ca.pem" },
    });
    expect(read.is).toBe("mistaken");
    const paths = read.is === "mistaken" ? read.problems.map((problem) => problem.split(":")[0]) : [];
    expect(paths).toEqual(
      expect.arrayContaining([
        "mode",
        "pin",
        "timeZone",
        "wifi.name",
        "wifi.password",
        "wifi.country",
        "broker.addresses.0",
        "broker.caFile",
      ]),
    );
  });

  it.each([
    [{ wifi: { password: "long enough" } }, "wifi.name: is missing, and there is a password"],
    [{ wifi: { name: "home", password: "long enough" } }, "wifi.country: is missing"],
    [{ broker: { userName: "kitchen" } }, "broker.url: is missing"],
    [
      { broker: { url: "mqtts://192.0.2.7", password: "p" } },
      "broker.userName: is missing, and there is a password",
    ],
  ])("sees what is missing in %j", (raw, problem) => {
    expect(readSetup(raw)).toEqual({ is: "mistaken", problems: [problem] });
  });

  it("never repeats a password in a mistake", () => {
    const read = readSetup({ wifi: { name: "home", password: "geheim", country: "Germany" } });
    expect(JSON.stringify(read)).not.toContain("geheim");
  });

  it.each(["Europe/Berlin", "America/Argentina/Ushuaia", "Etc/UTC"])("knows the zone %s", (timeZone) => {
    expect(readSetup({ timeZone }).is).toBe("whole");
  });

  it.each(["+02:00", "../../etc/passwd", "Europe/Atlantis"])("knows no zone %s", (timeZone) => {
    expect(readSetup({ timeZone })).toMatchObject({ is: "mistaken" });
  });
});

describe("the folders of a device", () => {
  it("are those that the units lay out", () => {
    expect(parse(fileOfProject("hardware/systemd/config.toml"))["folders"]).toEqual(DEVICE_FOLDERS);
  });
});
