/** All of them at once, at 60 mA each, are what a header's 5 V can still bear: about 1 A. */
export const MOST_PIXELS = 16;

/** What a configuration may say of button and light. */
export interface PinLines {
  readonly button: number;
  readonly led?: number | undefined;
  readonly ledBright?: number | undefined;
  readonly strip?: { readonly data: number; readonly clock: number } | undefined;
}

type Problem = readonly [path: readonly string[], message: string];

/** What is wrong with the lines taken together: a device has one light, and each line one purpose. */
export function lampProblems(pins: PinLines): readonly Problem[] {
  const { led, ledBright, strip } = pins;
  const problems: Problem[] = [];
  if (led === undefined && strip === undefined)
    problems.push([["led"], "is missing: the light is either pins.led or pins.strip"]);
  if (led !== undefined && strip !== undefined)
    problems.push([["strip"], "stands beside pins.led: the light is either of them"]);
  if (ledBright !== undefined && led === undefined)
    problems.push([["ledBright"], "is lit in addition to pins.led, which is missing"]);
  return [...problems, ...sharedLines(pins)];
}

function sharedLines({ button, led, ledBright, strip }: PinLines): readonly Problem[] {
  const used: readonly (readonly [readonly string[], number | undefined])[] = [
    [["button"], button],
    [["led"], led],
    [["ledBright"], ledBright],
    [["strip", "data"], strip?.data],
    [["strip", "clock"], strip?.clock],
  ];
  return used.flatMap(([path, line], index) => {
    const before = used.slice(0, index).find((each) => line !== undefined && each[1] === line);
    return before === undefined ? [] : [[path, `is the line of pins.${before[0].join(".")} too`] as const];
  });
}
