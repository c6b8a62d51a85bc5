import { execFile } from "node:child_process";

/** A control and its value, as `amixer cset` takes them. */
export interface MixerSetting {
  readonly control: string;
  readonly value: string;
}

export interface MixerOrder {
  readonly card: string;
  readonly settings: readonly MixerSetting[];
  /** For a test that has no card. */
  readonly program?: string | undefined;
  /** Ends what is being set and leaves the rest: nobody wants the card any more. */
  readonly ending?: AbortSignal;
}

/** For all controls of a card together: a codec takes some milliseconds for each. */
const PATIENCE_MS = 4_000;

/**
 * Sets a card's controls, one after the other: codecs wire their ways in this order. Takes no longer than PATIENCE_MS.
 * @returns how many were refused or not reached, because the control or the program is not there or takes no such value
 */
export async function setMixer({ card, settings, program, ending }: MixerOrder): Promise<number> {
  const tooLong = AbortSignal.timeout(PATIENCE_MS);
  const over = ending === undefined ? tooLong : AbortSignal.any([ending, tooLong]);
  let refused = 0;
  for (const { control, value } of settings) {
    const args = ["-q", "-c", card, "cset", `name='${control}'`, value];
    if (over.aborted || !(await succeeds(program ?? "amixer", args, over))) refused += 1;
  }
  return refused;
}

function succeeds(program: string, args: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { signal, killSignal: "SIGKILL" }, (error) => resolve(error === null));
  });
}
