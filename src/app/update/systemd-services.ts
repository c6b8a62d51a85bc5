import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { codeOf, SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";
import type { HearingLook } from "../../update/hearing.js";
import { askLight } from "../light/ask-light.js";
import type { DeviceServices } from "./updater.js";

const run = promisify(execFile);
const UNITS = ["sotto-light.service", "sotto-uplink.service", "sotto-ear.service"];
const ANSWER_MS = 2_000;
const COMMAND_MS = 60_000;
const MAX_BYTES = 4_000_000;

/** The services of a device, as systemd runs them. */
export class SystemdServices implements DeviceServices {
  readonly #run: string;

  /** @param folder of the sockets */
  constructor(folder: string) {
    this.#run = folder;
  }

  /** @throws SottoError UPDATE_UNAVAILABLE without systemd */
  async restart(): Promise<void> {
    await command("systemctl", ["restart", ...UNITS]);
  }

  async stop(): Promise<void> {
    await command("systemctl", ["stop", ...UNITS]);
  }

  async look(): Promise<HearingLook> {
    const ear = await mainProcess("sotto-ear.service");
    const light = await this.#askLight();
    const isReady = ear !== undefined && light?.account !== "open" && (await hasSaidReady(ear));
    return { ear, light, isReady };
  }

  /** A light that is being started, or that does not answer, has said nothing. */
  async #askLight(): Promise<HearingLook["light"]> {
    try {
      return await askLight({ places: { run: this.#run }, what: "status", waitMs: ANSWER_MS });
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return undefined;
    }
  }
}

async function mainProcess(unit: string): Promise<number | undefined> {
  const { stdout } = await command("systemctl", ["show", "--property=MainPID", "--value", unit]);
  const pid = Number(stdout.trim());
  return pid > 0 ? pid : undefined;
}

/** An ear that is muted, or has no microphone, opens nothing; what it has said since it was started is in the journal. */
async function hasSaidReady(pid: number): Promise<boolean> {
  const { stdout } = await command("journalctl", ["--boot", "--output=cat", "--quiet", `_PID=${pid}`]);
  return stdout.includes('"event":"ear-ready"');
}

async function command(program: string, words: readonly string[]): Promise<{ readonly stdout: string }> {
  try {
    return await run(program, words, { encoding: "utf8", timeout: COMMAND_MS, maxBuffer: MAX_BYTES });
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") {
      throw new SottoError("UPDATE_UNAVAILABLE", `${program} is not installed here`, cause);
    }
    // A unit that does not start is what the look after it tells; nothing else of it is needed.
    return { stdout: "" };
  }
}
