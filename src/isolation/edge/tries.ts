import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { closeSync, constants, openSync, readdirSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { connect, createServer, type NetConnectOpts } from "node:net";
import { assertNever } from "../../domain/assert-never.js";
import type { Attempt, Outcome } from "../attempt.js";
import { tryByPerl } from "./perl-tries.js";

/** Whoever does not answer within this time is not reached. */
const PATIENCE_MS = 2_000;

const REACHED: Outcome = { reached: true, why: "reached" };

function failed(error: unknown): Outcome {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return { reached: false, why: code };
}

function containing(text: string, marker: string): Outcome {
  return text.includes(marker) ? REACHED : { reached: false, why: "something else" };
}

/** Connected, and where a marker is known, greeted with it. */
function tryToConnect(options: NetConnectOpts, marker: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(options);
    const end = (outcome: Outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(PATIENCE_MS, () => end({ reached: false, why: "no answer" }));
    socket.once("error", (error) => end(failed(error)));
    socket.once("connect", () => {
      if (marker === "") end(REACHED);
    });
    socket.once("data", (said) => end(containing(said.toString("latin1"), marker)));
    socket.once("end", () => end({ reached: false, why: "no answer" }));
  });
}

function tryUdp(host: string, port: number, marker: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.close();
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ reached: false, why: "no answer" }), PATIENCE_MS);
    socket.once("error", (error) => end(failed(error)));
    socket.once("message", (said) => end(containing(said.toString("latin1"), marker)));
    socket.send("who is there?", port, host, (error) => {
      if (error) end(failed(error));
    });
  });
}

async function tryName(host: string, port: number, name: string): Promise<Outcome> {
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1 });
  resolver.setServers([`${host}:${port}`]);
  return (await resolver.resolve4(name)).length > 0 ? REACHED : { reached: false, why: "no answer" };
}

function tryToListen(path: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(failed(error)));
    server.listen(path, () => server.close(() => resolve(REACHED)));
  });
}

function tryToOpen(path: string, flags: number): Outcome {
  closeSync(openSync(path, flags));
  return REACHED;
}

function tryMemory(pid: number, address: number, marker: string): Outcome {
  const handle = openSync(`/proc/${pid}/mem`, "r");
  try {
    const bytes = Buffer.alloc(marker.length);
    readSync(handle, bytes, 0, bytes.length, address);
    return containing(bytes.toString("latin1"), marker);
  } finally {
    closeSync(handle);
  }
}

function tryToFind(name: string): Outcome {
  const found = readdirSync("/proc").some((pid) => /^\d+$/.test(pid) && firstArgument(pid) === name);
  return found ? REACHED : { reached: false, why: "not there" };
}

function firstArgument(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0")[0];
  } catch {
    return undefined; // it has ended while we looked
  }
}

async function attemptOrThrow(attempt: Attempt): Promise<Outcome> {
  switch (attempt.kind) {
    case "tcp":
      return tryToConnect({ host: attempt.host, port: attempt.port }, attempt.marker);
    case "udp":
      return tryUdp(attempt.host, attempt.port, attempt.marker);
    case "dns":
      return tryName(attempt.host, attempt.port, attempt.name);
    case "unix":
      return tryToConnect({ path: attempt.path }, attempt.marker);
    case "abstract":
      return tryToConnect({ path: `\0${attempt.name}` }, attempt.marker);
    case "listen":
      return tryToListen(attempt.path);
    case "read":
      return containing(readFileSync(attempt.path, "latin1"), attempt.marker);
    case "write":
      return tryToOpen(attempt.path, constants.O_WRONLY | constants.O_APPEND);
    case "make":
      writeFileSync(attempt.path, "");
      return REACHED;
    case "open":
      return tryToOpen(attempt.path, constants.O_RDONLY | constants.O_NONBLOCK);
    case "memory":
      return tryMemory(attempt.pid, attempt.address, attempt.marker);
    case "call-memory":
      return tryByPerl("call-memory", [attempt.pid, attempt.address, attempt.marker.length], attempt.marker);
    case "trace":
      return tryByPerl("trace", [attempt.pid], "traced");
    case "signal":
      process.kill(attempt.pid, attempt.signal);
      return REACHED;
    case "find":
      return tryToFind(attempt.name);
    case "socket":
      return tryByPerl("socket", [attempt.family, attempt.type, attempt.protocol], "socket");
    case "io-uring":
      return tryByPerl("io-uring", [], "ring");
    case "namespace":
      return tryByPerl("namespace", [], "namespace");
    default:
      return assertNever(attempt);
  }
}

/** Tries one thing for real; every failure is an outcome. */
export async function attemptIt(attempt: Attempt): Promise<Outcome> {
  try {
    return await attemptOrThrow(attempt);
  } catch (error) {
    return failed(error);
  }
}
