import { codeOf } from "../../domain/errors.js";
import { type Finding, type Health, illness, well } from "./health.js";

/** A look that says what it saw, or throws a SottoError. */
export async function examine(
  what: string,
  look: () => Promise<string>,
  onMissingKey: Health = "ill",
): Promise<Finding> {
  try {
    return well(what, await look());
  } catch (error) {
    const finding = illness(what, error);
    return codeOf(error) === "KEY_MISSING" ? { ...finding, health: onMissingKey } : finding;
  }
}
