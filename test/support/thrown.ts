import { expect } from "vitest";
import { codeOf, type ErrorCode } from "../../src/domain/errors.js";

/** What `act` throws or rejects with; fails where it does neither. */
export async function thrown(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return expect.fail("nothing was thrown");
}

/** The code of what `act` throws or rejects with; fails where it does neither, or the error is not ours. */
export async function thrownCode(act: () => unknown): Promise<ErrorCode> {
  const error = await thrown(act);
  const code = codeOf(error);
  if (code === undefined) throw error;
  return code;
}
