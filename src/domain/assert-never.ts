import { SottoError } from "./errors.js";

/** Ends a `switch` over a union: adding a member without handling it does not compile. */
export function assertNever(value: never): never {
  throw new SottoError("INTERNAL", `unhandled case: ${typeof value}`);
}
