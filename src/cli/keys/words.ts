import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Places } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { recoverOwner, wordsOfOwner } from "../../keys/edge/owner-rotation.js";
import { syncFolder } from "../../keys/edge/private-file.js";
import { readText } from "../read-text.js";
import { say } from "./say.js";

export interface WordsOption {
  /** A new file for the words, instead of the terminal. */
  readonly wordsFile?: string;
}

const IN_A_ROW = 6;

/**
 * The 24 words of the owner's key, where they were asked for.
 * @param of the fingerprint, or its beginning, of a key of today or before; without it today's
 * @throws SottoError USAGE where nobody would see them, and as tellingWords
 */
export function showWords(places: Places, options: WordsOption, of?: string): void {
  if (options.wordsFile === undefined && !process.stdout.isTTY) {
    throw new SottoError("USAGE", "the words are shown on a terminal only, or written by --words-file");
  }
  const hex = of === undefined ? undefined : hexOf(of);
  tellingWords(places, options, (tell) => tell(hex));
}

function hexOf(fingerprint: string): string {
  const hex = fingerprint.toLowerCase().replaceAll(/\s/g, "");
  if (/^[0-9a-f]{8,32}$/.test(hex)) return hex;
  throw new SottoError("USAGE", `not 8 hex digits or more of a fingerprint: ${fingerprint}`);
}

/** Tells the words of today's key, or of the one whose id begins so. */
export type TellWords = (of?: string) => void;

/**
 * The 24 words of a key that is being made, to a terminal or into a new file for the owner's eyes only. Anything else
 * that standard output may be, a log among it, never sees them. The file is there before the key: no key is made or
 * exchanged whose words then have no place; without words in it, it is taken away again.
 * @param make makes the key and has its words told
 * @throws SottoError KEY_MISSING, KEY_LOST, FILE_UNREADABLE also when the file exists, and what `make` throws
 */
export function tellingWords(
  places: Places,
  { wordsFile }: WordsOption,
  make: (tell: TellWords) => void,
): void {
  if (wordsFile === undefined) {
    make((of) => tellOnTerminal(places, of));
    return;
  }
  const handle = openNew(wordsFile);
  let isTold = false;
  try {
    make((of) => {
      writeWords(handle, wordsFile, wordsOfOwner(places.owner, of));
      isTold = true;
      say(
        `The 24 words are in ${wordsFile}. Whoever has them opens every clip: take that file off this machine.`,
      );
    });
  } finally {
    closeSync(handle);
    if (!isTold) rmSync(wordsFile, { force: true });
  }
}

function tellOnTerminal(places: Places, of: string | undefined): void {
  if (!process.stdout.isTTY) {
    say("The 24 words that make the key again are shown on a terminal only: sotto keys words");
    return;
  }
  say("These 24 words make the key again. Write them down on paper; whoever has them opens every clip:");
  const words = wordsOfOwner(places.owner, of).split(" ");
  for (let at = 0; at < words.length; at += IN_A_ROW) {
    const row = words.slice(at, at + IN_A_ROW).map((word, index) => `${at + index + 1}. ${word}`.padEnd(14));
    say(`  ${row.join("").trimEnd()}`);
  }
  say("Without them and without a copy of owner.key, a lost key is gone, and with it what was sealed to it.");
}

function openNew(path: string): number {
  try {
    return openSync(path, "wx", 0o600);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `could not make ${path}; an existing file is kept`, cause);
  }
}

function writeWords(handle: number, path: string, words: string): void {
  try {
    writeFileSync(handle, `${words}\n`);
    fsyncSync(handle);
    syncFolder(dirname(path));
  } catch (cause) {
    throw new SottoError(
      "FILE_UNREADABLE",
      `could not write ${path}; the key is there nevertheless: sotto keys words`,
      cause,
    );
  }
}

/** Takes the words from standard input: an argument would be seen by every process of this machine. */
export function recover(places: Places): void {
  if (process.stdin.isTTY) say("Type the 24 words, then Return and Ctrl-D:");
  const { key, as } = recoverOwner(places.owner, readText("-"));
  switch (as) {
    case "owner":
      say(`This is the owner's key again, in ${places.owner}: ${key.fingerprint}`);
      return;
    case "first":
      say(`This is now today's key, in ${places.owner}: ${key.fingerprint}`);
      say(
        "Where it was rotated since, its words are not the newest: delete owner.key and owner.pub there again, recover with the newest words first, and then with these.",
      );
      return;
    case "former-alone":
      say(`A key of before: ${key.fingerprint}. Nothing here is today's key, and without one nothing opens.`);
      say("Recover that with its own words; where they are lost, too, make a new one: sotto keys owner");
      say("and pin it at the devices. Then what was sealed to this key opens again.");
      return;
    case "former":
      say(`A key of before, beside today's: ${key.fingerprint}. What was sealed to it opens again;`);
      say("`sotto read watch` fetches it from its next start on.");
      return;
    case "already-here":
      say(`This key is here already: ${key.fingerprint}`);
  }
}
