/** A change of something that is on or off, on the machine's monotonic clock, in milliseconds. */
export interface Change {
  readonly on: boolean;
  /** It happened after this (the last look that saw the old state; the same as `byMs` for what tells its own changes)... */
  readonly afterMs: number;
  /** ...and at the latest at this. */
  readonly byMs: number;
}

export interface Apart {
  /** When the longest stretch began, for whoever looks for its reason. */
  readonly fromMs: number;
  readonly forMs: number;
}

export interface Lies {
  /** The longest stretch in which the lamp was steadily lit and the device may have been closed. */
  readonly litWithoutDevice: Apart;
  /** The longest stretch in which the device may have been open and the lamp was dark. */
  readonly deviceWithoutLight: Apart;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * When it was in this state, between `start` and `end`. Begins off.
 * @param doubt `wide` takes the time between two looks into the span, so that it is never found shorter than it was
 */
function spansOf(
  changes: readonly Change[],
  state: "on" | "off",
  { start, end, doubt }: { readonly start: number; readonly end: number; readonly doubt: "wide" | "exact" },
): readonly Span[] {
  const spans: Span[] = [];
  let from = state === "off" ? start : undefined;
  for (const change of changes) {
    const begins = change.on === (state === "on");
    if (begins) from ??= doubt === "wide" ? change.afterMs : change.byMs;
    else if (from !== undefined) {
      spans.push({ from, to: change.byMs });
      from = undefined;
    }
  }
  return from === undefined ? spans : [...spans, { from, to: end }];
}

function longestOverlap(some: readonly Span[], others: readonly Span[]): Apart {
  let longest: Apart = { fromMs: 0, forMs: 0 };
  for (const a of some) {
    for (const b of others) {
      const from = Math.max(a.from, b.from);
      const forMs = Math.min(a.to, b.to) - from;
      if (forMs > longest.forMs) longest = { fromMs: from, forMs };
    }
  }
  return longest;
}

/**
 * How long lamp and device told different stories at the most. The device is looked at now and then, so each of its
 * states is taken to have lasted from the last look before it to the first look after it: both figures are upper
 * bounds.
 */
export function longestLies(
  lamp: readonly Change[],
  device: readonly Change[],
  { start, end }: { readonly start: number; readonly end: number },
): Lies {
  const exact = { start, end, doubt: "exact" } as const;
  const wide = { start, end, doubt: "wide" } as const;
  return {
    litWithoutDevice: longestOverlap(spansOf(lamp, "on", exact), spansOf(device, "off", wide)),
    deviceWithoutLight: longestOverlap(spansOf(lamp, "off", exact), spansOf(device, "on", wide)),
  };
}
