import { existsSync } from "node:fs";
import type { AccountReading } from "./proc-asound.js";
import { KERNEL_SOUND, readKernelAccount } from "./proc-asound.js";
import { findRecorders } from "./recorder-processes.js";

/**
 * Who says whether the microphone is open: the kernel's sound system, or, where the kernel has none or the device is
 * none of its own (a recording played to a pipe), the presence of a recorder.
 */
export const ACCOUNTS = ["kernel", "recorder"] as const;
export type AccountName = (typeof ACCOUNTS)[number];

export interface MicrophoneAccount {
  readonly name: AccountName;
  read(): AccountReading;
}

export function chooseAccount(
  asked: AccountName | "auto",
  options: {
    /** argv[0] of our recorders. */
    readonly recorder: string;
    /** `/proc/asound`, or a tree of the same form. */
    readonly kernelSound?: string;
  },
): MicrophoneAccount {
  const root = options.kernelSound ?? KERNEL_SOUND;
  const name = asked === "auto" ? (existsSync(root) ? "kernel" : "recorder") : asked;
  return name === "kernel"
    ? { name, read: () => readKernelAccount(root) }
    : { name, read: () => readRecorderAccount(options.recorder) };
}

function readRecorderAccount(recorder: string): AccountReading {
  try {
    const owners = findRecorders(recorder).map(({ pid }) => pid);
    return { account: owners.length > 0 ? "open" : "closed", owners };
  } catch {
    // Whatever the reason: what cannot be seen is never called closed.
    return { account: "unreadable", owners: [] };
  }
}
