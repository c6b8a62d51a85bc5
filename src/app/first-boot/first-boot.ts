import { join } from "node:path";
import { KEPT } from "../../card/device-config.js";
import { failureReport, mistakesReport, REPORT_FILE } from "../../card/report.js";
import { SETUP_FILE } from "../../card/setup-file.js";
import { applyToDevice, BOARD_FILE, tellOnCard, writeBoardLines } from "./apply-card.js";
import type { Boards } from "./boards.js";
import { type Card, cardMark, readCard, takeSecrets } from "./card.js";
import { type CheckedCard, checkCard } from "./check-card.js";
import type { DevicePlaces } from "./device-places.js";
import { PARTIAL, readText, replaceText } from "./whole-file.js";
import { withWritableCard } from "./writable-card.js";

export type FirstBoot =
  /** No set-up file, or the card is as it was left. */
  | { readonly is: "unchanged" }
  | { readonly is: "mistaken"; readonly problems: readonly string[] }
  /** @property restart the firmware has to read what the board needs */
  | { readonly is: "set up"; readonly restart: boolean };

/**
 * Takes over what a person laid on the card, at every boot. A mistake changes nothing and is told on the card; what was
 * taken over is not read again until somebody changes it.
 * @throws SottoError FILE_UNREADABLE, KEY_INVALID for a failure that is no mistake of the person's; it is told on the card
 */
export function firstBoot(places: DevicePlaces, boards: Boards): FirstBoot {
  const applied = readText(join(places.kept, KEPT.applied));
  // A half-written file means that the power went: then the card is written to before it can be read.
  const mended = (): Card | undefined => readCard(places.card);
  const card = hasPartial(places.card) ? withWritableCard(places.card, mended) : mended();
  if (card === undefined || applied === markOf(card, places)) return { is: "unchanged" };
  const check = checkCard(card, places, boards);
  return withWritableCard(places.card, () => {
    if (check.is === "mistaken") {
      replaceText(join(places.card, REPORT_FILE), mistakesReport(check.problems), 0o600);
      return check;
    }
    try {
      return takeOver(card, check.card, places, boards);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      replaceText(join(places.card, REPORT_FILE), failureReport(message), 0o600);
      throw error;
    }
  });
}

function takeOver(card: Card, checked: CheckedCard, places: DevicePlaces, boards: Boards): FirstBoot {
  const lines = boards.bootLines(checked.config);
  applyToDevice(checked, places);
  tellOnCard(checked, places);
  const restart = writeBoardLines(lines, places.card, readText(join(places.card, BOARD_FILE)));
  // Everything that the device needs of them is kept by now.
  const text = takeSecrets(places.card, card, checked.secrets);
  replaceText(join(places.kept, KEPT.applied), markOf({ ...card, text }, places), 0o600);
  return { is: "set up", restart };
}

function hasPartial(folder: string): boolean {
  return readText(join(folder, `${SETUP_FILE}${PARTIAL}`)) !== undefined;
}

/** The board's lines belong to it: a card that was written anew has lost them. */
function markOf(card: Card, { card: folder }: DevicePlaces): string {
  return cardMark(card, [readText(join(folder, BOARD_FILE)), readText(join(folder, "device.pub"))]);
}
