import { spawn } from "node:child_process";
import { once } from "node:events";
import { ARRAY } from "./board.js";
import { logOf } from "./services.js";
import { nowMs, pause } from "./time.js";

/** Recordings made for the demonstration, as WAV; the building machine has put them into the shared folder. */
export const RECORDINGS = "/run/lab/recordings";

/** Plays a recording into the array, at its own pace; whoever captures from the card hears it. */
export async function speak(recording: string): Promise<void> {
  const player = spawn(
    "aplay",
    ["-q", "-D", `plughw:CARD=${ARRAY},DEV=0`, `${RECORDINGS}/${recording}.wav`],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const [status] = await once(player, "exit");
  if (status !== 0) throw new Error(`aplay ended with ${String(status)}`);
}

export interface EarEvent {
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the ear has told since it was started, of its log's lines. */
export function earEvents(): readonly EarEvent[] {
  return logOf("ear").flatMap((line) => {
    const told = parsed(line);
    return told === undefined ? [] : [told];
  });
}

function parsed(line: string): EarEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("event" in value)) return undefined;
    return { event: String(value.event), fields: { ...value } };
  } catch {
    return undefined; // systemd's own words
  }
}

const isOver = (event: string) =>
  event === "clip-sealed" || event === "no-speech" || event.startsWith("clip-dropped-");

/** Says it and waits for what becomes of it: the line that tells of a sealed or a dropped clip; undefined for none. */
export async function sayAndWait(recording: string, withinMs: number): Promise<EarEvent | undefined> {
  const before = earEvents().length;
  await speak(recording);
  const began = nowMs();
  while (nowMs() - began < withinMs) {
    const outcome = earEvents()
      .slice(before)
      .find(({ event }) => isOver(event));
    if (outcome !== undefined) return outcome;
    await pause(1_000);
  }
  return undefined;
}
