import { selfTest } from "../self-test.js";

/**
 * The test that a release makes of itself before it may run: `self-test.js`, whose models are those of SOTTO_CACHE.
 * Exits 0 when it does what it must, 1 with the reason on standard error when not.
 */
try {
  await selfTest((line) => process.stdout.write(`${line}\n`));
  process.exit(0);
} catch (error) {
  process.stderr.write(`sotto self-test: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
