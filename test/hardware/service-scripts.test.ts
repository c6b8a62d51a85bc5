import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const scripts = fileURLToPath(new URL("../../hardware/systemd", import.meta.url));
let folder: string;
let config: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-services-"));
  config = join(folder, "config.toml");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const done = spawnSync(join(scripts, script), args, {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin:/usr/sbin", ...env },
  });
  return { status: done.status, said: done.stdout + done.stderr };
}

describe("the look whether a service is configured", () => {
  const asks = (unit: string, text: string) => {
    writeFileSync(config, text);
    return run("is-configured", [unit, config]);
  };
  const untouched = () => readFileSync(join(scripts, "config.toml"), "utf8");

  it.each(["ear", "light", "uplink"])(
    "lets %s wait where the package was only installed, and says for what",
    (unit) => {
      const { status, said } = asks(unit, untouched());
      // 1 to 254 let systemd leave the unit out, without a failure.
      expect(status).toBe(1);
      expect(said).toContain(`sotto-${unit} waits: ${config} names no `);
    },
  );

  it.each([
    "[pins]\nbutton = 17\nled = 27\n",
    "pins.button = 17\n",
    '[hardware]\nprofile = "codec-zero"\n',
    'hardware.profile = "codec-zero"\n',
  ])("lets ear and light start where a lamp is configured: %j", (lines) => {
    const text = `${lines.startsWith("[") ? "" : lines}${untouched()}${lines.startsWith("[") ? lines : ""}`;
    expect(asks("light", text).status).toBe(0);
    expect(asks("ear", text).status).toBe(0);
    expect(asks("uplink", text).status).toBe(1);
  });

  it("takes a line that is commented out for none", () => {
    expect(asks("light", "# [pins]\n").status).toBe(1);
    expect(asks("uplink", '[broker]\n#url = "mqtt://x"\n').status).toBe(1);
    expect(asks("uplink", '[broker]\nurl = "mqtt://x"\n').status).toBe(0);
  });
});

describe("the broker's name to the kernel", () => {
  const units = () => join(folder, "units");
  const dropIn = () => readFileSync(join(units(), "sotto-uplink.service.d/broker.conf"), "utf8");
  const names = (url: string | undefined, ...addresses: readonly string[]) => {
    writeFileSync(
      config,
      url === undefined ? "" : `[broker]\nurl = "${url}"\nuserName = "kitchen"\n[folders]\n`,
    );
    return run("name-broker", addresses, { SOTTO_CONFIG: config, SOTTO_UNITS: units() });
  };

  it.each([
    { url: "mqtts://192.0.2.7:8883", allowed: ["192.0.2.7"] },
    { url: "mqtts://192.0.2.7", allowed: ["192.0.2.7"] },
    { url: "mqtts://[2001:db8::7]:8883", allowed: ["2001:db8::7"] },
    { url: "mqtts://192.0.2.7:8883,mqtts://192.0.2.8:8883", allowed: ["192.0.2.7", "192.0.2.8"] },
  ])("is its address, and nobody else is reached: $url", ({ url, allowed }) => {
    expect(names(url).status).toBe(0);
    expect(dropIn().split("\n").slice(1, -1)).toEqual([
      "[Service]",
      ...allowed.map((each) => `IPAddressAllow=${each}`),
    ]);
  });

  it("is asked for where the configuration has only a name, which somebody else could turn", () => {
    const { status, said } = names("mqtts://broker.invalid:8883");
    expect(status).toBe(1);
    expect(said).toContain("broker.invalid is a name");
    expect(() => dropIn()).toThrow();
    expect(names("mqtts://broker.invalid:8883", "192.0.2.0/24", "2001:db8::53").status).toBe(0);
    expect(dropIn()).toContain("IPAddressAllow=192.0.2.0/24\nIPAddressAllow=2001:db8::53\n");
  });

  it.each([
    "any",
    "0",
    "x\nAmbientCapabilities=CAP_KILL",
    "192.0.2.7 any",
    "::1 any",
    "192.0.2.0/24 any",
    "192.0.2.0/",
    "cafe",
  ])("is never a word: %j", (word) => {
    expect(names("mqtts://192.0.2.7", word).status).toBe(1);
    expect(() => dropIn()).toThrow();
  });

  it("is missing where no broker is configured", () => {
    expect(names(undefined).said).toContain("names no broker.url");
  });
});

describe.skipIf(process.getuid?.() !== 0)("the keeping of the device's key", () => {
  it("makes it once and takes it from the ear's user", () => {
    const home = join(folder, "sotto-ear");
    mkdirSync(home, { mode: 0o700 });
    const made = join(folder, "sotto");
    writeFileSync(
      made,
      `#!/bin/sh\necho "$*" >>${folder}/calls\n: >${home}/device.key\nchown 4321 ${home}/device.key\n`,
      {
        mode: 0o755,
      },
    );
    for (const _ of [1, 2]) expect(run("keep-key", [made, home])).toEqual({ status: 0, said: "" });
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("keys device\n");
    const { uid, mode } = statSync(join(home, "device.key"));
    expect([uid, mode & 0o777]).toEqual([0, 0o600]);
  });
});
