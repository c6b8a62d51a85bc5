import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../src/domain/errors.js";
import { type CompiledChild, compileChild } from "../../test/support/compiled-child.js";

const line = z.looseObject({ event: z.string() });
export type ChildLine = z.infer<typeof line>;

/** Translated once, so that a child's time and memory are those of a built program. */
const compiled = new Map<string, CompiledChild>();
process.once("exit", () => {
  for (const each of compiled.values()) each.remove();
});

function programOf(name: string): string {
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const child = compiled.get(name) ?? compileChild(source);
  compiled.set(name, child);
  return child.program;
}

/** A part of a row in a process of its own: told one word a line, tells one JSON object a line. */
export class LoadChild {
  readonly #child: ChildProcess;
  readonly #lines: ChildLine[] = [];
  readonly #ended: Promise<unknown>;
  #look: () => void = () => undefined;
  #complaint = "";

  constructor(name: string, options: object) {
    this.#child = spawn(process.execPath, [programOf(name), JSON.stringify(options)], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "close");
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout }).on("line", (text) => {
        this.#lines.push(line.parse(JSON.parse(text)));
        this.#look();
      });
    }
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint += text;
    });
    void this.#ended.then(() => this.#look());
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new SottoError("INTERNAL", "a part of the load did not start");
    return this.#child.pid;
  }

  say(word: string): void {
    this.#child.stdin?.write(`${word}\n`);
  }

  /** The next line with this event. @throws SottoError when the child ends before, or after `withinMs` */
  async told(event: string, withinMs = 1_200_000): Promise<ChildLine> {
    const timeout = setTimeout(() => this.#child.kill("SIGKILL"), withinMs);
    try {
      for (;;) {
        const at = this.#lines.findIndex((each) => each.event === event);
        const [found] = at < 0 ? [] : this.#lines.splice(at, 1);
        if (found) return found;
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
          throw new SottoError("INTERNAL", `no ${event}: ${this.#complaint.slice(-2_000)}`);
        }
        await new Promise<void>((resolve) => {
          this.#look = resolve;
        });
      }
    } finally {
      clearTimeout(timeout);
    }
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

export interface Usage {
  /** Most memory ever resident. */
  readonly peakMb: number;
  readonly cpuS: number;
}

/** By the kernel's account: proc(5). */
export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  // Behind the name, which may hold spaces: state is the third field, user and system time the 14th and 15th.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { peakMb: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1_024, cpuS: ticks / 100 };
}
