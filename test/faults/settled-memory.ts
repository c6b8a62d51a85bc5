import { memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

/** After everything that can be collected was. */
function settle(): void {
  if (typeof collect !== "function") throw new TypeError("no gc");
  collect();
  collect();
}

export function settledRssMb(): number {
  settle();
  return memoryUsage().rss / 1e6;
}

export function settledHeapMb(): number {
  settle();
  const { heapUsed, external } = memoryUsage();
  return (heapUsed + external) / 1e6;
}
