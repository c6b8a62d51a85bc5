/** Runs within a sandbox: tries everything that it reads on standard input, one after the other, and says how it went. */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { attemptSchema, type Outcome } from "../attempt.js";
import { attemptIt } from "./tries.js";

const outcomes: Outcome[] = [];
for (const attempt of z.array(attemptSchema).parse(JSON.parse(await text(process.stdin)))) {
  outcomes.push(await attemptIt(attempt));
}
process.stdout.write(JSON.stringify(outcomes));
