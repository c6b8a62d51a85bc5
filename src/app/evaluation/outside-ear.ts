import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { writeFlac } from "../../encode/edge/flac.js";
import { cacheFolder } from "../../models/edge/cache-folder.js";

const program = fileURLToPath(new URL("../../../scripts/peers/whisper.py", import.meta.url));
const lineSchema = z.object({ text: z.string() });

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A recogniser of another family, which never saw this one: Whisper tiny.en in a Python process of its own, one sound
 * after another. For evaluation only. Its sounds pass through files in a folder of its own, which only this user reads and
 * which are deleted when they are heard, and when this program exits.
 */
export class OutsideEar {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #folder: string;
  /** In the order in which they were asked; as many as there are rows at work. */
  readonly #waiting: Waiting[] = [];
  #asked = 0;
  #hasEnded = false;

  /** @throws SottoError USAGE where it is not installed */
  constructor() {
    const python = join(cacheFolder(), "peers", "whisper", "bin", "python");
    if (!existsSync(python))
      throw new SottoError("USAGE", "Whisper is not installed: run scripts/peers/install");
    this.#folder = mkdtempSync(join(tmpdir(), "sotto-outside-"));
    process.once("exit", this.#deleteSounds);
    this.#child = spawn(python, [program], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#answer(line));
    this.#child.stdin.on("error", () => this.#fail());
    this.#child.once("error", () => this.#fail());
    this.#child.once("close", () => this.#fail());
  }

  /**
   * What it hears.
   * @param samples mono, 16 kHz
   * @throws SottoError USAGE when it ended
   */
  async hear(samples: Float32Array): Promise<string> {
    if (this.#hasEnded) throw ended();
    const path = join(this.#folder, `${this.#asked++}.flac`);
    writeFileSync(path, writeFlac(samples), { mode: 0o600 });
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        this.#child.stdin.write(`${path}\n`);
      });
    } finally {
      rmSync(path, { force: true });
    }
  }

  close(): void {
    this.#hasEnded = true;
    this.#child.stdin.end();
    process.removeListener("exit", this.#deleteSounds);
    this.#deleteSounds();
  }

  readonly #deleteSounds = (): void => {
    rmSync(this.#folder, { recursive: true, force: true });
  };

  #answer(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(lineSchema.parse(JSON.parse(line)).text);
    } catch (cause) {
      waiting?.reject(new SottoError("USAGE", "the outside ear said what is no answer", cause));
    }
  }

  #fail(): void {
    this.#hasEnded = true;
    for (const { reject } of this.#waiting.splice(0)) reject(ended());
  }
}

function ended(): SottoError {
  return new SottoError("USAGE", "the outside ear ended");
}
