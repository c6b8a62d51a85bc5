import { spawn } from "node:child_process";
import { join } from "node:path";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";

/** Two recordings at their own pace, and the models are loaded twice; a Zero 2 W is slow. */
export const SELF_TEST_MS = 240_000;
const MAX_TOLD = 2_000;
/** Nobody's: the new release is tried before anything of it runs, and needs no rights. */
const NOBODY = 65_534;

/**
 * Lets a release test itself, with its own Node, code and models, as nobody, without the configuration and within
 * bounds of time.
 * @throws SottoError SELF_TEST_FAILED with what it said last
 */
export async function runSelfTest(tree: string, limitMs: number = SELF_TEST_MS): Promise<void> {
  const child = spawn(join(tree, "node/bin/node"), [join(tree, "dist/app/processes/self-test.js")], {
    cwd: "/",
    env: { SOTTO_CACHE: join(tree, "cache"), LC_ALL: "C.UTF-8", ORT_DISABLE_TELEMETRY: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let told = "";
  const hear = (chunk: Buffer) => {
    told = `${told}${chunk.toString("utf8")}`.slice(-MAX_TOLD);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const done = new AbortController();
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(`it could not be started: ${error.message}`));
    child.on("close", (status, signal) =>
      resolve(status === 0 ? "passed" : `it ended with ${status ?? signal}`),
    );
  });
  const tooLong = systemClock.sleep(limitMs, done.signal).then(
    () => `it took longer than ${Math.round(limitMs / 1000)} s`,
    () => "passed",
  );
  const how = await Promise.race([ended, tooLong]);
  done.abort();
  endGroup(child.pid);
  if (how !== "passed") throw new SottoError("SELF_TEST_FAILED", `${how}: ${told.trim()}`);
}

/** It and whatever it has started. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // All of them have ended.
    if (systemCode(error) !== "ESRCH") throw error;
  }
}
