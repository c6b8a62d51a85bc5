import type { Clock } from "../../domain/clock.js";
import type { Log } from "../log.js";

const MAX_LINES_A_SECOND = 20;

/** Writes one JSON object a line. At most 20 lines a second; what is above is counted and told with the next line. */
export function streamLog(out: NodeJS.WritableStream, clock: Clock): Log {
  let second = -1;
  let lines = 0;
  let suppressed = 0;
  return {
    write(event, fields = {}) {
      const now = Math.floor(clock.monotonicMs() / 1000);
      if (now !== second) {
        second = now;
        lines = 0;
      }
      if (++lines > MAX_LINES_A_SECOND) {
        suppressed++;
        return;
      }
      const line = { at: new Date(clock.wallMs()).toISOString(), event, ...fields };
      out.write(`${JSON.stringify(suppressed > 0 ? { ...line, suppressed } : line)}\n`);
      suppressed = 0;
    },
  };
}
