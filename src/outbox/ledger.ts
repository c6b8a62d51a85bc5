import { SottoError } from "../domain/errors.js";
import { EXITS, type Exit, type Ledger } from "./outbox.js";

export const EMPTY_LEDGER: Ledger = {
  accepted: 0,
  receipted: 0,
  erased: 0,
  expired: 0,
  evicted: 0,
  quarantined: 0,
  pending: 0,
};

/** All that have left, by whatever way. */
export function leftSum(ledger: Ledger): number {
  return EXITS.reduce((sum, exit) => sum + ledger[exit], 0);
}

export function isBalanced(ledger: Ledger): boolean {
  return ledger.accepted === leftSum(ledger) + ledger.pending;
}

/** @throws SottoError LEDGER_WRONG when the sum does not hold, or other than `waiting` clips are there */
export function assertBalanced(ledger: Ledger, waiting: number): void {
  if (isBalanced(ledger) && ledger.pending === waiting) return;
  throw new SottoError(
    "LEDGER_WRONG",
    `accepted ${ledger.accepted}, left ${leftSum(ledger)}, pending ${ledger.pending}, found ${waiting}`,
  );
}

export function withAccepted(ledger: Ledger): Ledger {
  return { ...ledger, accepted: ledger.accepted + 1, pending: ledger.pending + 1 };
}

export function withLeft(ledger: Ledger, exit: Exit): Ledger {
  return { ...ledger, [exit]: ledger[exit] + 1, pending: ledger.pending - 1 };
}

/**
 * The ledger after damage: what is known to have left stays so, `waiting` clips were found, and what was accepted and
 * is neither is quarantined. A clip that the best copy of the ledger did not know yet raises the sum of the accepted.
 */
export function reconciled(best: Ledger, waiting: number): Ledger {
  const explained = leftSum(best) + waiting;
  const accepted = Math.max(best.accepted, explained);
  return { ...best, accepted, pending: waiting, quarantined: best.quarantined + accepted - explained };
}
