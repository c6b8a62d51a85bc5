/** The data partition of an image, by a name that does not depend on what is in it; or the folders of a package. */
export type Erases = { readonly kind: "partition"; readonly device: string } | { readonly kind: "folders" };

/** What a reset that was begun has to erase: it is written down before the first byte goes. */
export interface PendingReset {
  readonly erases: Erases;
  /** Button and lamp as the configuration has them, which is gone when the lamp is still needed; as JSON. */
  readonly pins: string | undefined;
}

/** As it is read again: `erases` is undefined where the file does not say it in a form that can be believed. */
export interface RememberedReset {
  readonly erases: Erases | undefined;
  readonly pins: string | undefined;
}

const FIRST_LINE = "sotto-reset 1";

export function encodePending({ erases, pins }: PendingReset): string {
  const what = erases.kind === "partition" ? `partition ${erases.device}` : "folders";
  return [FIRST_LINE, what, ...(pins === undefined ? [] : [`pins ${pins}`]), ""].join("\n");
}

/** Reads it again. A file that says nothing, as a person may lay it down, asks for a reset too. */
export function decodePending(text: string): RememberedReset {
  const [first, second = "", third = ""] = text.split(/\r?\n/);
  if (first !== FIRST_LINE) return { erases: undefined, pins: undefined };
  const pins = /^pins (\{.{1,1000}\})$/.exec(third)?.[1];
  if (second === "folders") return { erases: { kind: "folders" }, pins };
  const device = /^partition (\/dev\/[\w./:-]{1,200})$/.exec(second)?.[1];
  const isPlain = device !== undefined && !device.includes("..");
  return { erases: isPlain ? { kind: "partition", device } : undefined, pins };
}

/** Whether what was written down is what there is on this machine: a card may have come from another. */
export function agrees({ erases }: RememberedReset, here: Erases): boolean {
  if (erases === undefined) return true;
  if (erases.kind === "folders" || here.kind === "folders") return erases.kind === here.kind;
  return erases.device === here.device;
}
