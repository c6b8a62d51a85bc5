import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify, TomlError } from "smol-toml";
import { blankPasswords } from "../../card/blank-secrets.js";
import { SETUP_FILE } from "../../card/setup-file.js";
import { mendText, overwriteText, readText } from "./whole-file.js";

/** What a person laid on the FAT partition. */
export interface Card {
  readonly text: string;
  readonly owner: string | undefined;
  readonly keeper: string | undefined;
  /** The owner's private key lies here, where it must not. */
  readonly hasOwnersSecret: boolean;
}

/** @returns undefined where there is no set-up file. @throws SottoError FILE_UNREADABLE */
export function readCard(folder: string): Card | undefined {
  const path = join(folder, SETUP_FILE);
  mendText(path);
  const text = readText(path);
  if (text === undefined) return undefined;
  return {
    text,
    owner: readText(join(folder, "owner.pub")),
    keeper: readText(join(folder, "keeper.pub")),
    hasOwnersSecret: existsSync(join(folder, "owner.key")),
  };
}

/** @returns the table, or where it is not TOML */
export function parseSetupText(text: string): { readonly raw: unknown } | { readonly problem: string } {
  try {
    // A file from Windows may begin with a mark of its encoding.
    return { raw: parse(text.replace(/^\uFEFF/, "")) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { problem: `line ${error.line}, column ${error.column}: is not TOML` };
  }
}

/**
 * Takes the passwords from the card: the file is written anew without them, as the person wrote it where that is possible,
 * and what was in it is overwritten.
 * @param secrets that are looked for in it afterwards
 * @returns what is on the card now
 */
export function takeSecrets(folder: string, { text }: Card, secrets: readonly string[]): string {
  const blanked = blankPasswords(text);
  // Found once more, it may be in a comment: then no comment is kept. As another key's value it is that key's.
  const isClean = secrets.every((secret) => !blanked.includes(secret)) && !hasPassword(parse(blanked));
  const left = isClean ? blanked : stringify(withoutPasswords(parse(text)));
  if (left !== text) overwriteText(join(folder, SETUP_FILE), left);
  return left;
}

/** Of all that a person can change on the card. */
export function cardMark(card: Card, further: readonly (string | undefined)[]): string {
  const parts = [card.text, card.owner, card.keeper, ...further].map((each) => each ?? null);
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

type Table = { [key: string]: unknown };

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function hasPassword(value: unknown): boolean {
  if (!isTable(value)) return false;
  return Object.entries(value).some(
    ([key, each]) => (key === "password" && each !== "") || hasPassword(each),
  );
}

function withoutPasswords(table: Table): Table {
  const entries = Object.entries(table).map(([key, each]) => {
    if (key === "password") return [key, ""];
    return [key, isTable(each) ? withoutPasswords(each) : each];
  });
  return Object.fromEntries(entries);
}
