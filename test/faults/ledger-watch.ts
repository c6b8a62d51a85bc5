/**
 * Looks at outboxes again and again while their uplinks work, die and come back. Tells what it finds wrong on standard
 * output, a line each, and in the end how often it has looked. A process of its own: reading a store takes time, and
 * whoever shows the lamp has none.
 *
 * Arguments: milliseconds between two looks, then folders of uplinks. Ends with its standard input.
 */
import { codeOf } from "../../src/domain/errors.js";
import { lookAtLedger } from "./ledger-observer.js";

const [everyMs = "2000", ...uplinks] = process.argv.slice(2);
let looks = 0;

function look(): void {
  for (const uplink of uplinks) {
    try {
      for (const problem of lookAtLedger(uplink).problems) process.stdout.write(`${problem}\n`);
      looks += 1;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      process.stdout.write(`${String(error)}\n`);
    }
  }
}

const timer = setInterval(look, Number(everyMs));
process.stdin.on("end", () => {
  clearInterval(timer);
  look();
  process.stdout.write(`looks ${looks}\n`);
});
process.stdin.resume();
