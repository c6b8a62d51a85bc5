import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "./private-file.js";

/** Read or write for everybody. systemd may let the service's user in by an access list, which shows as the group's. */
const OPEN_TO_ANYBODY = 0o007;

/**
 * A secret that the service manager handed over when it started this process, in place of the file that the
 * configuration names: that one stays root's, and this process could not read it. Its name is of the file's last folder
 * and of the file, `secrets_broker.password` for `/etc/sotto/secrets/broker.password`, which is what
 * `LoadCredential=secrets:/etc/sotto/secrets` makes of it (systemd.exec(5)). It is what it was at the start.
 * @returns undefined where nobody handed it over; the file is to be read then
 * @throws SottoError KEY_INVALID where it is open to anybody, too long or no file; FILE_UNREADABLE
 */
export function handedOver(file: string, maxBytes: number): Buffer | undefined {
  const folder = process.env["CREDENTIALS_DIRECTORY"];
  if (folder === undefined) return undefined;
  const path = join(folder, `${basename(dirname(file))}_${basename(file)}`);
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  try {
    const status = fstatSync(handle);
    if (!status.isFile() || (status.mode & OPEN_TO_ANYBODY) !== 0 || status.size > maxBytes) {
      throw new SottoError("KEY_INVALID", `${path} is no secret that a service manager hands over`);
    }
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
