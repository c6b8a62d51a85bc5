import { basename, join } from "node:path";
import { type Finding, ill, well } from "./health.js";
import { type Surroundings, told } from "./surroundings.js";

const OFF =
  "swapoff -a, and for good: Mechanism=none below [Main] in /etc/rpi/swap.conf, systemctl disable --now dphys-swapfile, or its line out of /etc/fstab";

/** Sound is in memory only, so memory must not be written to a card. */
export function examineSwap(at: Surroundings): Finding {
  const what = "swap";
  const onDisk = swapsOf(at).filter((path) => isOnDisk(path, at));
  if (onDisk.length === 0) return well(what, "none on a disk: sound stays in memory");
  const seen = `on ${onDisk.join(", ")}`;
  if (!boundsMemory(at))
    return ill(
      what,
      `${seen}, and this kernel keeps no account of memory: MemorySwapMax=0 of the services does nothing`,
      `${OFF}; or add cgroup_enable=memory to the line of /boot/firmware/cmdline.txt and start anew`,
    );
  const advice = `The services keep out of it by MemorySwapMax=0; sotto run does not. On a device: ${OFF}`;
  return well(what, seen, advice);
}

function swapsOf({ proc }: Surroundings): readonly string[] {
  return (told(join(proc, "swaps")) ?? "")
    .split("\n")
    .slice(1)
    .flatMap((line) => line.split(/\s+/)[0] || []);
}

/** zram is memory again, unless it writes what is seldom wanted to a disk. */
function isOnDisk(path: string, { sys }: Surroundings): boolean {
  if (!path.startsWith("/dev/zram")) return true;
  const backing = told(join(sys, "block", basename(path), "backing_dev"));
  return backing !== undefined && backing !== "none";
}

/** Raspberry Pi OS starts its kernel without the memory controller. */
function boundsMemory({ sys }: Surroundings): boolean {
  const controllers = told(join(sys, "fs/cgroup/cgroup.controllers")) ?? "";
  return controllers.split(/\s+/).includes("memory");
}
