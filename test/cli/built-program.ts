import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = join(project, "dist", "cli", "main.js");

/** Builds the program where it is missing or older than its source; `scripts/test` has built it before. */
export function buildWhereStale(): void {
  const builtMs = existsSync(PROGRAM) ? statSync(PROGRAM).mtimeMs : 0;
  const isStale = readdirSync(join(project, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .some((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs > builtMs);
  if (isStale) execFileSync("npm", ["run", "--silent", "build"], { cwd: project, stdio: "pipe" });
}

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  /** Most memory that the program ever held, in MB, as the kernel counted it. */
  readonly peakMb: number;
}

/** A command that runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves as soon as it has said this; rejects when it ends before. */
  says(text: string): Promise<void>;
  kill(): void;
}

/** Runs `sotto` in a process of its own, as a person would. */
export function sotto(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return startSotto(args, env).ended;
}

/** The same, with what a person types or pipes into it. */
export function sottoReading(args: readonly string[], input: string): Promise<Ended> {
  return startSotto(args, {}, input).ended;
}

export function startSotto(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  let out = "";
  let err = "";
  let peakMb = 0;
  const look = () => {
    peakMb = Math.max(peakMb, peakOf(child.pid));
  };
  // The kernel keeps the peak itself, so that a look now and then misses only what comes after the last one.
  const looking = setInterval(look, 50);
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    look();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      clearInterval(looking);
      resolve({ status, out, err, peakMb });
    });
  });
  return {
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (out.includes(text)) resolve();
        };
        child.stdout?.on("data", check);
        check();
        void ended.then(() => reject(new Error(`ended without saying so: ${out}${err}`)));
      }),
    kill: () => child.kill("SIGKILL"),
  };
}

function peakOf(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0; // it has ended
  }
}
