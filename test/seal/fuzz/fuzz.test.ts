import { describe, expect, it } from "vitest";
import { SottoError } from "../../../src/domain/errors.js";
import { SOUND_CONTENTS } from "../../support/clip-vectors.js";
import { printedSeed } from "../../support/outbox-world.js";
import { CodeCoverage } from "./code-coverage.js";
import type { EnvelopeCode } from "./envelope-judge.js";
import { PARSER_FILES } from "./parser-files.js";

// Before what it measures is loaded: that is why the rest is imported late.
const coverage = CodeCoverage.start(PARSER_FILES);
const { ENVELOPE_CODE } = await import("./envelope-judge.js");
const { fuzzEnvelopes } = await import("./fuzz-run.js");
const { fuzzTables, coverageTables } = await import("./fuzz-report.js");
const { fuzzOthers, othersTable } = await import("./other-parsers.js");

/** `npm run fuzz` makes a million. */
const INPUTS = Number(process.env["SOTTO_FUZZ_INPUTS"] ?? 30_000);
const seed = printedSeed("fuzzing");

/** Arms of one file that may be left: bounds of what is written, and what few inputs reach. */
const MOST_UNREACHED = 2;

describe("fuzzing", () => {
  it("finds nothing in the parser of envelopes, its signature check and its seal", async () => {
    // Without looks in between, which a test runner's many modules make dear: nothing is kept for what it reached.
    const report = await fuzzEnvelopes({ inputs: INPUTS, seed });
    coverage.add(coverage.look());
    const files = coverage.files();
    process.stdout.write(`${fuzzTables(report)}\n\n${coverageTables(files)}\n`);
    expect(report.findings).toEqual([]);
    expect(report.mutations / report.inputs).toBeGreaterThan(0.5);
    expect(report.inputs).toBe(INPUTS);
    // An input that no valid message is far from reaches all of the parser, or the fuzzer is a poor one.
    for (const name of ["envelope", "canonical-cbor", "notices", "open-clip"]) {
      const file = files.find((each) => each.file === `src/seal/${name}.ts`);
      expect(file?.arms, name).toBeGreaterThan(3);
      expect(file?.unreached.length, name).toBeLessThanOrEqual(MOST_UNREACHED);
    }
  }, 300_000);

  it("finds nothing in what else parses bytes from outside", async () => {
    const reports = await fuzzOthers({ inputs: Math.ceil(INPUTS / 30), seed });
    process.stdout.write(`${othersTable(reports)}\n`);
    expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
    expect(reports.filter(({ accepted }) => accepted === 0)).toEqual([]);
  }, 120_000);

  const { parse, verify, open } = ENVELOPE_CODE;
  const faulty: readonly (readonly [string, Partial<EnvelopeCode>, string])[] = [
    [
      "takes bytes behind the end",
      {
        parse: (bytes) =>
          attempt(
            () => parse(bytes),
            () => parse(bytes.length > 100_000 ? bytes : bytes.subarray(0, -1)),
          ),
      },
      "it parsed, and encodes to other bytes",
    ],
    [
      "throws what is no coded error",
      {
        parse: (bytes) => {
          if (bytes[0] === 0x9f) throw new RangeError("no");
          return parse(bytes);
        },
      },
      "the parser threw RangeError: no",
    ],
    [
      "refuses one message in 16",
      {
        parse: (bytes) => {
          if (bytes.length < 9_000 && (bytes.at(-1) ?? 0) % 16 === 0)
            throw new SottoError("ENVELOPE_INVALID", "no");
          return parse(bytes);
        },
      },
      "a message of the right form was refused",
    ],
    [
      "takes time by the length that is claimed",
      {
        parse: (bytes) => {
          const start = process.cpuUsage();
          while (bytes[1] === 0x5a && process.cpuUsage(start).user < 300_000);
          return parse(bytes);
        },
      },
      "each of three times",
    ],
    [
      "takes memory by the length that is claimed",
      {
        parse: (bytes) => {
          if (bytes[1] === 0x5a) held[0] = new Uint8Array(100_000_000).fill(1);
          return parse(bytes);
        },
      },
      "bytes of memory, each of three times",
    ],
    [
      "looks at the key's name alone",
      {
        verify: (envelope, trusted) =>
          trusted.find((one) => Buffer.from(one.signingKeyId).equals(envelope.header.signingKeyId)) ??
          verify(envelope, trusted),
      },
      "it verifies, and nobody signed it",
    ],
    [
      "opens what was not sealed",
      {
        open: (envelope, openers) => open(envelope, openers).catch(() => SOUND_CONTENTS),
      },
      "it opened, and nobody sealed it",
    ],
  ];

  it.each(faulty)(
    "finds a parser that %s",
    async (_what, fault, finding) => {
      const code = { ...ENVELOPE_CODE, ...fault };
      const report = await fuzzEnvelopes({ inputs: 30_000, seed, code, maxFindings: 1 });
      expect(report.findings.map((each) => each.finding)).toEqual([expect.stringContaining(finding)]);
    },
    120_000,
  );
});

/** So that it cannot be collected before it is counted. */
const held: Uint8Array[] = [];

function attempt<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch {
    return second();
  }
}
