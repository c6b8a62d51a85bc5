import { type PinLines, type PinUse, usedLines } from "./pin-uses.js";

/** All of them at once, at 60 mA each, are what a header's 5 V can still bear: about 1 A. */
export const MOST_PIXELS = 16;

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

function sharedLines(pins: PinLines): readonly Problem[] {
  const used = usedLines(pins).map(({ use, line }) => ({ path: pathOf(use), line }));
  return used.flatMap(({ path, line }, index) => {
    const before = used.slice(0, index).find((each) => each.line === line);
    return before === undefined ? [] : [[path, `is the line of pins.${before.path.join(".")} too`] as const];
  });
}

/** Where in `[pins]` a line is written. */
function pathOf(use: PinUse): readonly string[] {
  return use === "data" || use === "clock" ? ["strip", use] : [use];
}
