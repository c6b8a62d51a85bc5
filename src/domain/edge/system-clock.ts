import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../clock.js";

/** The machine's own clock. Its monotonic time is the kernel's, so that every thread and process means the same by it. */
export const systemClock: Clock = {
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  wallMs: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
