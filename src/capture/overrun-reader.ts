/** What arecord says, whatever its -q, when the device was read too late; from alsa-utils, aplay.c, function xrun. */
const OVERRUN = /overrun!!! \(at least (\d+\.\d+) ms long\)/g;
/** Longer than any line about an overrun. */
const MOST_CHARACTERS = 256;

/** Reads out of arecord's standard error how much sound was lost in the device itself. */
export class OverrunReader {
  #line = "";

  /** @returns milliseconds that the lines ended by this text tell of */
  push(text: string): number {
    const lines = `${this.#line}${text}`.split("\n");
    this.#line = (lines.pop() ?? "").slice(-MOST_CHARACTERS);
    return lines.reduce((sum, line) => sum + overrunMs(line), 0);
  }
}

function overrunMs(line: string): number {
  return [...line.matchAll(OVERRUN)].reduce((sum, [, ms]) => sum + Number(ms), 0);
}
