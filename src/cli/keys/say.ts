import { codeOf } from "../../domain/errors.js";

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a missing key is to somebody who only asks what is there. */
export function unlessMissing<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    const code = codeOf(error);
    if (code === "KEY_MISSING" || code === "KEY_LOST") return undefined;
    throw error;
  }
}
