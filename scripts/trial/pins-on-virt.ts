import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The last page of 496 MiB, the least that is tried; QEMU's virtual board has its memory from 1 GiB on. */
const REGISTERS = "5efff000";
const PAGE = "1000";

/**
 * The device tree of QEMU's virtual board with the GPIO controller of a Pi 4 added, whose registers are a page of memory: the
 * real driver serves it, lines can be exported and driven, and an input reads low. No interrupt ever comes.
 * @param machine QEMU's arguments for the board
 */
export function treeWithPins(machine: readonly string[], folder: string): string {
  const tree = join(folder, "virt.dtb");
  const [flag, board, ...rest] = machine;
  execFileSync(
    "qemu-system-aarch64",
    [flag ?? "-M", `${board},dumpdtb=${tree}`, ...rest, "-display", "none"],
    {
      stdio: "ignore",
    },
  );
  const put = (...words: readonly string[]): void => {
    execFileSync("fdtput", [...words]);
  };
  const memory = `/reserved-memory/pins@${REGISTERS}`;
  const pins = `/pins@${REGISTERS}`;
  put("-c", tree, "/reserved-memory");
  put("-t", "x", tree, "/reserved-memory", "#address-cells", "2");
  put("-t", "x", tree, "/reserved-memory", "#size-cells", "2");
  put("-t", "x", tree, "/reserved-memory", "ranges");
  put("-c", tree, memory);
  put("-t", "x", tree, memory, "reg", "0", REGISTERS, "0", PAGE);
  put("-t", "x", tree, memory, "no-map");
  put("-c", tree, pins);
  put("-t", "s", tree, pins, "compatible", "brcm,bcm2711-gpio");
  put("-t", "x", tree, pins, "reg", "0", REGISTERS, "0", PAGE);
  put("-t", "x", tree, pins, "#gpio-cells", "2");
  put("-t", "x", tree, pins, "#interrupt-cells", "2");
  put("-t", "x", tree, pins, "gpio-controller");
  put("-t", "x", tree, pins, "interrupt-controller");
  // Shared peripheral interrupts that nothing on the board uses.
  put("-t", "x", tree, pins, "interrupts", "0", "c8", "4", "0", "c9", "4");
  return tree;
}
