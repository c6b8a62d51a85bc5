/** npx tsx scripts/voices/make-random-set.ts --count 12 --seed N --out DIR */
import { parseArgs } from "node:util";
import { SottoError } from "../../src/domain/errors.js";
import { makeRandomSet } from "./random-set.js";

const { values } = parseArgs({
  options: { count: { type: "string", default: "12" }, seed: { type: "string" }, out: { type: "string" } },
});
const count = Number(values.count);
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);
if (values.out === undefined || !Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  throw new SottoError("USAGE", "make-random-set --count 12 --seed N --out DIR");
}
console.error(`seed ${seed}`);
await makeRandomSet(values.out, count, seed);
console.error(`${count} recordings in ${values.out}`);
