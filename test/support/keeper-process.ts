import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../src/domain/errors.js";
import type { KeptHouse } from "./kept-house.js";

const ENTRY = fileURLToPath(new URL("../../dist/app/processes/keep.js", import.meta.url));
const logLine = z.looseObject({ event: z.string() });
export type KeeperLine = z.infer<typeof logLine>;

export interface KeeperProcessOptions {
  readonly house: KeptHouse;
  /** Arguments, such as `--broker URL`. */
  readonly args: readonly string[];
  /** Lines of TOML below [keeper]. */
  readonly keeperConfig?: readonly string[];
  /** Lines of TOML below [store]; by default its store is a file in the house's folder. */
  readonly storeConfig?: readonly string[];
  /** A program that runs it, with its arguments, such as bwrap. */
  readonly wrapper?: readonly string[];
}

/** The built keeper in a process of its own. */
export class KeeperProcess {
  readonly #child: ChildProcess;
  readonly #waiting: { readonly event: string; readonly found: (line: KeeperLine) => void }[] = [];
  readonly ended: Promise<number | null>;
  readonly log: KeeperLine[] = [];
  #rest = "";
  complaint = "";

  constructor({ house, args, keeperConfig = [], storeConfig = [], wrapper = [] }: KeeperProcessOptions) {
    // Of its own: keepers that share a folder start at the same time.
    const config = join(house.folders.keeper, "..", `keeper-${randomUUID()}.toml`);
    writeFileSync(
      config,
      `[folders]\nkeeper = ${JSON.stringify(house.folders.keeper)}\n[keeper]\n${keeperConfig.join("\n")}\n[store]\n${storeConfig.join("\n")}\n`,
    );
    const [program = process.execPath, ...before] = [...wrapper, process.execPath];
    this.#child = spawn(program, [...before, ENTRY, "--config", config, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.complaint += text;
    });
    this.ended = new Promise((resolve) => this.#child.once("close", resolve));
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new SottoError("INTERNAL", "the keeper did not start");
    return pid;
  }

  /** The keeper itself: below a wrapper it is the youngest of a line of only children. */
  get nodePid(): number {
    let { pid } = this;
    for (;;) {
      const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
      if (child === undefined || child === "") return pid;
      pid = Number(child);
    }
  }

  /** The first line with this event, now or later; fails when the keeper ends before. */
  line(event: string): Promise<KeeperLine> {
    const known = this.log.find((line) => line.event === event);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, found: resolve });
      void this.ended.then((code) => reject(new SottoError("INTERNAL", `ended ${code}: ${this.complaint}`)));
    });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGTERM");
    return await this.ended;
  }

  #read(text: string): void {
    const lines = `${this.#rest}${text}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const one of lines) {
      const line = logLine.parse(JSON.parse(one));
      this.log.push(line);
      for (const [at, { event, found }] of [...this.#waiting.entries()].reverse()) {
        if (event !== line.event) continue;
        this.#waiting.splice(at, 1);
        found(line);
      }
    }
  }
}
