import { MOST_PIXELS } from "../config/lamp-lines.js";
import { assertNever } from "../domain/assert-never.js";
import type { Lamp } from "./blinker.js";

/** The most that the 5 bits of a pixel's own brightness say. */
export const FULL_BRIGHTNESS = 31;
const WORD_BYTES = 4;
/** 32 zero bits begin a frame. Twice: a frame that died half-way leaves a pixel waiting for up to 31 of them. */
const START_BYTES = 2 * WORD_BYTES;
/** Each pixel passes a bit on half a clock late. Zeros: ones would light the pixel behind the last. */
const END_BYTES = WORD_BYTES;
const PIXEL_MARK = 0b111_00000;

/** What each pixel shows: 0 is dark. All light is white, so that nothing is told by colour. */
export function pixelsOf(
  lamp: Lamp,
  strip: { readonly pixels: number; readonly brightness: number },
): readonly number[] {
  const all = (brightness: number) => Array.from({ length: strip.pixels }, () => brightness);
  switch (lamp) {
    case "off":
      return all(0);
    case "dim":
      return all(0).with(0, strip.brightness);
    case "bright":
    case "flash":
      return all(FULL_BRIGHTNESS);
    default:
      return assertNever(lamp);
  }
}

/**
 * The frame of an APA102 or SK9822, first bit first: start, a word for each pixel, end. It is always as long as the
 * longest strip, so that pixels beyond those configured are dark too.
 * Source: APA102C data sheet; "Understanding the APA102 Superled" and "SK9822: a clone of the APA102?", cpldcpu.com.
 */
export function stripFrame(brightnesses: readonly number[]): Uint8Array {
  const frame = new Uint8Array(START_BYTES + MOST_PIXELS * WORD_BYTES + END_BYTES);
  for (let pixel = 0; pixel < MOST_PIXELS; pixel++) {
    const brightness = brightnesses[pixel] ?? 0;
    const at = START_BYTES + pixel * WORD_BYTES;
    frame[at] = PIXEL_MARK | brightness;
    frame.fill(brightness === 0 ? 0 : 0xff, at + 1, at + WORD_BYTES);
  }
  return frame;
}
