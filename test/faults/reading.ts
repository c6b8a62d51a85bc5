import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SottoError } from "../../src/domain/errors.js";
import type { HouseFolders } from "./whole-house.js";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** The owner's `sotto read watch`, a process of its own as it is in life. */
export interface Reading {
  /** In the order of their arrival. */
  readonly stored: readonly string[];
  /** Clips that came again and were dropped. */
  readonly duplicates: number;
  /** Codes of messages that it did not believe. */
  readonly refused: readonly string[];
  /** Resolves when it has been told of so many clips. */
  until(clips: number): Promise<void>;
  close(): Promise<void>;
}

/** Resolves when it is connected. @throws SottoError INTERNAL when it ends before */
export async function openReading({ configFile }: Pick<HouseFolders, "configFile">): Promise<Reading> {
  const child = spawn(process.execPath, [PROGRAM, "--config", configFile, "read", "watch"], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stored: string[] = [];
  const refused: string[] = [];
  let duplicates = 0;
  let waiting: (() => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [what = "", which = ""] = line.split(" ");
    if (what === "stored") stored.push(which);
    if (what === "duplicate") duplicates += 1;
    if (what === "refused") refused.push(which);
    const looks = waiting;
    waiting = [];
    for (const look of looks) look();
  });
  const exit = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new SottoError("INTERNAL", "the reader has ended")));
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (line.startsWith("broker: connected")) resolve();
    });
  });
  return {
    ...{ stored, refused },
    get duplicates() {
      return duplicates;
    },
    async until(clips) {
      while (stored.length < clips) await new Promise<void>((look) => waiting.push(look));
    },
    async close() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}
