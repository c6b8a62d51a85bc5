import { emitKeypressEvents } from "node:readline";
import { systemClock } from "../../domain/edge/system-clock.js";

export interface StandInKeys {
  /** As a finger does it. */
  button(edge: "down" | "up"): void;
  /** Ctrl-C, which a terminal in this state does not turn into a signal. */
  interrupt(): void;
}

export const STAND_IN_HELP =
  "Keys: m mutes or unmutes, y holds the button 2 s (agrees to a key that a command asks for), e holds the button 3 s (erases what was just said), a holds it 10 s (erases all), q ends.";

/** A terminal knows no release of a key, so each key stands for a press of its own length, in milliseconds. */
const PRESSES: Readonly<Record<string, number>> = { m: 200, y: 2_000, e: 3_300, a: 10_300 };

/**
 * The terminal as the privacy button.
 * @returns gives the terminal back
 */
export function standInKeys(input: NodeJS.ReadStream, keys: StandInKeys): () => void {
  let isDown = false;
  const press = async (ms: number) => {
    if (isDown) return;
    isDown = true;
    keys.button("down");
    await systemClock.sleep(ms);
    keys.button("up");
    isDown = false;
  };
  const onKey = (_text: string, key: { readonly name?: string; readonly ctrl?: boolean }) => {
    if (key.name === "q" || (key.ctrl && key.name === "c")) keys.interrupt();
    const ms = PRESSES[key.name ?? ""];
    if (ms !== undefined) void press(ms);
  };
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.on("keypress", onKey);
  input.resume();
  return () => {
    input.off("keypress", onKey);
    input.setRawMode(false);
    input.pause();
  };
}
