/** A level that one of a strip's two lines was given. */
export interface GivenLevel {
  readonly line: "data" | "clock";
  readonly level: number | string;
}

/** First bit first, as it is sent. */
export function bits(byte: number): readonly number[] {
  return Array.from({ length: 8 }, (_, index) => (byte >> (7 - index)) & 1);
}

/** What a strip takes in: the level of data at every rising edge of the clock. Both lines are low at first. */
export function bitsOf(given: readonly GivenLevel[]): readonly number[] {
  let data = 0;
  let clock = 0;
  const taken: number[] = [];
  for (const { line, level } of given) {
    const next = Number(level);
    if (line === "clock" && clock === 0 && next === 1) taken.push(data);
    if (line === "data") data = next;
    else clock = next;
  }
  return taken;
}
