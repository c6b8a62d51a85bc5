import { z } from "zod";

const line = z.int().min(0).max(57);
const level = z.enum(["low", "high"]);

/** A profile's pins, in the shape of the configuration's `[pins]`. */
export const profilePins = z
  .strictObject({
    button: line,
    buttonPressed: level.optional(),
    led: line.optional(),
    ledLit: level.optional(),
    ledBright: line.optional(),
    strip: z
      .strictObject({
        data: line,
        clock: line,
        pixels: z.int().min(1).max(64),
        brightness: z.int().min(1).max(31).optional(),
      })
      .optional(),
  })
  .refine((pins) => (pins.led === undefined) !== (pins.strip === undefined), {
    path: ["led"],
    message: "is either a lamp (led) or a strip",
  });
export type ProfilePins = z.output<typeof profilePins>;

/** Every line that the pins use, with what it is for. */
export function linesOf(pins: ProfilePins): readonly { readonly line: number; readonly use: string }[] {
  const { button, led, ledBright, strip } = pins;
  const uses = [
    { line: button, use: "button" },
    { line: led, use: "LED" },
    { line: ledBright, use: "second LED" },
    { line: strip?.data, use: "strip data" },
    { line: strip?.clock, use: "strip clock" },
  ];
  return uses.flatMap((each) => (each.line === undefined ? [] : [{ line: each.line, use: each.use }]));
}
