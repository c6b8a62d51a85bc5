/**
 * Fuzzes the one parser of envelopes, and what follows it up to signature and seal, and prints the account:
 * `npm run fuzz -- [--inputs 1000000] [--seed S]`. The other parsers of bytes from outside get a tenth as many each.
 * Ends with 1 when something was found.
 */
import { parseArgs } from "node:util";
import { SottoError } from "../src/domain/errors.js";
import { CodeCoverage } from "../test/seal/fuzz/code-coverage.js";
import { PARSER_FILES } from "../test/seal/fuzz/parser-files.js";

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new SottoError("USAGE", `${text} is no whole number from 1`);
  return Number(text);
}

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(1 + (Date.now() % 1_000_000)) },
  },
});
const [inputs, seed] = [whole(values.inputs), whole(values.seed)];
// Before what it measures is loaded.
const coverage = CodeCoverage.start(PARSER_FILES);
const { fuzzEnvelopes } = await import("../test/seal/fuzz/fuzz-run.js");
const { coverageTables, fuzzTables } = await import("../test/seal/fuzz/fuzz-report.js");
const { fuzzOthers, othersTable } = await import("../test/seal/fuzz/other-parsers.js");
const report = await fuzzEnvelopes({
  ...{ inputs, seed, coverage },
  progress: (done) => {
    if (done % 50_000 === 0) process.stderr.write(`${done} of ${inputs}\n`);
  },
});
process.stdout.write(`${fuzzTables(report)}\n\n`);
const others = await fuzzOthers({ inputs: Math.ceil(inputs / 10), seed });
coverage.add(coverage.look());
process.stdout.write(`${othersTable(others)}\n\n${coverageTables(coverage.files())}\n`);
coverage.end();
process.exitCode = report.findings.length + others.flatMap(({ findings }) => findings).length === 0 ? 0 : 1;
