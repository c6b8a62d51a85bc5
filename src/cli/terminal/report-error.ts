import { SottoError } from "../../domain/errors.js";

/** Exit status for each kind of failure; 78 is EX_CONFIG of sysexits.h, which systemd shows by name. */
function exitStatus(error: unknown): number {
  if (!(error instanceof SottoError)) return 70;
  if (error.code === "CONFIG_INVALID" || error.code === "WORD_UNKNOWN") return 78;
  return error.code === "USAGE" ? 64 : 1;
}

/** Tells a person what happened and what to do, and gives the exit status. */
export function reportError(error: unknown, err: NodeJS.WritableStream): number {
  if (error instanceof SottoError) {
    err.write(`sotto: ${error.message}\n  ${error.meaning}\n  ${error.remedy}\n`);
  } else {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    err.write(`sotto: INTERNAL: ${detail}\n  Nothing was sent. Please report it with the command you ran.\n`);
  }
  return exitStatus(error);
}
