import { spawn } from "node:child_process";
import { SUPERVISOR_HANDLE } from "../supervisor-pipe.js";
import type { Launch } from "./crew.js";

/** The first handle after standard error. */
const HANDLE = 3;

/** Starts processes without a sandbox. A pipe from here ends with us, also where nothing could tell them of our end. */
export function unconfinedLaunch(environment: NodeJS.ProcessEnv): Launch {
  return (_name, { entry, args, stdin }) => {
    const child = spawn(process.execPath, [entry, ...args], {
      env: { ...environment, [SUPERVISOR_HANDLE]: String(HANDLE) },
      stdio: [stdin, "pipe", "inherit", "pipe"],
    });
    return { child, terminate: () => void child.kill("SIGTERM") };
  };
}
