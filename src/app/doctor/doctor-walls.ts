import { existsSync } from "node:fs";
import { isolationState } from "../../isolation/edge/isolation-state.js";
import { scopesAbstractSockets } from "../../isolation/edge/landlock.js";
import type { Finding } from "./health.js";

const UNIT = "sotto-ear.service";
const UNIT_FOLDERS = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

/** What keeps sound and network apart here, as the kernel answered just now. */
export async function examineWalls(): Promise<Finding> {
  const what = "walls";
  const state = await isolationState();
  if (state.enforced) {
    const sockets = (await scopesAbstractSockets())
      ? "abstract sockets scoped by Landlock"
      : "the uplink shares this machine's abstract sockets (Linux 6.12 and perl would end that)";
    const seen = `bubblewrap: own users, files, processes and network; no capability; system calls filtered; ${sockets}`;
    return { what, health: "well", seen, advice: "sotto isolation tries each of them" };
  }
  if (UNIT_FOLDERS.some((folder) => existsSync(`${folder}/${UNIT}`))) {
    const seen = `by systemd's units; sotto run would not start here: ${state.problem}`;
    return { what, health: "well", seen, advice: `systemd-analyze security ${UNIT} lists them` };
  }
  return { what, health: "ill", seen: `not enforced: ${state.problem}`, advice: state.advice };
}
