import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPacedDevice, type PacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { recorderName, socketPath } from "../../src/config/places.js";
import { SAMPLE_RATE_HZ, toPcm16 } from "../../src/domain/audio.js";
import { findRecorders } from "../../src/light/edge/recorder-processes.js";
import { LinkServer } from "../../src/link/edge/link-server.js";
import type { Direction, LinkMessage } from "../../src/link/messages.js";
import { type Household, household } from "../support/owner-folder.js";

const ENTRY = fileURLToPath(new URL("../../dist/app/processes/ear.js", import.meta.url));

/** One side of a link that the test plays, and all that it heard. */
export interface PlayedSide<In extends Direction, Out extends Direction> {
  readonly server: LinkServer<In, Out>;
  readonly heard: LinkMessage<In>[];
}

export interface PlayedLight extends PlayedSide<"ear-to-light", "light-to-ear"> {
  /** It beats from its start; a light that is stopped or hung keeps its socket and says nothing. */
  fallSilent(): void;
  beatAgain(): void;
}

/** As far apart as the light's own. */
const BEAT_MS = 200;

export interface EarProcess {
  readonly child: ChildProcess;
  /** Lines of its log, parsed. */
  readonly lines: Record<string, unknown>[];
  readonly errors: () => string;
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Light and uplink played by a test, a microphone that can be played to, and a real process of the ear. */
export interface EarWorld {
  readonly home: Household;
  readonly run: string;
  readonly device: PacedDevice;
  light(): Promise<PlayedLight>;
  uplink(
    answer?: (message: LinkMessage<"ear-to-uplink">) => LinkMessage<"uplink-to-ear"> | undefined,
  ): Promise<PlayedSide<"ear-to-uplink", "uplink-to-ear">>;
  start(...args: readonly string[]): EarProcess;
  play(samples: Float32Array): Promise<void>;
  /** Recorders of this ear, from the kernel's list. */
  recorders(): number;
  close(): Promise<void>;
}

export async function openEarWorld(): Promise<EarWorld> {
  const root = mkdtempSync(join(tmpdir(), "sotto-ear-"));
  const home = await household(root);
  const run = join(root, "run");
  const device = await openPacedDevice({ rateHz: SAMPLE_RATE_HZ, channels: 1 });
  const config = join(root, "config.toml");
  writeFileSync(config, `[folders]\ndevice = "${join(root, "device")}"\nrun = "${run}"\n`);
  const endings: (() => Promise<unknown> | unknown)[] = [
    () => rmSync(root, { recursive: true, force: true }),
    () => device.close(),
  ];
  return {
    home,
    run,
    device,
    async light() {
      const heard: LinkMessage<"ear-to-light">[] = [];
      const server = await LinkServer.listen({
        path: socketPath(run, "ear-light"),
        ...{ receives: "ear-to-light", sends: "light-to-ear", maxPeers: 1 },
        onMessage: (message) => heard.push(message),
      });
      let beating: NodeJS.Timeout | undefined;
      const fallSilent = () => clearInterval(beating);
      const beatAgain = () => {
        beating = setInterval(() => server.send({ kind: "beat" }), BEAT_MS);
      };
      beatAgain();
      endings.push(() => {
        fallSilent();
        return server.close();
      });
      return { server, heard, fallSilent, beatAgain };
    },
    async uplink(answer = () => undefined) {
      const heard: LinkMessage<"ear-to-uplink">[] = [];
      const server = await LinkServer.listen({
        path: socketPath(run, "ear-uplink"),
        ...{ receives: "ear-to-uplink", sends: "uplink-to-ear", maxPeers: 1 },
        onMessage: (message, from) => {
          heard.push(message);
          const reply = answer(message);
          if (reply) from.send(reply);
        },
      });
      endings.push(() => server.close());
      return { server, heard };
    },
    start(...args) {
      const ear = startEar(["--config", config, ...args], device.environment);
      endings.push(async () => {
        ear.child.kill("SIGKILL");
        await ear.ended;
      });
      return ear;
    },
    async play(samples) {
      await device.play(Int16Array.from(samples, toPcm16));
    },
    recorders: () => findRecorders(recorderName(run)).length,
    async close() {
      for (const end of endings.reverse()) await end();
    },
  };
}

function startEar(args: readonly string[], environment: Readonly<Record<string, string>>): EarProcess {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: Record<string, unknown>[] = [];
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = `${rest}${text}`.split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) lines.push(JSON.parse(part));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once("exit", (status, signal) => resolve(status ?? signal ?? "nothing"));
  });
  return { child, lines, errors: () => errors, ended };
}
