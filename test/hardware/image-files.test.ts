import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { DEVICE_FOLDERS } from "../../src/card/device-config.js";
import { hasLoopDisks, loopDisk } from "../support/loop-disk.js";

const image = fileURLToPath(new URL("../../hardware/image/root/", import.meta.url));
const read = (path: string): string => readFileSync(join(image, path), "utf8");

function partition() {
  const root = mkdtempSync(join(tmpdir(), "sotto-image-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [data, seed] = [join(root, "data"), join(root, "seed")];
  mkdirSync(data);
  for (const name of ["ear", "sotto"]) mkdirSync(join(seed, name), { recursive: true });
  chmodSync(join(seed, "ear"), 0o700);
  writeFileSync(join(seed, "sotto", "hosts"), "127.0.0.1 localhost\n");
  return {
    data,
    root,
    seed,
    // What is no partition is not grown.
    prepare: () =>
      spawnSync("sh", [join(image, "usr/lib/sotto-image/prepare-data"), "/dev/null", data, seed], {
        encoding: "utf8",
      }),
  };
}

describe("the data partition at a start", () => {
  it("is given its folders with their modes, and nobody but root reaches them there", () => {
    const { data, prepare } = partition();
    expect(prepare()).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(data).sort()).toEqual(["ear", "sotto"]);
    expect(statSync(join(data, "ear")).mode & 0o777).toBe(0o700);
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  it("keeps what is there", () => {
    const { data, prepare } = partition();
    prepare();
    writeFileSync(join(data, "sotto", "hosts"), "changed");
    writeFileSync(join(data, "ear", "device.key"), "key");
    expect(prepare().status).toBe(0);
    expect(readFileSync(join(data, "sotto", "hosts"), "utf8")).toBe("changed");
    expect(existsSync(join(data, "ear", "device.key"))).toBe(true);
  });

  it("makes a folder anew of which a power cut left a part", () => {
    const { data, prepare } = partition();
    mkdirSync(join(data, ".new-sotto"));
    expect(prepare().status).toBe(0);
    expect(readdirSync(data).sort()).toEqual(["ear", "sotto"]);
    expect(existsSync(join(data, "sotto", "hosts"))).toBe(true);
  });
});

describe.skipIf(!hasLoopDisks())(
  "a partition of a disk that the root is not on (a real loop device; root)",
  () => {
    it("is not grown, and no table is written", () => {
      const { data, root, seed } = partition();
      const disk = loopDisk(join(root, "disk"), 16);
      onTestFinished(disk.close);
      const script = join(image, "usr/lib/sotto-image/prepare-data");
      const done = spawnSync("sh", [script, disk.data, data, seed], { encoding: "utf8" });
      expect(done.stderr).toContain("not the last partition of the disk that the root is on");
      expect(done.status).toBe(0);
      expect(readFileSync(join(root, "disk")).every((byte) => byte === 0)).toBe(true);
      expect(readdirSync(data).sort()).toEqual(["ear", "sotto"]);
    });
  },
);

describe("the image's table of file systems", () => {
  const rows = read("etc/fstab")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/\s+/));
  const optionsOf = (place: string): readonly string[] =>
    rows.find(([, at]) => at === place)?.[3]?.split(",") ?? [];

  it("has the root and the card read only, and what changes on the data partition or in memory", () => {
    expect(optionsOf("/")).toContain("ro");
    expect(optionsOf("/boot/firmware")).toEqual(expect.arrayContaining(["ro", "umask=0077", "noexec"]));
    for (const place of ["/tmp", "/var/tmp", "/var/log"])
      expect(rows.find(([, at]) => at === place)?.[0]).toBe("tmpfs");
  });

  it("binds every folder of a device to its place, once the data partition has it", () => {
    const { run: _run, ...folders } = DEVICE_FOLDERS;
    for (const place of [
      ...Object.values(folders),
      "/etc/sotto",
      "/var/lib/sotto-releases",
      "/var/lib/systemd",
    ]) {
      expect(optionsOf(place), place).toEqual(
        expect.arrayContaining(["bind", "x-systemd.requires=sotto-data.service"]),
      );
    }
  });

  it("lets programs run from updates alone", () => {
    const binds = rows.filter(([from]) => from?.startsWith("/data/"));
    const runnable = binds
      .filter(([, , , options]) => !options?.split(",").includes("noexec"))
      .map(([, at]) => at);
    expect(runnable).toEqual(["/var/lib/sotto-releases"]);
  });

  it("finds its partitions by the number of its own disk, as the table, the kernel and the data's growth have it", () => {
    const script = readFileSync(new URL("../../scripts/lib/image-disk.sh", import.meta.url), "utf8");
    const disk = /^disk_id=([0-9a-f]{8})$/m.exec(script)?.[1] ?? "none";
    const from = (place: string) => rows.find(([, at]) => at === place)?.[0];
    expect(from("/boot/firmware")).toBe(`PARTUUID=${disk}-01`);
    expect(from("/")).toBe(`PARTUUID=${disk}-02`);
    expect(from("/data")).toBe(`PARTUUID=${disk}-03`);
    expect(script).toContain("root=PARTUUID=@DISK@-02 ");
    expect(read("usr/lib/sotto-image/prepare-data")).toContain(`by-partuuid/${disk}-03`);
    expect(read("etc/systemd/system/sotto-erase.service.d/image.conf")).toContain(
      `systemd-fsck@dev-disk-by\\x2dpartuuid-${disk}\\x2d03.service`,
    );
  });

  it("swaps nowhere", () => {
    expect(rows.some(([, , type]) => type === "swap")).toBe(false);
  });
});

describe("the image's scripts", () => {
  it.each(["prepare-data", "first-boot"])("%s is whole and may be run", (name) => {
    const path = join(image, "usr/lib/sotto-image", name);
    expect(spawnSync("sh", ["-n", path], { encoding: "utf8" }).stderr).toBe("");
    expect(statSync(path).mode & 0o111).toBe(0o111);
  });
});
