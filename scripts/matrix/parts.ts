/** One run of the night. */
export interface MatrixPart {
  /** As in docs/faults.md. */
  readonly faults: readonly string[];
  readonly what: string;
  readonly command: readonly string[];
  /** The command is another script of package.json, and the part is left out where there is none. */
  readonly script?: string;
}

const vitest = (faults: readonly string[], what: string, ...files: readonly string[]): MatrixPart => ({
  ...{ faults, what },
  command: ["node_modules/.bin/vitest", "run", ...files],
});

const script = (
  faults: readonly string[],
  what: string,
  name: string,
  ...args: readonly string[]
): MatrixPart => ({
  ...{ faults, what, script: name },
  command: ["npm", "run", "--silent", name, "--", ...args],
});

export interface NightOptions {
  readonly hours: number;
  readonly seed: number;
}

/** In the order in which they run: the short ones first. */
export function nightParts({ hours, seed }: NightOptions): readonly MatrixPart[] {
  return [
    vitest(["F8"], "acknowledgements lost", "test/faults/lost-acks.test.ts"),
    vitest(
      ["F10", "F11"],
      "reason codes, poison",
      "test/deliver/reason-codes.test.ts",
      "test/deliver/poison.test.ts",
    ),
    vitest(["F12"], "packet identifiers", "test/faults/packet-ids.test.ts"),
    vitest(["F9"], "poor and dead lines", "test/faults/lines.test.ts"),
    vitest(["F13"], "clocks", "test/faults/clocks.test.ts", "test/faults/false-clocks.test.ts"),
    vitest(["F7"], "broker killed and restarted", "test/faults/broker-restarts.test.ts"),
    vitest(["F6"], "7 days without a broker", "test/faults/outage.test.ts"),
    {
      ...{ faults: ["F6"], what: "30 days without a broker" },
      command: [
        "node",
        "--import",
        "tsx",
        "scripts/matrix/outage.ts",
        "--days",
        "30",
        "--seed",
        String(seed),
      ],
    },
    vitest(["F19"], "button while the broker fails", "test/faults/presses.test.ts"),
    script(["F1", "F2", "F3", "F4", "F5"], "disk", "disk-faults", "--nightly"),
    script(["F15", "F16"], "clusters and keepers", "scale", "--clips", "10000"),
    vitest(["F3"], "the uplink killed at calls of its disk", "test/app/uplink-disk.test.ts"),
    vitest(["F18"], "strangers", "test/security/strangers.test.ts"),
    script(["F18"], "fuzzing", "fuzz"),
    script(
      ["F3", "F19"],
      "a house whose processes are killed",
      "faults",
      "--kills",
      "200",
      "--seed",
      String(seed),
    ),
    {
      ...{ faults: ["F20"], what: `soak of ${hours} h` },
      command: [
        "node",
        "--import",
        "tsx",
        "scripts/matrix/soak.ts",
        "--seconds",
        String(Math.round(hours * 3_600)),
      ],
    },
  ];
}
