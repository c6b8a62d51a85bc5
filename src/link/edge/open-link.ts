import { connect, type Socket } from "node:net";
import { SottoError } from "../../domain/errors.js";

/** sun_path of unix(7) without its final zero; a longer path would be cut, and another socket opened. */
const MAX_PATH_BYTES = 107;

/** @throws SottoError CONFIG_INVALID */
export function checkPath(path: string): void {
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return;
  throw new SottoError("CONFIG_INVALID", `folders.run: ${path} is too long for a socket`);
}

/** Is there somebody behind the socket file? A file that a dead process left has nobody. */
export async function isLive(path: string): Promise<boolean> {
  try {
    (await openSocket(path)).destroy();
    return true;
  } catch (error) {
    if (error instanceof SottoError && error.code === "NOT_RUNNING") return false;
    throw error;
  }
}

/** @throws SottoError NOT_RUNNING when nobody listens, CONFIG_INVALID, FILE_UNREADABLE when we may not */
export function openSocket(path: string): Promise<Socket> {
  checkPath(path);
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const failed = (cause: Error) => {
      const isAbsent = "code" in cause && (cause.code === "ENOENT" || cause.code === "ECONNREFUSED");
      reject(
        isAbsent
          ? new SottoError("NOT_RUNNING", `nobody listens on ${path}`, cause)
          : new SottoError("FILE_UNREADABLE", `socket ${path}`, cause),
      );
    };
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      resolve(socket);
    });
  });
}
