import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** Binds a datagram socket as systemd does and prints what comes, a datagram a line. */
const LISTEN = `
  $| = 1;
  my ($path) = @ARGV;
  $path =~ s/^@/\\0/;
  socket(my $socket, 1, 2, 0) or die $!;
  bind($socket, pack("Sa*", 1, $path)) or die $!;
  print "listens\\n";
  while (defined recv($socket, my $datagram, 4096, 0)) { print "$datagram\\n"; }`;

export interface NotifyListener {
  readonly heard: readonly { readonly line: string; readonly atMs: number }[];
  count(line: string): number;
  close(): void;
}

/** A service watchdog's socket. @param socket a path, or `@name` for one without a file */
export async function listenAt(socket: string): Promise<NotifyListener> {
  const child = spawn("perl", ["-e", LISTEN, socket], { stdio: ["ignore", "pipe", "inherit"] });
  const close = () => void child.kill("SIGKILL");
  onTestFinished(close);
  const heard: { readonly line: string; readonly atMs: number }[] = [];
  const lines = createInterface({ input: child.stdout });
  await new Promise((resolve) => lines.once("line", resolve));
  lines.on("line", (line) => heard.push({ line, atMs: performance.now() }));
  return { heard, close, count: (line) => heard.filter((each) => each.line === line).length };
}

/** Processes that send to this socket, of which a listener is none. */
export function sendersTo(socket: string): number[] {
  return readdirSync("/proc").flatMap((name) => {
    const line = /^\d+$/.test(name) ? commandLine(name) : "";
    return line.startsWith("perl\0") && line.includes("<STDIN>") && line.endsWith(`\0${socket}\0`)
      ? [Number(name)]
      : [];
  });
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It has ended since it was listed.
    return "";
  }
}
