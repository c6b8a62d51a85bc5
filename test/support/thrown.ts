import { expect } from "vitest";
import { codeOf, type ErrorCode } from "../../src/domain/errors.js";

/** The code of what `act` throws or rejects with; fails where it does neither, or the error is not ours. */
export async function thrownCode(act: () => unknown): Promise<ErrorCode> {
  try {
    await act();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return code;
  }
  return expect.fail("nothing was thrown");
}
