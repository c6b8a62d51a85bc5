import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replacePrivateFile, syncFolder } from "../../keys/edge/private-file.js";
import { imagePartition } from "../../reset/edge/image-partition.js";
import {
  decodePending,
  type Erases,
  encodePending,
  type PendingReset,
  type RememberedReset,
} from "../../reset/pending-reset.js";
import { withWritableCard } from "../first-boot/writable-card.js";
import type { ResetLayout } from "./reset-layout.js";

/** Outside of what is erased: on the card's first partition, else beside the folders. The units look for it too. */
const NAME = "sotto-reset.pending";

/** What there is to erase on this machine. @throws SottoError RESET_UNAVAILABLE for an image that is not as it was made */
export function erasedHere(layout: ResetLayout): Erases {
  if (!existsSync(layout.image)) return { kind: "folders" };
  return { kind: "partition", device: imagePartition(layout) };
}

/** A reset that was begun, or asked for by a file of this name. */
export function readPending(layout: ResetLayout): RememberedReset | undefined {
  const path = [layout.card, layout.pendingFolder].map((folder) => join(folder, NAME)).find(existsSync);
  return path === undefined ? undefined : decodePending(readFileSync(path, "utf8"));
}

/** From here on the reset is carried out, whatever happens to the power. @throws SottoError FILE_UNREADABLE */
export function writePending(layout: ResetLayout, pending: PendingReset): void {
  const folder = pending.erases.kind === "partition" ? layout.card : layout.pendingFolder;
  withWritableCard(folder, () => replacePrivateFile(join(folder, NAME), encodePending(pending)));
}

/** The last thing of a reset. */
export function removePending(layout: ResetLayout): void {
  for (const folder of [layout.card, layout.pendingFolder].filter((each) => existsSync(join(each, NAME)))) {
    withWritableCard(folder, () => {
      rmSync(join(folder, NAME));
      syncFolder(folder);
    });
  }
}
