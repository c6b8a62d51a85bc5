import { Socket } from "node:net";
import { SottoError } from "../domain/errors.js";

/**
 * Names the handle of a pipe that whoever supervises holds open while it lives. Where no sandbox ends a process with its
 * supervisor, the end of this pipe does.
 */
export const SUPERVISOR_HANDLE = "SOTTO_SUPERVISOR_HANDLE";

/**
 * Calls `onGone` when the supervisor has ended, however it ended; once at least. Does nothing where none is named.
 * @throws SottoError USAGE for a name that is no handle of a pipe
 */
export function watchSupervisor(handle: string | undefined, onGone: () => void): void {
  if (handle === undefined) return;
  // With the supervisor went the reader of our log: what is still said on the way out must not end us half-way.
  process.stdout.on("error", onGone);
  openPipe(handle).once("close", onGone).on("error", onGone).resume().unref();
}

function openPipe(handle: string): Socket {
  try {
    return new Socket({
      fd: /^\d{1,4}$/.test(handle) ? Number(handle) : -1,
      readable: true,
      writable: false,
    });
  } catch (cause) {
    throw new SottoError("USAGE", `${SUPERVISOR_HANDLE} is no handle of a pipe`, cause);
  }
}
