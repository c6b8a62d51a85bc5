import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { SottoError } from "../../src/domain/errors.js";

/** One call of a process below the watched one that made a socket or named an address. */
export interface SocketCall {
  readonly pid: number;
  readonly call: string;
  /** As strace writes them. */
  readonly details: string;
}

export interface Watched {
  readonly status: number | null;
  readonly out: string;
  readonly calls: readonly SocketCall[];
}

export interface WatchOptions {
  /** An empty file's path for strace to write to. */
  readonly record: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/**
 * strace's program: Debian's package unpacked into the cache, or installed.
 * @throws SottoError where there is none: what can't be watched is not proved, so the test fails
 */
function findStrace(): { readonly program: string; readonly libraries: string } {
  const root = join(process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto"), "debian");
  const program = ["/usr/bin/strace", join(root, "usr", "bin", "strace")].find((path) => existsSync(path));
  if (program === undefined) throw new SottoError("FILE_UNREADABLE", "no strace: run scripts/test");
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  return { program, libraries: join(root, "usr", "lib", triplet) };
}

/** Runs a program and all that it starts, in whatever sandboxes, and writes down what each does with sockets. */
export async function watchSockets(
  command: readonly string[],
  { record, env, cwd }: WatchOptions,
): Promise<Watched> {
  const { program, libraries } = findStrace();
  const options = ["-f", "--seccomp-bpf", "-qq", "-s", "256", "-e", "trace=%network", "-e", "signal=none"];
  // The tracer's own libraries, not the watched program's.
  const tracer = program.startsWith("/usr/bin") ? {} : { LD_LIBRARY_PATH: libraries };
  const child = spawn(program, [...options, "-o", record, "--", ...command], {
    ...{ env: { ...process.env, ...env, ...tracer }, cwd },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, out, calls: callsIn(readFileSync(record, "utf8")) };
}

function callsIn(record: string): readonly SocketCall[] {
  return record.split("\n").flatMap((line) => {
    const [, pid, call, details] = /^(\d+) +([a-z0-9_]+)\((.*)$/.exec(line) ?? [];
    return pid === undefined || call === undefined || details === undefined
      ? []
      : [{ pid: Number(pid), call, details }];
  });
}

export interface Allowed {
  /** Paths of Unix sockets begin with one of these. */
  readonly unixBelow?: readonly string[];
  /** Ports of loopback that may be connected to, beside those that the watched processes listen on themselves. */
  readonly ports?: readonly number[];
}

const NAMING = ["connect", "bind", "sendto", "sendmsg", "sendmmsg"];
const LOCAL_SOCKET = /^AF_(UNIX|NETLINK),/;
const STREAM = /^AF_INET6?, SOCK_STREAM/;
const LOOPBACK = /inet_addr\("127\.\d+\.\d+\.\d+"\)|inet_pton\(AF_INET6, "(::1|::ffff:127\.\d+\.\d+\.\d+)"/;

/** What was made or named beyond what is allowed, in words; each line is a way out of the house. */
export function strayCalls(calls: readonly SocketCall[], { unixBelow = [], ports = [] }: Allowed): string[] {
  const own = calls.filter(({ call }) => call === "getsockname").map(({ details }) => portIn(details));
  const known = new Set([...ports, ...own]);
  const isStray = ({ call, details }: SocketCall): boolean => {
    if (call === "socket") return !LOCAL_SOCKET.test(details) && !STREAM.test(details);
    if (!NAMING.includes(call) || !details.includes("sa_family=")) return false;
    const path = /sun_path=@?"([^"]*)"/.exec(details)?.[1];
    if (path !== undefined) return !unixBelow.some((folder) => path.startsWith(`${folder}/`));
    if (details.includes("sa_family=AF_NETLINK")) return false;
    return !LOOPBACK.test(details) || (call !== "bind" && !known.has(portIn(details)));
  };
  return calls.filter(isStray).map(({ pid, call, details }) => `${pid} ${call}(${details}`);
}

/** Ports of loopback that were connected to. */
export function connectedPorts(calls: readonly SocketCall[]): ReadonlySet<number> {
  const over = calls.filter(({ call, details }) => call === "connect" && LOOPBACK.test(details));
  return new Set(over.map(({ details }) => portIn(details)));
}

function portIn(details: string): number {
  return Number(/sin6?_port=htons\((\d+)\)/.exec(details)?.[1] ?? 0);
}
