import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { ErasureFile } from "../../src/light/edge/erasure-file.js";
import { MuteFile } from "../../src/light/edge/mute-file.js";
import { Erasures } from "../../src/light/erasures.js";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-light-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const request = "0123456789abcdef0123456789abcdef";

describe("the mute state on disk", () => {
  it("is lifted on a device on which nobody has pressed the button", () => {
    expect(new MuteFile(folder()).read()).toEqual({ mute: "lifted", damaged: false });
  });

  it.each([true, false])("is remembered: muted %s", async (muted) => {
    const place = folder();
    await new MuteFile(place).save(!muted);
    await new MuteFile(place).save(muted);
    expect(new MuteFile(place).read()).toEqual({ mute: muted ? "muted" : "lifted", damaged: false });
    expect(readdirSync(place)).toEqual(["mute"]);
  });

  it("is the newest of many that were asked for at once", async () => {
    const place = folder();
    const file = new MuteFile(place);
    await Promise.all([true, false, true, false, true].map((muted) => file.save(muted)));
    expect(file.read().mute).toBe("muted");
  });

  it.each(["", "sotto-mute 1 lifte", "sotto-mute 1 lifted\n\n", "sotto-mute 2 lifted\n", "\0".repeat(20)])(
    "is muted where the file says nothing clear: %j",
    (text) => {
      const place = folder();
      writeFileSync(join(place, "mute"), text, { mode: 0o600 });
      expect(new MuteFile(place).read()).toEqual({ mute: "muted", damaged: true });
    },
  );

  it("is muted where somebody else could have written it", () => {
    const open = folder();
    writeFileSync(join(open, "mute"), "sotto-mute 1 lifted\n");
    chmodSync(join(open, "mute"), 0o666);
    const linked = folder();
    symlinkSync(join(open, "mute"), join(linked, "mute"));
    for (const place of [open, linked]) expect(new MuteFile(place).read().mute).toBe("muted");
  });

  it("is muted after any one torn write over it", () => {
    const [from, to] = ["sotto-mute 1 lifted\n", "sotto-mute 1 muted \n"];
    for (let written = 1; written < to.length; written++) {
      const place = folder();
      writeFileSync(join(place, "mute"), to.slice(0, written) + from.slice(written), { mode: 0o600 });
      const { mute } = new MuteFile(place).read();
      // Before the first letter that differs nothing has changed yet.
      expect(mute).toBe(from.startsWith(to.slice(0, written)) ? "lifted" : "muted");
    }
  });
});

describe("on a disk that is full", () => {
  const project = fileURLToPath(new URL("../..", import.meta.url));
  const module = join(project, "src/light/edge/mute-file.ts");

  it("the mute is remembered all the same", (context) => {
    const place = folder();
    const script = `
      import { writeFileSync } from "node:fs";
      const { MuteFile } = await import(${JSON.stringify(module)});
      const file = new MuteFile(${JSON.stringify(place)});
      await file.save(false);
      let room = 1 << 16;
      for (let n = 0; room >= 1; n++) {
        try { writeFileSync(${JSON.stringify(place)} + "/fill" + n, new Uint8Array(room)); } catch { room >>= 1; }
      }
      let full = false;
      try { writeFileSync(${JSON.stringify(place)} + "/more", "more"); } catch (error) { full = error.code === "ENOSPC"; }
      await file.save(true);
      console.log(JSON.stringify({ full, ...file.read() }));`;
    const mount = `mount -t tmpfs -o size=64k,mode=700 tmpfs "$1" && exec "$2" --import tsx --input-type=module --eval "$3"`;
    const tried = spawnSync("unshare", ["-rm", "sh", "-c", mount, "sh", place, process.execPath, script], {
      cwd: project,
      encoding: "utf8",
    });
    if (/unshare failed|permission denied|Operation not permitted/i.test(tried.stderr)) {
      context.skip("this machine allows no small file system of one's own");
    }
    expect(tried.stderr).toBe("");
    expect(JSON.parse(tried.stdout)).toEqual({ full: true, mute: "muted", damaged: false });
  });
});

describe("erasures on disk", () => {
  it("are remembered with all that they say", async () => {
    const place = folder();
    let erasures = new Erasures([]);
    const selectors = [
      { kind: "last" },
      { kind: "all" },
      { kind: "listed", ids: [request] },
      { kind: "range", fromMs: 1, toMs: 2 },
    ] as const;
    selectors.forEach((selector, n) => {
      erasures = erasures.with(`${n}`.padStart(32, "0"), selector) ?? erasures;
    });
    erasures = erasures.advanced("0".repeat(32), "erasing").advanced("1".padStart(32, "0"), "confirmed");
    erasures = erasures.advanced("2".padStart(32, "0"), "nothing");
    await new ErasureFile(place).save(erasures);
    expect(new ErasureFile(place).read()).toEqual({ erasures, damaged: false });
  });

  it.each(["", "{", '{"v":2,"erasures":[]}', '{"v":1,"erasures":[{"request":"x"}]}'])(
    "that are damaged are put aside and told: %j",
    (text) => {
      const place = folder();
      writeFileSync(join(place, "erasures.json"), text, { mode: 0o600 });
      const read = new ErasureFile(place).read();
      expect(read.damaged).toBe(true);
      expect(read.erasures.list).toEqual([]);
      expect(existsSync(join(place, "erasures.json"))).toBe(false);
      expect(readFileSync(join(place, "erasures.json.damaged"), "utf8")).toBe(text);
    },
  );
});
