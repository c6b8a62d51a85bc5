import type { GivenLevel } from "./clocked-bits.js";

/** What one pixel of an APA102 shows: its own brightness, 0 to 31, and blue, green, red. */
export interface Pixel {
  readonly brightness: number;
  readonly colour: readonly [blue: number, green: number, red: number];
}

const DARK: Pixel = { brightness: 0, colour: [0, 0, 0] };

/**
 * A chain of APA102, bit by bit as the data sheet has it: 32 zero bits begin a frame, each pixel takes a word that begins
 * with three ones and shows it when the word is whole, and a word that does not ends the frame.
 */
export class LedStrip {
  readonly pixels: Pixel[];
  #data = 0;
  #clock = 0;
  #zeros = 0;
  /** Pixel whose word comes; undefined between frames. */
  #next: number | undefined;
  #word: number[] = [];

  constructor(length: number) {
    this.pixels = Array.from({ length }, () => DARK);
  }

  get lit(): number {
    return this.pixels.filter(isLit).length;
  }

  give({ line, level }: GivenLevel): void {
    const next = Number(level);
    if (line === "clock" && this.#clock === 0 && next === 1) this.#take(this.#data);
    if (line === "data") this.#data = next;
    else this.#clock = next;
  }

  #take(bit: number): void {
    if (this.#word.length > 0 || this.#isWordBegun(bit)) this.#word.push(bit);
    this.#zeros = bit === 0 ? this.#zeros + 1 : 0;
    if (this.#word.length < 32) return;
    const [mark = 0, blue = 0, green = 0, red = 0] = [0, 8, 16, 24].map((at) =>
      Number.parseInt(this.#word.slice(at, at + 8).join(""), 2),
    );
    const at = this.#next ?? 0;
    if (at < this.pixels.length) this.pixels[at] = { brightness: mark & 0b11111, colour: [blue, green, red] };
    this.#next = at + 1;
    this.#word = [];
    this.#zeros = 0;
  }

  #isWordBegun(bit: number): boolean {
    if (this.#next === undefined && bit === 1 && this.#zeros >= 32) this.#next = 0;
    if (bit === 0) this.#next = undefined;
    return this.#next !== undefined;
  }
}

export function isLit({ brightness, colour }: Pixel): boolean {
  return brightness > 0 && colour.some((part) => part > 0);
}
