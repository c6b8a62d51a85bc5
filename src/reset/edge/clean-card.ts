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
import { erasePath } from "./erase-folders.js";
import { mountAt } from "./mounts.js";
import { PIECE_BYTES, RandomPattern } from "./random-pattern.js";

const SETUP = "sotto-setup.toml";
const FILLER = "sotto-reset.fill";
/** Set-up, reports, updates, and the keys and certificates that a person lays down. */
const OWNERS = /sotto|\.(pub|pem|crt|cer|key|password)$/i;
/** Copies that editors keep beside a file, and what systems lay on every disk: bins, indexes, what was found after a fault. */
const COPIES =
  /^[.#~]|~$|\.(sw[a-p]|bak|old|orig|tmp)$|^(\$recycle\.bin|recycler|system volume information|found\.\d{3})$/i;
/** The lines of a board, which hold the button's line at its level, and what is written here. */
const STAYS = /^sotto-(board\.txt|reset\.pending|reset-report\.txt)$/i;

/**
 * Takes what is the owner's off the partition that starts the machine, lays down an empty set-up file as at first, and
 * fills the free space once: a password that somebody deleted there may still lie in it.
 * @param template the empty set-up file; there need be none
 * @throws SottoError RESET_FAILED
 */
export function cleanCard(card: string, template: string): CardFacts {
  try {
    const names = readdirSync(card).filter(isOwners);
    const files = names.reduce((sum, name) => sum + erasePath(join(card, name)).files, 0);
    // A folder on somebody's disk, as where a package was installed, is not ours to fill.
    const filled = mountAt(card) === undefined ? 0 : fill(join(card, FILLER));
    if (existsSync(template)) replacePrivateFile(join(card, SETUP), readFileSync(template));
    syncFolder(card);
    return { files, filled };
  } catch (cause) {
    throw cause instanceof SottoError ? cause : new SottoError("RESET_FAILED", card, cause);
  }
}

function isOwners(name: string): boolean {
  return (OWNERS.test(name) || COPIES.test(name)) && !STAYS.test(name);
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
