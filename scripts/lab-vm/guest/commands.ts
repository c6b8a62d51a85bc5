import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const started = promisify(execFile);

/** Standard output of a command. @throws Error with what it said when it does not end with 0 */
export async function run(command: string, ...args: readonly string[]): Promise<string> {
  return (await started(command, [...args], { maxBuffer: 64e6 })).stdout;
}

/** True when the command ends with 0. */
export function succeeds(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Standard output, whatever the status. */
export function outputOf(command: string, ...args: readonly string[]): string {
  return spawnSync(command, args, { encoding: "utf8", maxBuffer: 64e6 }).stdout;
}

export const systemctl = (...args: readonly string[]): Promise<string> => run("systemctl", ...args);
