import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { socketPath } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { LinkClient } from "../../src/link/edge/link-client.js";
import { LinkServer } from "../../src/link/edge/link-server.js";
import type { LinkMessage } from "../../src/link/messages.js";
import { readBookCopies } from "../../src/outbox/edge/book-copy.js";
import { bookCopyPath } from "../../src/outbox/edge/open-records.js";
import { EXITS, type Ledger, outboxFolder } from "../../src/outbox/outbox.js";
import { type CompiledChild, compileChild } from "../support/compiled-child.js";
import { type KeptHouse, keptHouse } from "../support/kept-house.js";

/** Lines of a log, parsed. */
type Lines = Record<string, unknown>[];

export interface StartedProcess {
  readonly child: ChildProcess;
  readonly lines: Lines;
  readonly errors: () => string;
  /** Of the process itself, not of its sandbox. */
  readonly pid: () => number;
  /** By the kernel's account: most memory ever held and bytes sent to the disk. */
  readonly usage: () => { readonly peakMb: number; readonly writtenBytes: number };
  /** Also of the process inside a sandbox. @returns its exit status or the signal that ended it */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

/** The ear's end of its socket, played by the test. */
export interface PlayedEar {
  readonly heard: LinkMessage<"uplink-to-ear">[];
  readonly client: LinkClient<"uplink-to-ear", "ear-to-uplink">;
  send(message: LinkMessage<"ear-to-uplink">): void;
  /** Resolves as soon as something was heard, or connected, and this holds. */
  until(holds: () => boolean): Promise<void>;
}

function playEar(path: string): PlayedEar {
  const heard: LinkMessage<"uplink-to-ear">[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const each of [...waiting]) each();
  };
  const client = new LinkClient<"uplink-to-ear", "ear-to-uplink">({
    ...{ path, receives: "uplink-to-ear", sends: "ear-to-uplink", clock: systemClock },
    onMessage: (message) => {
      heard.push(message);
      look();
    },
    onConnect: look,
  });
  return {
    ...{ heard, client },
    send: (message) => expect(client.send(message)).toBe(true),
    until: (holds) =>
      new Promise((resolve) => {
        const check = () => {
          if (!holds()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

export interface UplinkWorld {
  readonly house: KeptHouse;
  readonly root: string;
  readonly run: string;
  readonly socket: string;
  start(name: "uplink" | "keep", ...args: readonly string[]): StartedProcess;
  /** An uplink behind words that change what it believes, as `env` does. */
  startUnder(prefix: readonly string[], ...args: readonly string[]): StartedProcess;
  /** An uplink whose outbox lies on a disk of so many bytes, which only it sees. */
  startOnDisk(bytes: number, ...args: readonly string[]): StartedProcess;
  ear(): Promise<PlayedEar>;
  light(): Promise<LinkMessage<"uplink-to-light">[]>;
  later(ending: () => unknown): void;
  end(): Promise<void>;
}

const compiled = new Map<string, CompiledChild>();
process.once("exit", () => {
  for (const each of compiled.values()) each.remove();
});

/** Compiled once for a file of tests. */
function programOf(name: string): string {
  const source = fileURLToPath(new URL(`../../src/app/processes/${name}.ts`, import.meta.url));
  const child = compiled.get(name) ?? compileChild(source);
  compiled.set(name, child);
  return child.program;
}

/** A house with key files, and real processes of uplink and keeper. */
export async function openUplinkWorld(more = ""): Promise<UplinkWorld> {
  const root = mkdtempSync(join(tmpdir(), "sotto-uplink-"));
  const endings: (() => unknown)[] = [() => rmSync(root, { recursive: true, force: true })];
  const house = await keptHouse(root);
  const run = join(root, "run");
  const config = join(root, "config.toml");
  const { uplink, keeper } = house.folders;
  const folders = `[folders]\nuplink = "${uplink}"\nkeeper = "${keeper}"\nrun = "${run}"\n`;
  writeFileSync(config, `${more}\n${folders}`);
  return {
    ...{ house, root, run },
    socket: socketPath(run, "ear-uplink"),
    start(name, ...args) {
      const started = startProcess([process.execPath, programOf(name), "--config", config, ...args]);
      endings.push(() => started.end("SIGKILL"));
      return started;
    },
    startUnder(prefix, ...args) {
      const program = [process.execPath, programOf("uplink"), "--config", config];
      const started = startProcess([...prefix, ...program, ...args]);
      endings.push(() => started.end("SIGKILL"));
      return started;
    },
    startOnDisk(bytes, ...args) {
      const folder = outboxFolder(uplink);
      mkdirSync(folder, { mode: 0o700 });
      const disk = ["--perms", "0700", "--size", String(bytes), "--tmpfs", folder];
      const sandbox = ["bwrap", "--unshare-user", "--die-with-parent", "--dev-bind", "/", "/", ...disk];
      const program = [process.execPath, programOf("uplink"), "--config", config];
      const started = startProcess([...sandbox, ...program, ...args]);
      endings.push(() => started.end("SIGKILL"));
      return started;
    },
    async ear() {
      const ear = playEar(socketPath(run, "ear-uplink"));
      endings.push(() => ear.client.close());
      await ear.until(() => ear.client.isConnected);
      return ear;
    },
    async light() {
      const heard: LinkMessage<"uplink-to-light">[] = [];
      const server = await LinkServer.listen({
        path: socketPath(run, "light-uplink"),
        ...{ receives: "uplink-to-light", sends: "light-to-uplink", maxPeers: 1 },
        onMessage: (message) => heard.push(message),
      });
      endings.push(() => server.close());
      return heard;
    },
    later: (ending) => endings.push(ending),
    async end() {
      for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
    },
  };
}

function startProcess([command = "", ...args]: readonly string[]): StartedProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  // Not "exit": its last words may still be in the pipe.
  const exited = once(child, "close");
  const lines: Lines = [];
  let errors = "";
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const pid = () => {
    const inner = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim();
    return inner === "" ? (child.pid ?? Number.NaN) : Number(inner);
  };
  return {
    ...{ child, lines, pid },
    errors: () => errors,
    usage: () => ({
      peakMb: numberIn(`/proc/${child.pid}/status`, /^VmHWM:\s+(\d+)/m) / 1_024,
      writtenBytes: numberIn(`/proc/${child.pid}/io`, /^write_bytes: (\d+)/m),
    }),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(pid(), signal);
      }
      await exited;
      return child.signalCode ?? child.exitCode ?? -1;
    },
  };
}

function numberIn(path: string, pattern: RegExp): number {
  return Number(pattern.exec(readFileSync(path, "utf8"))?.[1] ?? Number.NaN);
}

/**
 * The ledger as it lies on the disk; its sum is checked.
 * @param inside a process that lives in a sandbox and sees another disk
 */
export function ledgerOf(world: UplinkWorld, inside?: StartedProcess): Ledger | undefined {
  const root = inside === undefined ? "" : `/proc/${inside.pid()}/root`;
  const books = readBookCopies(bookCopyPath(`${root}${outboxFolder(world.house.folders.uplink)}`));
  const ledger = [...books].sort((a, b) => b.revision - a.revision)[0]?.ledger;
  if (ledger !== undefined) {
    expect(EXITS.reduce((sum, exit) => sum + ledger[exit], ledger.pending)).toBe(ledger.accepted);
  }
  return ledger;
}
