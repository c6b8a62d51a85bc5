/** What the ear tells the thread that listens. */
export type ListeningOrder =
  /** Once: the light lets it hear. */
  | { readonly kind: "open" }
  /** A report has arrived. What was lost is opened again only then. */
  | { readonly kind: "taken" }
  | { readonly kind: "reject"; readonly look: number }
  /** Of no account when that draft does not hold any more. */
  | { readonly kind: "settle"; readonly draft: number }
  /** Reports about what was heard before it bear an older epoch. */
  | { readonly kind: "forget"; readonly epoch: number }
  | { readonly kind: "close" };

/** Undefined for anything else. Written out, because a schema would bring its library into the thread: 20 MB. */
export function parseOrder(message: unknown): ListeningOrder | undefined {
  if (typeof message !== "object" || message === null || !("kind" in message)) return undefined;
  switch (message.kind) {
    case "open":
    case "taken":
    case "close":
      return { kind: message.kind };
    case "reject":
      return "look" in message && isCount(message.look) ? { kind: "reject", look: message.look } : undefined;
    case "settle":
      return "draft" in message && isCount(message.draft)
        ? { kind: "settle", draft: message.draft }
        : undefined;
    case "forget":
      return "epoch" in message && isCount(message.epoch)
        ? { kind: "forget", epoch: message.epoch }
        : undefined;
    default:
      return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
