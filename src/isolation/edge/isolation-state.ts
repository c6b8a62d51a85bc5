import { once } from "node:events";
import { text } from "node:stream/consumers";
import { parseConfig } from "../../config/config.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { type Sandbox, sandboxOf } from "../sandbox.js";
import { confine } from "./confine.js";
import { thisWorld } from "./this-world.js";

/** What this machine's kernel enforces on a process of Sotto's, as seen from within a sandbox just now. */
export type IsolationState =
  | {
      readonly enforced: true;
      /** No new rights by any program, no capability, the filter of system calls. */
      readonly noNewPrivileges: true;
      readonly capabilities: "none";
      readonly seccomp: "filter";
    }
  | { readonly enforced: false; readonly problem: string; readonly advice: string };

const PATIENCE_MS = 10_000;
const REASON_CHARACTERS = 300;

/** A sandbox with all walls, and nothing of anybody's in it. */
function trialSandbox(): Sandbox {
  const world = thisWorld({ config: parseConfig({}) });
  const nowhere = (name: string) => `/nonexistent/${name}`;
  const places = {
    device: nowhere("device"),
    owner: nowhere("owner"),
    words: nowhere("words"),
    light: nowhere("light"),
    uplink: nowhere("uplink"),
    keeper: nowhere("keeper"),
    run: nowhere("run"),
  };
  return { ...sandboxOf("ear", { ...world, places, cache: nowhere("cache") }), workFolder: "/" };
}

function unavailable(problem: string): IsolationState {
  const isMissing = /ENOENT|not found/.test(problem);
  const isForbidden = /namespace|uid map|Operation not permitted|No permissions/i.test(problem);
  if (isMissing) {
    return { enforced: false, problem: "bubblewrap is not installed", advice: "apt-get install bubblewrap" };
  }
  const advice = isForbidden
    ? "Allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000 (Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0); in a container, run it with the right to make them"
    : "Run: bwrap --unshare-user --unshare-net --ro-bind / / true";
  return { enforced: false, problem, advice };
}

/** Really starts a program in a sandbox and reads there what the kernel says of it. */
export async function isolationState(sandbox: Sandbox = trialSandbox()): Promise<IsolationState> {
  let said = "";
  let status = "";
  try {
    const command = { command: "/bin/cat", args: ["/proc/self/status"], stderr: "pipe" } as const;
    const { child } = confine(sandbox, command);
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    const [out, problem, [code]] = await Promise.all([
      child.stdout ? text(child.stdout) : "",
      child.stderr ? text(child.stderr) : "",
      once(child, "close"),
    ]);
    clearTimeout(timer);
    if (code !== 0) said = problem.trim() || `bubblewrap exited with ${String(code)}`;
    status = out;
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof Error && "syscall" in error)) throw error;
    said = error instanceof Error ? error.message : "unknown";
  }
  if (said !== "") return unavailable(said.slice(-REASON_CHARACTERS));
  const has = (line: RegExp) => line.test(status);
  if (!has(/^Seccomp:\s+2$/m)) return unavailable("the filter of system calls is not in force");
  if (!has(/^NoNewPrivs:\s+1$/m)) return unavailable("programs may gain new rights in the sandbox");
  if (!has(/^CapEff:\s+0+$/m)) return unavailable("the sandbox holds capabilities");
  return { enforced: true, noNewPrivileges: true, capabilities: "none", seccomp: "filter" };
}

/**
 * For whoever is about to start the processes.
 * @throws SottoError ISOLATION_UNAVAILABLE with what is missing and the way out
 */
export async function requireIsolation(): Promise<void> {
  const state = await isolationState();
  if (state.enforced) return;
  throw new SottoError("ISOLATION_UNAVAILABLE", `${state.problem}. ${state.advice}`);
}
