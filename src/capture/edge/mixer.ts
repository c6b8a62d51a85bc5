import { spawnSync } from "node:child_process";

/** A control and its value, as `amixer cset` takes them. */
export interface MixerSetting {
  readonly control: string;
  readonly value: string;
}

const PATIENCE_MS = 2_000;

/**
 * Sets a card's controls, one after the other: codecs wire their ways in this order.
 * @param program for a test that has no card
 * @returns how many were refused, because the control or the program is not there or takes no such value
 */
export function setMixer(
  card: string,
  settings: readonly MixerSetting[],
  program: string = "amixer",
): number {
  return settings.filter(({ control, value }) => {
    const args = ["-q", "-c", card, "cset", `name='${control}'`, value];
    const { status } = spawnSync(program, args, { stdio: "ignore", timeout: PATIENCE_MS });
    return status !== 0;
  }).length;
}
