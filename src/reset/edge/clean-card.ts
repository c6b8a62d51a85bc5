import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { replacePrivateFile, syncFolder, systemCode } from "../../keys/edge/private-file.js";
import type { CardFacts } from "../reset-report.js";
import { eraseFile } from "./erase-folders.js";
import { isMountPoint } from "./mounts.js";
import { PIECE_BYTES, RandomPattern } from "./random-pattern.js";

const SETUP = "sotto-setup.toml";
const FILLER = "sotto-reset.fill";
/** Set-up, reports, updates, and the keys and certificates that a person lays down. */
const OWNERS = /^sotto-.*|.*\.(pub|pem|crt|cer|key|password)$/i;
/** The firmware's own, which start the machine: the lines of a board that are kept, and what is written here. */
const STAYS = /^sotto-(board\.txt|reset[.-].*)$/i;

/**
 * Takes what is the owner's off the partition that starts the machine, lays down an empty set-up file as at first, and
 * fills the free space once: a password that somebody deleted there may still lie in it.
 * @param template the empty set-up file; there need be none
 * @throws SottoError RESET_FAILED
 */
export function cleanCard(card: string, template: string): CardFacts {
  try {
    const names = readdirSync(card).filter((name) => OWNERS.test(name) && !STAYS.test(name));
    for (const name of names) eraseFile(join(card, name));
    // A folder on somebody's disk, as where a package was installed, is not ours to fill.
    const filled = isMountPoint(card) ? fill(join(card, FILLER)) : 0;
    if (existsSync(template)) replacePrivateFile(join(card, SETUP), readFileSync(template));
    syncFolder(card);
    return { files: names.length, filled };
  } catch (cause) {
    throw cause instanceof SottoError ? cause : new SottoError("RESET_FAILED", card, cause);
  }
}

function fill(path: string): number {
  const pattern = new RandomPattern();
  const file = openSync(path, "w", 0o600);
  let bytes = 0;
  try {
    for (let number = 0; ; number++) {
      const piece = pattern.piece(number, PIECE_BYTES);
      for (let done = 0; done < piece.length; ) {
        const written = writeSync(file, piece, done);
        done += written;
        bytes += written;
      }
    }
  } catch (cause) {
    // The end that was wanted; FAT also has files of 4 GB at most.
    if (systemCode(cause) !== "ENOSPC" && systemCode(cause) !== "EFBIG") throw cause;
    fsyncSync(file);
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
  return bytes;
}
