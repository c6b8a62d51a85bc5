import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { afterAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.js";
import { placesOf, SOCKETS, socketFolder } from "../../src/config/places.js";

const folder = fileURLToPath(new URL("../../hardware/systemd/", import.meta.url));
const UNITS = ["sotto-ear", "sotto-light", "sotto-uplink"] as const;
type Unit = (typeof UNITS)[number];
const UNIT_FILES = readdirSync(folder).filter((name) => /\.(service|path)$/.test(name));

/** Where systemd is no package of this machine the units are read but not judged by systemd itself. */
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

function lines(file: string): string[] {
  return readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !/^[#;[]/.test(line));
}

function valuesOf(unit: Unit, key: string): string[] {
  return lines(`${unit}.service`).flatMap((line) =>
    line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : [],
  );
}

/** A root folder laid out as the units expect, for systemd's own reading of them. */
function rootWith(change: (text: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), "sotto-units-"));
  roots.push(root);
  for (const path of [
    "usr/bin",
    "usr/lib/systemd",
    "etc/systemd/system",
    "opt/sotto/bin",
    "opt/sotto/node/bin",
  ]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  cpSync("/usr/lib/systemd/system", join(root, "usr/lib/systemd/system"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const program of ["usr/bin/systemctl", "opt/sotto/bin/sotto-process", "opt/sotto/node/bin/node"])
    writeFileSync(join(root, program), "", { mode: 0o755 });
  cpSync(folder, join(root, "opt/sotto/hardware/systemd"), { recursive: true });
  for (const file of UNIT_FILES)
    writeFileSync(join(root, "etc/systemd/system", file), change(readFileSync(join(folder, file), "utf8")));
  return root;
}

function verify(root: string): string {
  const { stdout, stderr } = spawnSync("systemd-analyze", ["verify", `--root=${root}`, ...UNIT_FILES], {
    encoding: "utf8",
  });
  return (stdout + stderr).trim();
}

describe("the services of a device", () => {
  it("keep the network from ear and light by the kernel, in two ways", () => {
    for (const unit of ["sotto-ear", "sotto-light"] as const) {
      expect(valuesOf(unit, "PrivateNetwork")).toEqual(["yes"]);
      expect(valuesOf(unit, "RestrictAddressFamilies")).toEqual(["AF_UNIX"]);
      expect(valuesOf(unit, "IPAddressDeny")).toEqual(["any"]);
    }
  });

  it("give sound devices to the ear alone, and the uplink nobody to reach but whom the owner names", () => {
    for (const unit of UNITS) expect(valuesOf(unit, "DevicePolicy")).toEqual(["closed"]);
    const devices = UNITS.map((unit) => valuesOf(unit, "DeviceAllow"));
    expect(devices).toEqual([["char-alsa rw"], [], []]);
    const inAudio = UNITS.filter((unit) =>
      valuesOf(unit, "SupplementaryGroups").join(" ").split(" ").includes("audio"),
    );
    expect(inAudio).toEqual(["sotto-ear"]);
    expect(valuesOf("sotto-uplink", "IPAddressDeny")).toEqual(["any"]);
    expect(valuesOf("sotto-uplink", "IPAddressAllow")).toEqual(["localhost"]);
  });

  it("show enrolled words to the ear alone, and to it only to read", () => {
    const config = parseConfig(parse(readFileSync(join(folder, "config.toml"), "utf8")));
    const { words } = placesOf(config, { home: "/nonexistent", runtime: undefined });
    expect(valuesOf("sotto-ear", "ReadOnlyPaths")).toContain(`-${words}`);
    for (const unit of ["sotto-light", "sotto-uplink"] as const)
      expect(valuesOf(unit, "InaccessiblePaths").join(" ").split(" ")).toContain(`-${words}`);
    expect(lines("sotto.tmpfiles.conf").map((line) => line.split(/\s+/)[1])).toContain(words);
  });

  it("hold no right but the light's to end another user's recorders", () => {
    expect(UNITS.map((unit) => valuesOf(unit, "CapabilityBoundingSet"))).toEqual([[""], ["CAP_KILL"], [""]]);
    expect(UNITS.map((unit) => valuesOf(unit, "AmbientCapabilities"))).toEqual([[""], ["CAP_KILL"], [""]]);
  });

  it.each(UNITS)("leave no sound in dumps or swap and nothing that breaks Node: %s", (unit) => {
    const own = lines(`${unit}.service`);
    for (const line of [
      "LimitCORE=0",
      "MemorySwapMax=0",
      "Environment=ORT_DISABLE_TELEMETRY=1",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
      "ProtectHome=yes",
      "RestrictNamespaces=yes",
      "SystemCallErrorNumber=EPERM",
      "SystemCallFilter=@system-service",
    ]) {
      expect(own).toContain(line);
    }
    const keys = own.map((line) => line.split("=")[0]);
    for (const fatal of ["MemoryDenyWriteExecute", "PrivateDevices", "ProcSubset"])
      expect(keys).not.toContain(fatal);
    expect(valuesOf(unit, "User")).toEqual([unit]);
  });

  it.each(UNITS)("are ended by the system when they no longer live, and bounded in memory: %s", (unit) => {
    const [seconds] = valuesOf(unit, "WatchdogSec").map((value) => Number(value.replace(/s$/, "")));
    // The light's truth may be this old at most; the others' work is held up by slow disks and models.
    expect(seconds).toBeLessThanOrEqual(unit === "sotto-light" ? 2 : 60);
    expect(valuesOf(unit, "Type")).toEqual(["notify"]);
    expect(valuesOf(unit, "NotifyAccess")).toEqual(["all"]);
    expect(valuesOf(unit, "MemoryMax")).toHaveLength(1);
  });

  it("hand each secret over to the one process that needs it, out of reach of all as a file", () => {
    expect(UNITS.map((unit) => valuesOf(unit, "LoadCredential"))).toEqual([
      ["sotto-ear_device.key:/var/lib/sotto-ear/device.key"],
      [],
      ["secrets:/etc/sotto/secrets"],
    ]);
    for (const unit of UNITS) {
      const hidden = valuesOf(unit, "InaccessiblePaths").join(" ").split(" ");
      for (const path of ["/etc/sotto/secrets", "/etc/sotto/wifi"]) expect(hidden).toContain(`-${path}`);
    }
    const made = lines("sotto.tmpfiles.conf").map((line) => line.split(/\s+/));
    for (const secret of ["/etc/sotto/secrets", "/etc/sotto/wifi"])
      expect(made.find(([, path]) => path === secret)?.slice(2, 4)).toEqual(["0700", "root"]);
  });

  it.each(UNITS)("see nothing of the memory where everybody on the machine may write: %s", (unit) => {
    expect(valuesOf(unit, "InaccessiblePaths").join(" ").split(" ")).toContain("-/dev/shm");
  });

  it("take the kernel's word for the microphone alone, also where its sound driver comes later", () => {
    expect(valuesOf("sotto-light", "ExecStart")).toEqual([
      "/opt/sotto/bin/sotto-process light --account kernel",
    ]);
  });

  it("make it safe however the light ends", () => {
    expect(valuesOf("sotto-light", "ExecStopPost")).toEqual([
      "/opt/sotto/hardware/systemd/light-safe /etc/sotto/config.toml",
    ]);
    for (const unit of ["sotto-erase", "sotto-reset"]) {
      expect(lines(`${unit}.service`)).toContain(
        "ExecStopPost=/opt/sotto/hardware/systemd/reset-at-start dark",
      );
    }
  });

  it("let the log, which says when somebody spoke, go no farther back than the history", () => {
    const { history } = parseConfig({});
    expect(lines("journald.conf")).toEqual([
      `MaxRetentionSec=${history.retentionDays}day`,
      "MaxFileSec=1day",
    ]);
  });

  it("lay out a folder for every socket of the configuration, for its pair alone", () => {
    const config = parseConfig(parse(readFileSync(join(folder, "config.toml"), "utf8")));
    const { run } = placesOf(config, { home: "/nonexistent", runtime: undefined });
    const made = lines("sotto.tmpfiles.conf").map((line) => line.split(/\s+/));
    for (const socket of SOCKETS) {
      const [, , mode, user, group] = made.find(([, path]) => path === socketFolder(run, socket)) ?? [];
      expect([mode, group]).toEqual(["2750", `sotto-${socket}`]);
      const listener: Unit = socket === "ear-uplink" ? "sotto-uplink" : "sotto-light";
      expect(user).toBe(listener);
      expect(valuesOf(listener, "BindPaths").join(" ").split(" ")).toContain(socketFolder(run, socket));
      const members = UNITS.filter((unit) =>
        valuesOf(unit, "SupplementaryGroups").join(" ").includes(`sotto-${socket}`),
      );
      expect(members).toEqual(
        UNITS.filter((unit) => unit === listener || socket.includes(unit.slice("sotto-".length))),
      );
    }
  });

  it.each([
    { unit: "sotto-ear", listens: [], connects: ["ear-light", "ear-uplink"], reads: [] },
    { unit: "sotto-light", listens: ["ear-light", "light-uplink", "control"], connects: [], reads: [] },
    {
      unit: "sotto-uplink",
      listens: ["ear-uplink"],
      connects: ["light-uplink"],
      reads: ["-/run/systemd/resolve/stub-resolv.conf", "-/run/resolvconf"],
    },
  ] as const)(
    "show nothing below /run but their own sockets: $unit",
    ({ unit, listens, connects, reads }) => {
      const config = parseConfig(parse(readFileSync(join(folder, "config.toml"), "utf8")));
      const { run } = placesOf(config, { home: "/nonexistent", runtime: undefined });
      const shown = (key: string) => valuesOf(unit, key).flatMap((paths) => paths.split(" "));
      expect(valuesOf(unit, "TemporaryFileSystem")).toEqual(["/run:ro"]);
      expect(shown("BindPaths")).toEqual(listens.map((socket) => socketFolder(run, socket)));
      expect(shown("BindReadOnlyPaths")).toEqual([
        ...connects.map((socket) => socketFolder(run, socket)),
        "/run/systemd/notify",
        ...reads,
      ]);
      expect(shown("ReadWritePaths").join(" ")).not.toContain("/run");
    },
  );

  it.skipIf(!hasSystemd)("are what systemd takes without a complaint", () => {
    expect(verify(rootWith((text) => text))).toBe("");
    // The same reading does complain about a line that it does not know.
    expect(verify(rootWith((text) => text.replace("LimitCORE=0", "LimitSOUND=0")))).toContain("LimitSOUND");
  });
});
