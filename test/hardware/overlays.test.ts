import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { UNPACKED, unpackedEnv } from "../support/unpacked.js";

const sources = fileURLToPath(new URL("../../hardware/overlays/", import.meta.url));
const trees = join(dirname(UNPACKED), "device-trees");
const work = mkdtempSync(join(tmpdir(), "sotto-overlays-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The machine's own, else the one that scripts/lib/device-trees.sh has unpacked. */
const env = { ...unpackedEnv(UNPACKED), PATH: `${process.env["PATH"]}:${UNPACKED}/usr/bin` };
const hasCompiler = spawnSync("dtc", ["--version"], { env }).status === 0;
const hasTrees = existsSync(trees);

const overlays = readdirSync(sources).map((file) => file.replace(/\.dts$/, ""));
const BOARDS = [
  ...["bcm2837-rpi-3-b", "bcm2837-rpi-3-b-plus", "bcm2837-rpi-zero-2-w"],
  ...["bcm2711-rpi-4-b", "bcm2711-rpi-400"],
];

function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** What the compiler says, warnings among it. */
function compile(name: string): string {
  const args = [
    "-@",
    "-I",
    "dts",
    "-O",
    "dtb",
    "-o",
    join(work, `${name}.dtbo`),
    join(sources, `${name}.dts`),
  ];
  const { status, stderr } = spawnSync("dtc", args, { env, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return stderr;
}

describe.skipIf(!hasCompiler).each(overlays)("the overlay %s", (name) => {
  it("compiles without a complaint", () => {
    expect(compile(name)).toBe("");
  });

  it.skipIf(!hasTrees).each(BOARDS)(
    "makes a card of the codec, its clock and the Pi's I2S on %s",
    (board) => {
      compile(name);
      const applied = join(work, `${board}.dtb`);
      run("fdtoverlay", "-i", join(trees, `${board}.dtb`), "-o", applied, join(work, `${name}.dtbo`));
      const get = (node: string, property: string) => run("fdtget", "-t", "x", applied, node, property);
      const codec = "/soc/i2c@7e804000/audio-codec@1a";
      const i2s = "/soc/i2s@7e203000";
      expect(run("fdtget", applied, codec, "compatible")).toBe("wlf,wm8960");
      expect(run("fdtget", applied, codec, "clock-names")).toBe("mclk");
      // The codec's clock is one that is there: without it every stream is refused.
      const [clock = ""] = get(codec, "clocks").split(" ");
      const clocks = ["/sotto-wm8960-clock", "/soc/cprman@7e101000"].filter(
        (node) =>
          spawnSync("fdtget", ["-t", "x", applied, node, "phandle"], {
            env,
            encoding: "utf8",
          }).stdout.trim() === clock,
      );
      expect(clocks.length).toBe(1);
      expect(run("fdtget", applied, i2s, "status")).toBe("okay");
      expect(run("fdtget", applied, "/soc/i2c@7e804000", "status")).toBe("okay");
      expect(get("/sotto-sound/simple-audio-card,cpu", "sound-dai")).toBe(get(i2s, "phandle"));
      expect(get("/sotto-sound/simple-audio-card,codec", "sound-dai")).toBe(get(codec, "phandle"));
      const pins = run("fdtget", applied, "/soc/gpio@7e200000/sotto-i2s-pins", "brcm,pins");
      expect(pins).toBe("18 19 20 21");
      expect(get(i2s, "pinctrl-0")).toBe(get("/soc/gpio@7e200000/sotto-i2s-pins", "phandle"));
    },
  );
});
