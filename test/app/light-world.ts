import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { z } from "zod";
import { openPacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { recorderName, type SocketName, socketPath } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { findRecorders } from "../../src/light/edge/recorder-processes.js";
import { LinkClient } from "../../src/link/edge/link-client.js";
import type { Direction, LinkMessage } from "../../src/link/messages.js";

const ENTRY = fileURLToPath(new URL("../../dist/app/processes/light.js", import.meta.url));
/** A process starts within this, on a busy machine too. */
const START_MS = 20_000;

const line = z.looseObject({ at: z.string(), event: z.string() });
type Line = z.infer<typeof line> & {
  /** When this test read it, monotonic. */
  readonly readMs: number;
};

export interface LightProcess {
  readonly child: ChildProcess;
  readonly lines: readonly Line[];
  readonly errors: () => string;
  readonly ended: Promise<number | string>;
  press(edge: "down" | "up"): void;
  /** The lamp's last line. */
  lamp(): string | undefined;
  until(event: string): Promise<void>;
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<number | string>;
}

/** One side of a link of the light, and all that it was told but beats, which are counted. */
export interface Peer<In extends Direction, Out extends Direction> {
  readonly client: LinkClient<In, Out>;
  readonly heard: readonly LinkMessage<In>[];
  beats(): number;
  close(): Promise<void>;
}

export interface StartedRecorder {
  readonly parent: ChildProcess;
  /** The signal that ended it, while its parent lives to tell. */
  readonly ended: Promise<string>;
}

export interface LightWorld {
  readonly root: string;
  readonly run: string;
  readonly config: string;
  start(...args: readonly string[]): LightProcess;
  /** Starts and waits until it listens. */
  ready(...args: readonly string[]): Promise<LightProcess>;
  ear(): Peer<"light-to-ear", "ear-to-light">;
  uplink(): Peer<"light-to-uplink", "uplink-to-light">;
  control(): Peer<"light-to-control", "control-to-light">;
  /** A real arecord of this house on a real device of ALSA's, with a parent that may be killed. */
  recorder(): Promise<StartedRecorder>;
  recorders(): number;
  close(): Promise<void>;
}

/** Starts arecord under the name given, in a group of its own, and stays. */
const PARENT = `
  const { spawn } = require("node:child_process");
  const [name, device] = process.argv.slice(1);
  const args = ["-D", device, "-q", "-t", "raw", "-f", "S16_LE", "-r", "16000", "-c", "1",
    "--period-time=40000", "--buffer-time=400000", "-"];
  const child = spawn("arecord", args, { argv0: name, detached: true, stdio: "ignore" });
  child.once("spawn", () => console.log("started"));
  child.once("exit", (status, signal) => console.log("ended " + (signal ?? status)));
  setInterval(() => undefined, 1000);`;

export async function openLightWorld(pins = ""): Promise<LightWorld> {
  const root = mkdtempSync(join(tmpdir(), "sotto-light-"));
  const run = join(root, "run");
  const config = join(root, "config.toml");
  writeFileSync(config, `[folders]\nlight = "${join(root, "light")}"\nrun = "${run}"\n${pins}`);
  const device = await openPacedDevice({ rateHz: 16_000, channels: 1 });
  const endings: (() => Promise<unknown> | unknown)[] = [
    () => rmSync(root, { recursive: true, force: true }),
    () => device.close(),
  ];
  const recorders = () => findRecorders(recorderName(run)).length;

  function peer<In extends Direction, Out extends Direction>(name: SocketName, receives: In, sends: Out) {
    const heard: LinkMessage<In>[] = [];
    let beats = 0;
    const client = new LinkClient<In, Out>({
      path: socketPath(run, name),
      ...{ receives, sends, clock: systemClock },
      onMessage: (message) => {
        if (message.kind === "beat") beats += 1;
        else heard.push(message);
      },
    });
    endings.push(() => client.close());
    return { client, heard, beats: () => beats, close: () => client.close() };
  }

  function start(...args: readonly string[]): LightProcess {
    const light = startLight(["--config", config, "--account", "recorder", ...args]);
    endings.push(() => light.kill("SIGKILL"));
    return light;
  }

  return {
    ...{ root, run, config, start, recorders },
    async ready(...args) {
      const light = start(...args);
      await light.until("light-ready");
      return light;
    },
    ear: () => peer("ear-light", "light-to-ear", "ear-to-light"),
    uplink: () => peer("light-uplink", "light-to-uplink", "uplink-to-light"),
    control: () => peer("control", "light-to-control", "control-to-light"),
    recorders,
    async recorder() {
      const parent = spawn(process.execPath, ["--eval", PARENT, recorderName(run), device.device], {
        env: { ...process.env, ...device.environment },
        stdio: ["ignore", "pipe", "inherit"],
      });
      endings.push(() => parent.kill("SIGKILL"));
      const told = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
      expect((await told.next()).value).toBe("started");
      const ended = told.next().then(({ value }) => String(value));
      return { parent, ended };
    },
    async close() {
      for (const end of endings.reverse()) await end();
      for (const { pid } of findRecorders(recorderName(run))) process.kill(pid, "SIGKILL");
    },
  };
}

function startLight(args: readonly string[]): LightProcess {
  const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const lines: Line[] = [];
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const readMs = performance.now();
    const parts = `${rest}${text}`.split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) lines.push({ ...line.parse(JSON.parse(part)), readMs });
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  // A write to a light that was killed is no fault of the test.
  child.stdin.on("error", () => child.stdin.destroy());
  const ended = once(child, "exit").then(
    ([status, signal]: (number | string | null)[]) => status ?? signal ?? 0,
  );
  return {
    ...{ child, lines, ended },
    errors: () => errors,
    press: (edge) => child.stdin.write(`${edge}\n`),
    lamp: () => lines.findLast(({ event }) => event.startsWith("led-"))?.event,
    async until(event) {
      await expect
        .poll(() => lines.some((each) => each.event === event), { timeout: START_MS, interval: 5 })
        .toBe(true);
    },
    async kill(signal) {
      child.kill(signal);
      return await ended;
    },
  };
}
