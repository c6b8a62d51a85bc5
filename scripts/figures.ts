/**
 * Measures everything that docs/figures.md states and writes the page: `npm run figures`. With words after `--`, only the
 * sections whose titles hold one of them are measured, and the others stay as they are.
 * Wants the built program, the models, and the recordings for development beside the project (../shared/data).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SottoError } from "../src/domain/errors.js";
import { devSetFolder } from "./voices/voices-cache.js";

const project = fileURLToPath(new URL("..", import.meta.url));
const data = join(project, "..", "shared", "data");
const work = mkdtempSync(join(tmpdir(), "sotto-figures-"));

/** What a program prints. @param statuses other than these are a mistake of this script's, not a bad figure */
function run(program: string, args: readonly string[], statuses: readonly number[] = [0]): string {
  process.stderr.write(`${program} ${args.join(" ")}\n`);
  const done = spawnSync(program, args, {
    cwd: project,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status === null || !statuses.includes(done.status))
    throw new SottoError("USAGE", `${program} ${args.join(" ")} ended with ${done.status}`);
  return done.stdout.trim();
}

function sotto(...args: readonly string[]): string {
  return run("node", ["dist/cli/main.js", ...args]);
}

function manifest(set: string): string {
  return join(data, "manifests", `${set}.jsonl`);
}

function joined(name: string, sets: readonly string[]): string {
  const path = join(work, `${name}.jsonl`);
  writeFileSync(path, sets.map((set) => readFileSync(manifest(set), "utf8").trim()).join("\n"));
  return path;
}

/** One row at a time, for honest times. */
function evaluated(path: string, root: string, extra: readonly string[] = []): string {
  const noise = ["--noise", manifest("noise-esc10"), "--noise-root", data];
  return sotto("eval", path, "--root", root, "--jobs", "1", ...noise, ...extra);
}

function replay(name: string, path: string, root: string): string {
  const out = join(work, name);
  sotto("replay", "--manifest", path, "--root", root, "--out", out);
  return sotto("eval", "replay", "--manifest", path, "--root", root, "--report", join(out, "report.jsonl"));
}

function randomSet(): string {
  const out = join(work, "random-set");
  const seed = String(Math.trunc(Number(process.env["SEED"] ?? Date.now() % 1_000_000)));
  run("npx", ["tsx", "scripts/voices/make-random-set.ts", "--count", "12", "--seed", seed, "--out", out]);
  return `Seed ${seed}.\n\n${fenced(sotto("demo", "--recordings", out, "--summary"))}`;
}

/** Two words, a good one and a bad one, with the table and the judgement of each. */
function enrolled(): string {
  const config = join(work, "words.toml");
  writeFileSync(config, `[folders]\nwords = ${JSON.stringify(join(work, "words"))}\n`);
  const told = ["hey lighthouse", "okay house"].map((word) => {
    // 1: it was found unusable, which is told.
    const out = run(
      "node",
      ["dist/cli/main.js", "--config", config, "enroll", "--from", "spelling", word],
      [0, 1],
    );
    return out.slice(Math.max(0, out.indexOf("| word |")));
  });
  return told.join("\n\n");
}

/** Errors of located words, reach of the cuts around them, and what locating costs. */
function wordTimes(): string {
  const sets = [
    [manifest("pii-spoken-dev"), data],
    [join(madeSet, "manifest.jsonl"), madeSet],
  ] as const;
  const measured = sets.flatMap(([rows, root]) =>
    [[], ["--noisy"]].map((extra) => run("npx", ["tsx", "scripts/eval-word-times.ts", rows, root, ...extra])),
  );
  return fenced(measured.join("\n\n"));
}

/** A bench with its picture beside the page. */
function withPicture(name: string, args: readonly string[]): string {
  const file = `pictures/${name}.svg`;
  mkdirSync(join(project, "docs", "pictures"), { recursive: true });
  return `${sotto("bench", ...args, "--picture", join(project, "docs", file))}\n\n![${name}](${file})`;
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

function seeded(): readonly string[] {
  const seed = process.env["SEED"];
  return seed === undefined ? [] : ["--seed", seed];
}

/** Long sets are walked beside other work; time is told by the bench. */
function withoutTimes(text: string): string {
  return text.slice(0, Math.max(0, text.indexOf("### Stages"))).trim() || text;
}

/**
 * Hours of speech are not made for a page: only where the set is in the cache. Scores were chosen on its clips with an even
 * number, so the figures are of the others.
 */
function developmentSet(): readonly [string, () => string][] {
  const folder = devSetFolder();
  const whole = join(folder, "manifest.jsonl");
  if (!existsSync(whole)) return [];
  const path = join(work, "dev-set-odd.jsonl");
  const rows = readFileSync(whole, "utf8").trim().split("\n");
  writeFileSync(path, rows.filter((row) => /"path":"dev-\d*[13579]\./.test(row)).join("\n"));
  const set = "the development set, clips of odd number (training voices; nothing was chosen on them)";
  const outside = () => {
    run("scripts/peers/install", []);
    return evaluated(path, folder, ["--snr", "clean,10", "--limit", "120", "--outside", "whisper"]);
  };
  return [
    [
      `Redaction: 360 clips of ${set}`,
      () => withoutTimes(evaluated(path, folder, ["--snr", "clean,10", "--limit", "360"])),
    ],
    ["What Whisper tiny.en still hears: 120 clips of the same half", outside],
    [
      "Each witness alone: 120 clips of the same half",
      () => evaluated(path, folder, ["--snr", "clean", "--limit", "120", "--ablations"]),
    ],
    [
      `Redaction, strict mode: 120 clips of ${set}`,
      () =>
        withoutTimes(evaluated(path, folder, ["--snr", "clean,10", "--limit", "120", "--mode", "strict"])),
    ],
  ];
}

const PAGE = join(project, "docs", "figures.md");
const madeSet = join(project, "test", "made-set");
const sections: readonly [string, () => string][] = [
  ["Demonstration, six recordings kept in the project", () => fenced(sotto("demo", "--summary"))],
  ["Twelve recordings made in this run with random names and numbers", randomSet],
  [
    "Redaction: `pii-spoken-dev` (132 synthetic utterances; development set, its texts were looked at)",
    () => evaluated(manifest("pii-spoken-dev"), data, ["--snr", "clean,20,10,5"]),
  ],
  [
    "Redaction: AN4 (24 real people; whole-utterance answers count as one entity over all speech)",
    () => evaluated(manifest("pii-an4"), data, ["--snr", "clean,10"]),
  ],
  [
    "Redaction: the made set of the project (training voices)",
    () => evaluated(join(madeSet, "manifest.jsonl"), madeSet, ["--snr", "clean"]),
  ],
  ...developmentSet(),
  [
    "Redaction, strict mode: `pii-spoken-dev`",
    () => evaluated(manifest("pii-spoken-dev"), data, ["--mode", "strict", "--snr", "clean"]),
  ],
  [
    "Over-redaction: 95 real commands (`commands-picovoice`)",
    () => evaluated(manifest("commands-picovoice"), data, ["--snr", "clean,10"]),
  ],
  [
    "Where cuts begin and end: `pii-spoken-dev` and the made set, clean and at 10 dB (shares 0, .01, .05, .25, .5, .75, .95, .99, 1)",
    wordTimes,
  ],
  [
    "Hot loop by folds: wake words, the end of speech, personal data that is read out",
    () => run("scripts/train-heads", ["--report"]),
  ],
  [
    "Shipped heads: false accepts on all speech without wake words (`speech-libri`, `speech-lj`, `speech-meetings`; trained on)",
    () => replay("speech", joined("speech", ["speech-libri", "speech-lj", "speech-meetings"]), data),
  ],
  [
    "Shipped heads: wake words of `wake-picovoice`, `wake-community` (trained on)",
    () => replay("wake", joined("wake", ["wake-picovoice", "wake-community"]), data),
  ],
  ['A wake word of its spelling: "hey lighthouse", and a bad choice: "okay house"', enrolled],
  [
    "Arrays: the channel that is heard, in simulated rooms",
    () => fenced(run("npx", ["tsx", "scripts/array-figures.ts"])),
  ],
  ["Time and memory", () => sotto("bench", "--peers")],
  [
    "From the last sample of speech to the sealed clip: the demonstration, and the cost by length",
    () => withPicture("lengths", ["--latency"]),
  ],
  [
    "From the last sample of speech to the sealed clip: `pii-spoken-dev`",
    () => sotto("bench", "--latency", "--manifest", manifest("pii-spoken-dev"), "--root", data),
  ],
  ["Keeping up: ten minutes at the pace of real time", () => sotto("bench", "--pace", "10")],
  ["Hot loop alone: time of a hop, memory", () => withPicture("hops", ["--hot-loop"])],
  ["Hot loop: 24 hours of sound", () => withPicture("memory", ["--endurance", "24"])],
  [
    "Kills: ear, light, uplink, keeper and broker, at random, in a house in which commands are spoken",
    // 1: a promise was broken, which the table says.
    () => fenced(run("npx", ["tsx", "scripts/faults.ts", "--kills", "200", ...seeded()], [0, 1])),
  ],
  ["Outbox: time, bytes and memory", () => fenced(run("npx", ["tsx", "scripts/outbox-figures.ts"]))],
  [
    "The envelope parser under fuzzing: a million inputs",
    // 1: something was found, which the tables say.
    () => run("npx", ["tsx", "scripts/fuzz.ts", ...seeded()], [0, 1]),
  ],
  [
    "Faults of the disk below the real outbox",
    // 1: a promise was broken, which the table says.
    () => fenced(run("npx", ["tsx", "scripts/disk-faults.ts", ...seeded()], [0, 1])),
  ],
  [
    "Many keepers: 10,000 clips, four keepers on one PostgreSQL behind three nodes of RabbitMQ; a keeper, a node and the database are killed",
    // 1: a clip was lost or came twice, which the table says.
    () => run("npx", ["tsx", "scripts/scale.ts", "--clips", "10000"], [0, 1]),
  ],
  // 1: a clip was lost, which the table says.
  ["Delivery under load", () => run("npx", ["tsx", "scripts/load.ts"], [0, 1])],
  ["Walls: what each process cannot reach", () => fenced(sotto("isolation").split("\n").at(-1) ?? "")],
];

const titleOf = (heading: string) => heading.replace(/^## /, "");

/** What the page says now, by title. */
function sectionsNow(): ReadonlyMap<string, string> {
  const parts = readFileSync(PAGE, "utf8")
    .split(/^(?=## )/m)
    .slice(1);
  return new Map(
    parts.map((part) => {
      const [heading = "", ...body] = part.split("\n");
      return [titleOf(heading), body.join("\n").trim()];
    }),
  );
}

function isWanted(title: string): boolean {
  const words = process.argv.slice(2);
  return words.length === 0 || words.some((word) => title.toLowerCase().includes(word.toLowerCase()));
}

function page(): string {
  const processor = cpus()[0]?.model ?? "unknown";
  const head = [
    "# Figures",
    "",
    "Written by `npm run figures`, which runs the commands a reader can run; single sections may have been measured apart. Shares stand with Wilson's 95 % interval and their cases, rates with Garwood's. *Covered* means that every sample of every word's true interval is overwritten (60 ms of slack).",
    "",
    `Machine: ${cpus().length} cores, ${processor}, Node ${process.versions.node}. Nothing here was measured on a Raspberry Pi.`,
    "",
  ];
  const now = sectionsNow();
  const body = sections.flatMap(([title, measure]) => {
    const told = now.get(title);
    const text = isWanted(title) || told === undefined ? measure() : told;
    return [`## ${title}`, "", text, ""];
  });
  return [...head, ...body].join("\n");
}

try {
  writeFileSync(PAGE, page());
} finally {
  rmSync(work, { recursive: true, force: true });
}
