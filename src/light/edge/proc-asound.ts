import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../keys/edge/private-file.js";
import type { Account } from "../light-state.js";

export const KERNEL_SOUND = "/proc/asound";

export interface AccountReading {
  readonly account: Account;
  /** Processes that hold a capture device, as seen from this process's own list; other programs' too. */
  readonly owners: readonly number[];
}

/**
 * The kernel's own account of every capture device: open unless its status says `closed`, so a device that is being
 * prepared or has overrun counts as open. A device that goes away while it is read is closed.
 * Source: sound/core/pcm.c, snd_pcm_substream_proc_status_read.
 *
 * @param root `/proc/asound`, or a tree of the same form
 */
export function readKernelAccount(root: string): AccountReading {
  const owners: number[] = [];
  let isOpen = false;
  try {
    for (const status of captureStatuses(root)) {
      if (status.trimEnd() === "closed") continue;
      isOpen = true;
      const owner = /^owner_pid\s*:\s*(\d+)$/m.exec(status)?.[1];
      if (owner !== undefined) owners.push(Number(owner));
    }
  } catch {
    // Whatever the reason: what cannot be seen is never called closed.
    return { account: "unreadable", owners };
  }
  return { account: isOpen ? "open" : "closed", owners };
}

function* captureStatuses(root: string): Generator<string> {
  for (const card of namesIn(root, /^card\d+$/, "must-exist")) {
    for (const pcm of namesIn(join(root, card), /^pcm\d+c$/, "may-vanish")) {
      for (const sub of namesIn(join(root, card, pcm), /^sub\d+$/, "may-vanish")) {
        const status = unlessGone(() => readFileSync(join(root, card, pcm, sub, "status"), "utf8"));
        if (status !== undefined) yield status;
      }
    }
  }
}

function namesIn(folder: string, form: RegExp, presence: "must-exist" | "may-vanish"): string[] {
  const list = () => readdirSync(folder);
  const names = presence === "must-exist" ? list() : (unlessGone(list) ?? []);
  return names.filter((name) => form.test(name));
}

/** ENODEV is what a file of /proc/asound gives that was open when its card was pulled. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ENODEV", "ENOTDIR"].includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}
