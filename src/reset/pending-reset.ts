/** What a reset that was begun has to erase: it is written down before the first byte goes. */
export type PendingReset =
  /** The data partition of an image, by a name that does not depend on what is in it. */
  | { readonly place: "partition"; readonly device: string }
  /** The folders of a package. */
  | { readonly place: "folders" };

const FIRST_LINE = "sotto-reset 1";

export function encodePending(pending: PendingReset): string {
  return pending.place === "partition"
    ? `${FIRST_LINE}\npartition ${pending.device}\n`
    : `${FIRST_LINE}\nfolders\n`;
}

/**
 * Reads it again. A file that says nothing, as a person may lay it down, asks for a reset too; what it names is then looked up.
 * @returns the place, or undefined for "look it up"
 */
export function decodePending(text: string): PendingReset | undefined {
  const [first, second = ""] = text.split(/\r?\n/);
  if (first !== FIRST_LINE) return undefined;
  if (second === "folders") return { place: "folders" };
  const device = /^partition (\/dev\/[\w./:-]{1,200})$/.exec(second)?.[1];
  return device === undefined || device.includes("..") ? undefined : { place: "partition", device };
}
