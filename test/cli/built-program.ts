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

/** Runs `sotto` in a process of its own, as a person would. */
export function sotto(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    let peakMb = 0;
    const look = () => {
      peakMb = Math.max(peakMb, peakOf(child.pid));
    };
    // The kernel keeps the peak itself, so that a look now and then misses only what comes after the last one.
    const looking = setInterval(look, 50);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      look();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      look();
    });
    child.once("error", reject);
    child.once("close", (status) => {
      clearInterval(looking);
      resolve({ status, out, err, peakMb });
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0; // it has ended
  }
}
