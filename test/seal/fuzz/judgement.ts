import { codeOf, type ErrorCode } from "../../../src/domain/errors.js";

/** What one input came to. A finding is a mistake of the code under test. */
export interface Judgement {
  /** Words for the table: a code, or how far it came. */
  readonly outcome: string;
  readonly finding?: string;
}

/** The coded refusal of `work`, or its value. Whatever else is thrown is a finding. */
export type Tried<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "refused"; readonly code: ErrorCode }
  | { readonly kind: "crashed"; readonly what: string };

export function tried<T>(codes: readonly ErrorCode[], work: () => T): Tried<T> {
  try {
    return { kind: "value", value: work() };
  } catch (error) {
    return refusal(codes, error);
  }
}

export async function triedLater<T>(codes: readonly ErrorCode[], work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { kind: "value", value: await work() };
  } catch (error) {
    return refusal(codes, error);
  }
}

function refusal(codes: readonly ErrorCode[], error: unknown): Exclude<Tried<never>, { kind: "value" }> {
  const code = codeOf(error);
  if (code !== undefined && codes.includes(code)) return { kind: "refused", code };
  return { kind: "crashed", what: code ?? String(error) };
}
