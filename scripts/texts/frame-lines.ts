/**
 * Frames, one a line. In a frame `<kind>` is a value of that kind, marked as personal data where it is
 * (value-kinds.ts), and `[one|two]` is one of several wordings.
 */
export function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
