/**
 * A keeper in a process of its own, so that what it remembers is not the sender's memory: signs for every clip, counts
 * how often each came. Arguments: port of the broker. Line `count` on standard input: one JSON object on standard
 * output. Ends with its input.
 */
import { createInterface } from "node:readline";
import { VECTOR_INPUTS } from "../support/clip-vectors.js";
import { deviceFromSeed } from "../support/fixed-keys.js";
import { startTestKeeper } from "../support/test-keeper.js";

const [port = "0"] = process.argv.slice(2);
const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed).trusted;
const keeper = await startTestKeeper({ broker: { url: `mqtt://127.0.0.1:${port}` }, device });
process.stdout.write("ready\n");
const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  if (line !== "count") return;
  const arrivals = keeper.order.length;
  process.stdout.write(
    `${JSON.stringify({ clips: keeper.clips.size, doubles: arrivals - keeper.clips.size })}\n`,
  );
});
input.on("close", () => void keeper.close());
