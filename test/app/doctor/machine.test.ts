import { describe, expect, it } from "vitest";
import { examineClock, judgeClock } from "../../../src/app/doctor/doctor-clock.js";
import { examineDisk, judgeRoom, mountsOf } from "../../../src/app/doctor/doctor-disk.js";
import { examinePower, judgeThrottled } from "../../../src/app/doctor/doctor-power.js";
import { examineSwap } from "../../../src/app/doctor/doctor-swap.js";
import type { Finding } from "../../../src/app/doctor/health.js";
import type { Surroundings } from "../../../src/app/doctor/surroundings.js";
import { parseConfig } from "../../../src/config/config.js";
import { placesBelow } from "../../../src/config/places.js";
import { fakeTree } from "../../support/fake-tree.js";

function machine(
  proc: Readonly<Record<string, string>>,
  sys: Readonly<Record<string, string>> = {},
): Surroundings {
  return { proc: fakeTree(proc), sys: fakeTree(sys), run: "/nowhere", units: [] };
}

const of = (findings: Iterable<Finding>, what: string) => [...findings].find((each) => each.what === what);
const meminfo = (megabytes: number) =>
  `MemTotal:       ${megabytes * 1024} kB\nMemFree:        1000 kB\nMemAvailable:   ${megabytes * 512} kB\n`;

describe("swap", () => {
  const zram = "/dev/zram0 partition 1 0 100\n";
  const file = "/var/swap file 1 0 -2\n";
  it.each([
    ["", "", undefined, "well"],
    [zram, "", "none", "well"],
    [zram, "", "/dev/loop0", "ill"],
    [file, "cpu io pids", undefined, "ill"],
    [file, "cpuset cpu io memory pids", undefined, "well"],
    [zram, "memory", "/dev/loop0", "well"],
  ])(
    "%j with the controllers %j and a zram that is backed by %s is %s",
    (swaps, controllers, backing, health) => {
      const at = machine(
        { swaps: `Filename\tType\tSize\n${swaps}` },
        {
          "fs/cgroup/cgroup.controllers": `${controllers}\n`,
          ...(backing === undefined ? {} : { "block/zram0/backing_dev": `${backing}\n` }),
        },
      );
      const found = examineSwap(at);
      expect(found.health).toBe(health);
      if (health === "ill") expect(found.advice).toContain("cgroup_enable=memory");
    },
  );
});

describe("power", () => {
  it("is absent where a machine tells nothing of it", () => {
    const found = [...examinePower(machine({ meminfo: meminfo(4_000) }))];
    expect(found.map(({ what, health }) => [what, health])).toEqual([
      ["supply", "absent"],
      ["temperature", "absent"],
      ["memory", "well"],
    ]);
  });

  it.each([
    ["0", "well", undefined],
    ["50000", "well", expect.stringContaining("power supply")],
    ["50005", "ill", expect.stringContaining("power supply")],
    ["8", "ill", expect.stringContaining("heat sink")],
  ])("of a Pi that says %s is %s", (bits, health, advice) => {
    const sys = { "devices/platform/soc/soc:firmware/get_throttled": `${bits}\n` };
    expect(of(examinePower(machine({}, sys)), "supply")).toMatchObject({ health, advice });
    expect(judgeThrottled(Number.parseInt(bits, 16)).health).toBe(health);
  });

  it.each([
    ["0", "well"],
    ["1", "ill"],
  ])("is told by the kernel's own sensor too: alarm %s is %s", (alarm, health) => {
    const sys = {
      "class/hwmon/hwmon0/name": "cpu_thermal\n",
      "class/hwmon/hwmon1/name": "rpi_volt\n",
      "class/hwmon/hwmon1/in0_lcrit_alarm": `${alarm}\n`,
    };
    expect(of(examinePower(machine({}, sys)), "supply")?.health).toBe(health);
  });

  it.each([
    [51_000, "well", undefined],
    [77_000, "well", expect.any(String)],
    [82_000, "ill", expect.any(String)],
  ])("and heat of %i millidegrees is %s", (millidegrees, health, advice) => {
    const sys = { "class/thermal/thermal_zone0/temp": `${millidegrees}\n` };
    expect(of(examinePower(machine({}, sys)), "temperature")).toMatchObject({ health, advice });
  });

  it.each([
    [4_000, "well", undefined],
    [520, "well", undefined],
    [415, "well", expect.stringContaining("up to 428 MB")],
    [240, "ill", expect.any(String)],
  ])("and %i MB of memory are %s", (megabytes, health, advice) => {
    const found = of(examinePower(machine({ meminfo: meminfo(megabytes) })), "memory");
    expect(found).toMatchObject({ health, advice });
  });
});

describe("the clock", () => {
  const releasedMs = Date.UTC(2026, 10, 1);
  it.each([
    ["2026-12-24T12:00:00Z", "has set it", "well", undefined],
    ["2026-12-24T12:00:00Z", "runs", "ill", expect.stringContaining("timedatectl")],
    ["2026-12-24T12:00:00Z", "does not run", "well", expect.stringContaining("timedatectl")],
    ["1970-01-01T00:03:00Z", "does not run", "ill", expect.stringContaining("timedatectl")],
    ["2026-10-01T00:00:00Z", "has set it", "ill", expect.any(String)],
  ])("of %s, where systemd-timesyncd %s, is %s", (now, daemon, health, advice) => {
    const facts = { asksNetwork: daemon !== "does not run", isSynchronized: daemon === "has set it" };
    expect(judgeClock({ nowMs: Date.parse(now), releasedMs, ...facts })).toMatchObject({ health, advice });
  });

  it("is asked of the folder that systemd-timesyncd has while it runs", () => {
    const nowMs = Date.now() + 3_600_000;
    const look = (files: Readonly<Record<string, string>>) =>
      [...examineClock({ ...machine({}), run: fakeTree(files) }, nowMs)][0]?.health;
    expect(look({ "systemd/timesync/synchronized": "" })).toBe("well");
    expect(look({ "systemd/timesync/other": "" })).toBe("ill");
    expect(look({ "systemd/other": "" })).toBe("well");
  });
});

describe("the disk", () => {
  const room = { bytes: 1e9, files: 100_000, place: "/data", isReadOnly: false, wanted: 2e8 };
  it("is well with room for the outbox, and says what to lower where there is less", () => {
    expect(judgeRoom("disk", room)).toMatchObject({ health: "well", advice: undefined });
    expect(judgeRoom("disk", { ...room, bytes: 1e8 })).toMatchObject({
      health: "well",
      advice: expect.stringContaining("outbox.maxBytes is 200 MB"),
    });
  });

  it("is ill without bytes, without files, and where it is read-only", () => {
    for (const worse of [{ bytes: 1e7 }, { files: 3 }, { isReadOnly: true }])
      expect(judgeRoom("disk", { ...room, ...worse }).health).toBe("ill");
  });

  it("is known to be read-only by its own options or by the mount's", () => {
    const text = [
      "22 1 179:2 / / ro,relatime shared:1 - ext4 /dev/mmcblk0p2 rw",
      "30 22 179:3 / /data rw,noatime shared:2 - ext4 /dev/mmcblk0p3 rw",
      "31 22 0:9 / /mnt/my\\040card rw - vfat /dev/sda1 ro",
    ].join("\n");
    expect(mountsOf(text)).toEqual([
      { at: "/", isReadOnly: true },
      { at: "/data", isReadOnly: false },
      { at: "/mnt/my card", isReadOnly: true },
    ]);
  });

  it("tells errors that the file system has counted, and memory that goes to it", () => {
    const places = placesBelow(fakeTree({ "uplink/x": "", "light/x": "", "device/x": "" }));
    const look = (swaps: string, errors: string) => [
      ...examineDisk(
        parseConfig({}),
        places,
        machine(
          {
            "self/mountinfo": "22 1 0:1 / / rw - ext4 /dev/root rw",
            swaps: `Filename\tType\tSize\n${swaps}`,
          },
          { "fs/ext4/mmcblk0p3/errors_count": errors },
        ),
      ),
    ];
    const good = look("/dev/zram0 partition 1 0 100\n", "0\n");
    expect(of(good, "card's health")?.health).toBe("well");
    expect(of(good, "swap")?.advice).toBeUndefined();
    const bad = look("/var/swap file 1 0 -2\n", "3\n");
    expect(of(bad, "swap")?.health).toBe("ill");
    expect(of(bad, "card's health")).toMatchObject({ health: "ill", seen: "3 error(s) on mmcblk0p3" });
    expect(of(bad, "swap")?.advice).toContain("swapoff -a");
    // One line a disk, not one a folder.
    expect(good.filter(({ what }) => what.endsWith("disk"))).toHaveLength(1);
  });
});
