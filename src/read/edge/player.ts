import { spawn } from "node:child_process";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";

export interface PlayerOptions {
  /** ALSA name of the loudspeaker. */
  readonly device?: string;
  /** The program, found on the PATH; `aplay` unless a test says otherwise. */
  readonly program?: string;
  /** Ends the playing. */
  readonly signal?: AbortSignal;
}

/** Of what a failing player says, so much is kept. */
const MAX_COMPLAINT_BYTES = 2_000;

/**
 * Plays a WAV file through ALSA's aplay; the sound goes through a pipe and never to the disk.
 * @throws SottoError PLAYER_MISSING, PLAYER_FAILED
 */
export function playWav(wav: Uint8Array, options: PlayerOptions = {}): Promise<void> {
  const { program = "aplay", device, signal } = options;
  const named = device === undefined ? [] : ["-D", device];
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["-q", ...named, "-t", "wav", "-"], { stdio: ["pipe", "ignore", "pipe"] });
    let complaint = "";
    const stop = (): void => {
      child.kill("SIGTERM");
    };
    signal?.addEventListener("abort", stop, { once: true });
    child.stderr.on("data", (chunk: Buffer) => {
      if (complaint.length < MAX_COMPLAINT_BYTES) complaint += chunk.toString("utf8");
    });
    // A player that ends early closes the pipe; its exit code says why, so the pipe's error adds nothing.
    child.stdin.on("error", () => child.stdin.destroy());
    child.once("error", (cause) => {
      const code = systemCode(cause) === "ENOENT" ? "PLAYER_MISSING" : "PLAYER_FAILED";
      reject(new SottoError(code, program, cause));
    });
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      if (code === 0 || signal?.aborted === true) resolve();
      else reject(new SottoError("PLAYER_FAILED", `${program}: ${complaint.trim().slice(0, 200)}`));
    });
    child.stdin.end(wav);
  });
}
