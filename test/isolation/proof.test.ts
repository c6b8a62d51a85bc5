import { execFile, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { verdictOf } from "../../src/isolation/attempt.js";
import { CONFINED } from "../../src/isolation/sandbox.js";
import { buildWhereStale } from "../cli/built-program.js";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const NOBODY = "65534";
const isRoot = process.getuid?.() === 0;
const asNobody = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"];
/** Somebody else must be able to read what is tested; a checkout in a closed home folder is not. */
const isReadable = isRoot && spawnSync("setpriv", [...asNobody.slice(1), "test", "-r", PROGRAM]).status === 0;

const rowsSchema = z.array(
  z.object({
    process: z.enum(CONFINED),
    group: z.string(),
    what: z.string(),
    inside: z.object({ reached: z.boolean(), why: z.string() }),
    verdict: z.string(),
  }),
);
type Rows = z.output<typeof rowsSchema>;

async function prove(prefix: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Rows> {
  const [command = "", ...args] = [...prefix, process.execPath, PROGRAM, "isolation", "--json"];
  const options = { env: { ...process.env, ...env }, cwd: "/", maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)(command, args, options);
  return rowsSchema.parse(JSON.parse(stdout));
}

/** What an ordinary person may not do either, so that a sandbox proves nothing by refusing it. */
const NOT_FOR_EVERYBODY =
  /^(raw IP socket|packet socket|alter Sotto's own program|alter a setting of the kernel|open \/dev\/.*|\/run\/.*|\/tmp\/.*|TCP to .*IPv6.*|vsock socket|io_uring)$/;
/** What this kernel may lack for root too. */
const NOT_EVERYWHERE = /^(open \/dev\/.*|\/run\/.*|\/tmp\/.*|TCP to .*IPv6.*|vsock socket|io_uring)$/;

function expectProven(rows: Rows, exempt: RegExp): void {
  expect(rows.filter(({ verdict }) => verdict === "open" || verdict === "missing")).toEqual([]);
  const doubtful = rows.filter(({ verdict, what }) => verdict === "unproven" && !exempt.test(what));
  expect(doubtful).toEqual([]);
  for (const process of CONFINED) {
    const own = rows.filter((row) => row.process === process);
    expect(own.filter(({ verdict }) => verdict === "refused").length).toBeGreaterThan(25);
    expect(own.filter(({ verdict }) => verdict === "works").length).toBeGreaterThan(4);
  }
}

function verdicts(rows: Rows, process: string, words: RegExp): string[] {
  return rows.filter((row) => row.process === process && words.test(row.what)).map(({ verdict }) => verdict);
}

beforeAll(buildWhereStale);

describe("every wall, tried for real", () => {
  it("holds for whoever runs this, and each refused thing is reached without it", async () => {
    const rows = await prove([]);
    expectProven(rows, isRoot ? NOT_EVERYWHERE : NOT_FOR_EVERYBODY);
    for (const process of ["ear", "light"]) {
      const ways = verdicts(rows, process, /^(TCP to loopback|UDP|a name by DNS|abstract|a Unix socket)/);
      expect(ways).toEqual(["refused", "refused", "refused", "refused", "refused"]);
      expect(verdicts(rows, process, /^read the owner's private key$/)).toEqual(["refused"]);
    }
    expect(verdicts(rows, "uplink", /^memory of the ear$/)).toEqual(["refused"]);
    expect(verdicts(rows, "uplink", /^read the device's signing key$/)).toEqual(["refused"]);
    expect(verdicts(rows, "uplink", /^open the made microphone$/)).toEqual(["refused"]);
    expect(verdicts(rows, "light", /^end a recorder$/)).toEqual(["works"]);
  });

  it.skipIf(!isReadable)("holds for an ordinary user", async () => {
    const home = mkdtempSync(join(tmpdir(), "sotto-nobody-"));
    chownSync(home, Number(NOBODY), Number(NOBODY));
    try {
      expectProven(await prove(asNobody, { HOME: home, TMPDIR: home }), NOT_FOR_EVERYBODY);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe("a row's verdict", () => {
  const reached = { reached: true, why: "reached" };
  const not = { reached: false, why: "EPERM" };

  it("is a proof only where the same try gets through without a sandbox", () => {
    const refused = { expected: "refused", enforceable: true } as const;
    expect(verdictOf({ ...refused, inside: not, outside: reached })).toBe("refused");
    expect(verdictOf({ ...refused, inside: not, outside: not })).toBe("unproven");
  });

  it("is a fault where something forbidden is reached or something needed is not", () => {
    const row = { inside: reached, outside: reached, enforceable: true } as const;
    expect(verdictOf({ ...row, expected: "refused" })).toBe("open");
    expect(verdictOf({ ...row, expected: "refused", enforceable: false })).toBe("beyond-kernel");
    expect(verdictOf({ ...row, expected: "reached", inside: not })).toBe("missing");
    expect(verdictOf({ ...row, expected: "reached" })).toBe("works");
  });
});
