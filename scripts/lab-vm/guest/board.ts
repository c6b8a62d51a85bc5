import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pause, until } from "./time.js";

/** The simulated lines, as lab-hardware lays them out: the button rests high and is pressed low, the lamp is lit high. */
const LINES = "/run/lab-lines";
const BUTTON = 17;
const LAMP = 27;

/** The card that carries the name of a microphone array, as the configuration names it. */
export const ARRAY = "MicArray";

export function setButton(place: "down" | "up"): void {
  writeFileSync(`${LINES}/sim_gpio${BUTTON}/pull`, place === "down" ? "pull-down" : "pull-up");
}

export async function press(heldMs: number): Promise<void> {
  setButton("down");
  await pause(heldMs);
  setButton("up");
}

/** What a person sees: the level on the lamp's line. */
export function isLit(): boolean {
  return readFileSync(`${LINES}/sim_gpio${LAMP}/value`, "utf8").trim() === "1";
}

export interface CaptureDevice {
  readonly card: string;
  readonly place: string;
  readonly status: string;
}

/** Every capture substream in the kernel's own account; looked up by this program, not by the product's. */
export function captureDevices(): readonly CaptureDevice[] {
  const found: CaptureDevice[] = [];
  for (const folder of captureFolders()) {
    const status = readOrGone(`${folder}/status`);
    if (status === undefined) continue;
    const card = readOrGone(`${folder.slice(0, folder.indexOf("/pcm"))}/id`) ?? "?";
    found.push({ card: card.trim(), place: folder, status: status.trim() });
  }
  return found;
}

export function openCaptures(): readonly CaptureDevice[] {
  return captureDevices().filter(({ status }) => status !== "closed");
}

export function isCapturing(): boolean {
  return captureFolders().some((folder) => (readOrGone(`${folder}/status`) ?? "closed").trim() !== "closed");
}

function captureFolders(): readonly string[] {
  return list("/proc/asound", /^card\d+$/).flatMap((card) =>
    list(card, /^pcm\d+c$/).flatMap((pcm) => list(pcm, /^sub\d+$/)),
  );
}

function list(folder: string, form: RegExp): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => form.test(name))
      .map((name) => `${folder}/${name}`);
  } catch {
    return []; // the card was pulled while we looked
  }
}

function readOrGone(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // the card was pulled while we looked
  }
}

/** Waits until the device listens: the microphone is open and the lamp says so. @throws Error after `withinMs` */
export async function untilListening(withinMs: number): Promise<number> {
  return until("the device listens", withinMs, () => isCapturing() && isLit());
}

export async function untilClosed(withinMs: number): Promise<number> {
  return until("the microphone is closed and the lamp off", withinMs, () => !isCapturing() && !isLit());
}
