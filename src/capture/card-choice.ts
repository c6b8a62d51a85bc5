/** A card as the kernel lists it. */
export interface Card {
  /** ALSA's id, which no two cards share. */
  readonly id: string;
  /** `1234:abcd` for a USB device. */
  readonly usbId: string | undefined;
  /** It has a capture device. */
  readonly records: boolean;
}

/** A card that was found by name, and the name of the device that is opened on it. */
export interface FoundCard {
  readonly id: string;
  readonly device: string;
}

const ANY_USB = "usb";

function answers(card: Card, name: string): boolean {
  if (name === ANY_USB) return card.usbId !== undefined;
  return name.startsWith(`${ANY_USB}:`) ? `${ANY_USB}:${card.usbId}` === name : card.id === name;
}

/**
 * The first name that exactly one recording card answers to: of two equal cards none is meant rather than either. A
 * card of no known make is opened through ALSA's conversion, since nobody has said what it delivers.
 */
export function chooseCard(cards: readonly Card[], names: readonly string[]): FoundCard | undefined {
  for (const name of names) {
    const [card, ...others] = cards.filter((each) => each.records && answers(each, name));
    if (card === undefined || others.length > 0) continue;
    return { id: card.id, device: `${name === ANY_USB ? "plughw" : "hw"}:CARD=${card.id}` };
  }
  return undefined;
}
