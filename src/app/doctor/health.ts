import { SottoError } from "../../domain/errors.js";

/**
 * `absent` is no fault: this machine plays another part, as a device without a reader does. `untried`: it could be
 * looked at, and was not, for a reason that stands beside it.
 */
export type Health = "well" | "absent" | "untried" | "ill";

export interface Finding {
  readonly what: string;
  readonly health: Health;
  /** What was seen. */
  readonly seen: string;
  /** What to do, where it is not well or could be better. */
  readonly advice: string | undefined;
}

export function well(what: string, seen: string, advice?: string): Finding {
  return { what, health: "well", seen, advice };
}

export function absent(what: string, seen: string, advice?: string): Finding {
  return { what, health: "absent", seen, advice };
}

export function untried(what: string, seen: string, advice: string): Finding {
  return { what, health: "untried", seen, advice };
}

export function ill(what: string, seen: string, advice: string): Finding {
  return { what, health: "ill", seen, advice };
}

/** @throws whatever is no SottoError */
export function illness(what: string, error: unknown): Finding {
  if (!(error instanceof SottoError)) throw error;
  return ill(what, error.message, error.remedy);
}
