import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { kernelLine } from "../../src/light/edge/gpio-chip.js";
import { loadOnoff } from "../../src/light/edge/onoff.js";
import { openPins } from "../../src/light/edge/onoff-pins.js";
import { StandIn } from "../../src/light/edge/stand-in.js";
import { thrownCode } from "../support/thrown.js";

interface Chip {
  readonly label: string;
  readonly base: number;
  readonly lines: number;
}

function gpioTree(chips: readonly Chip[]): string {
  const root = mkdtempSync(join(tmpdir(), "sotto-gpio-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const { label, base, lines } of chips) {
    const folder = join(root, `gpiochip${base}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "label"), `${label}\n`);
    writeFileSync(join(folder, "base"), `${base}\n`);
    writeFileSync(join(folder, "ngpio"), `${lines}\n`);
  }
  return root;
}

describe("a line of the header", () => {
  it.each([
    { board: "Pi 3", chips: [{ label: "pinctrl-bcm2835", base: 512, lines: 54 }], line: 529 },
    { board: "Pi 4", chips: [{ label: "pinctrl-bcm2711", base: 512, lines: 58 }], line: 529 },
    { board: "Pi 5", chips: [{ label: "pinctrl-rp1", base: 571, lines: 54 }], line: 588 },
    { board: "an old kernel", chips: [{ label: "pinctrl-bcm2835", base: 0, lines: 54 }], line: 17 },
  ])("is found on $board whatever stands before it", ({ chips, line }) => {
    const others = [
      { label: "raspberrypi-exp-gpio", base: 900, lines: 8 },
      { label: "gpio-brcmstb@107d508500", base: 480, lines: 32 },
    ];
    expect(kernelLine(17, gpioTree([...others, ...chips]))).toBe(line);
  });

  it("is not guessed on a board without one: the labels are told", () => {
    const root = gpioTree([{ label: "INT34C5:00", base: 512, lines: 300 }]);
    expect(() => kernelLine(17, root)).toThrow(/PINS_UNAVAILABLE.*found: INT34C5:00/);
    expect(() => kernelLine(17, join(root, "none"))).toThrow(/PINS_UNAVAILABLE/);
    expect(() => kernelLine(17, gpioTree([]))).toThrow(/found: none/);
  });

  it("beyond the chip's end is refused", () => {
    expect(() => kernelLine(57, gpioTree([{ label: "pinctrl-rp1", base: 571, lines: 54 }]))).toThrow(
      /PINS_UNAVAILABLE.*lines 0 to 53, not 57/,
    );
  });
});

describe("onoff", () => {
  const require = createRequire(import.meta.url);
  const isBuilt = existsSync(join(require.resolve("epoll/package.json"), "../build/Release/epoll.node"));

  it.skipIf(!isBuilt)("loads with the native part that scripts/onoff builds", async () => {
    expect(typeof (await loadOnoff())).toBe("function");
  });

  const pins = { button: 17, buttonPressed: "low", led: 27, ledLit: "high" } as const;
  const isWithout = !existsSync("/sys/class/gpio");

  it.runIf(isWithout)("where there is no GPIO, pins are refused with a code", async () => {
    expect(await thrownCode(() => openPins(pins, "off"))).toBe("PINS_UNAVAILABLE");
  });

  it.runIf(isBuilt && isWithout)("what its Gpio throws has a code and keeps its cause", async () => {
    const chips = gpioTree([{ label: "pinctrl-bcm2711", base: 512, lines: 58 }]);
    const thrown = await openPins(pins, "off", chips).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: "PINS_UNAVAILABLE",
      message: expect.stringContaining("line 539"),
      cause: { code: "ENOENT" },
    });
  });
});

describe("the stand-in", () => {
  const open = () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const edges: string[] = [];
    const panel = new StandIn({ input, output, clock: systemClock });
    panel.watch((edge) => edges.push(edge));
    const shown = () => {
      const text = String(output.read() ?? "");
      return text
        .split("\n")
        .filter(Boolean)
        .map((line): unknown => JSON.parse(line));
    };
    return { input, panel, edges, shown };
  };

  it("takes edges as lines, in pieces too, and nothing else for one", async () => {
    const { input, edges } = open();
    for (const piece of ["down\nu", "p\nDOWN\n", "", "x".repeat(1_000), "\ndown\n"]) input.write(piece);
    input.end();
    await expect.poll(() => edges).toEqual(["down", "up", "down", "lost"]);
  });

  it("tells every change of the lamp, and no line twice", () => {
    const { panel, shown } = open();
    for (const lamp of ["off", "off", "dim", "bright", "off"] as const) panel.show(lamp);
    for (let n = 0; n < 100; n++) panel.show(n % 2 === 0 ? "bright" : "off");
    const lines = shown();
    expect(lines).toHaveLength(104);
    expect(lines.slice(0, 4)).toMatchObject([
      { event: "led-off", lamp: "off" },
      { event: "led-on", lamp: "dim" },
      { event: "led-on", lamp: "bright" },
      { event: "led-off", lamp: "off" },
    ]);
  });
});
