import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Card } from "../card-choice.js";

export const KERNEL_CARDS = "/proc/asound";

/** Undefined for what is not there, or went while it was looked at. */
function readText(...path: readonly string[]): string | undefined {
  try {
    return readFileSync(join(...path), "utf8").trim();
  } catch {
    return undefined;
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * The sound cards of the kernel's own account, in no order that means anything.
 * @param root `/proc/asound`, or a tree of the same form; without one there are no cards
 */
export function soundCards(root: string = KERNEL_CARDS): readonly Card[] {
  return entries(root)
    .filter((name) => /^card\d+$/.test(name))
    .flatMap((name) => {
      const id = readText(root, name, "id");
      if (id === undefined || id === "") return [];
      const records = entries(join(root, name)).some((each) => /^pcm\d+c$/.test(each));
      return [{ id, usbId: readText(root, name, "usbid")?.toLowerCase(), records }];
    });
}
