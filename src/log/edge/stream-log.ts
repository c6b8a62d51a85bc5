import type { Clock } from "../../domain/clock.js";
import type { Log } from "../log.js";

const MAX_LINES_A_SECOND = 20;
/** Events whose first line in a second passes even then. */
const MAX_EVENTS_A_SECOND = 20;

/**
 * Writes one JSON object a line. At most 20 lines a second; what is above is counted and told with the next line. A flood
 * of one event hides no other: the first line of each, of 20 at most, passes also beyond the bound.
 */
export function streamLog(out: NodeJS.WritableStream, clock: Clock): Log {
  let second = -1;
  let lines = 0;
  let suppressed = 0;
  const seen = new Set<string>();
  return {
    write(event, fields = {}) {
      const now = Math.floor(clock.monotonicMs() / 1000);
      if (now !== second) {
        second = now;
        lines = 0;
        seen.clear();
      }
      const isFirst = !seen.has(event) && seen.size < MAX_EVENTS_A_SECOND;
      if (isFirst) seen.add(event);
      if (++lines > MAX_LINES_A_SECOND && !isFirst) {
        suppressed++;
        return;
      }
      const line = { at: new Date(clock.wallMs()).toISOString(), event, ...fields };
      out.write(`${JSON.stringify(suppressed > 0 ? { ...line, suppressed } : line)}\n`);
      suppressed = 0;
    },
  };
}
