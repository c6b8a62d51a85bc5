import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HEADS_FOLDER } from "../../src/hotloop/edge/load-heads.js";
import type { Clip } from "./clip.js";
import { PARTS, partOf } from "./clip.js";
import type { BinaryResult, WakeResult } from "./evaluate.js";
import type { SpottedClips } from "./spotter-clips.js";

export interface Report {
  readonly seed: number;
  readonly trainedHours: number;
  readonly clips: readonly Clip[];
  readonly thresholds: Readonly<Record<string, number>>;
  readonly wake: Readonly<Record<string, readonly WakeResult[]>>;
  readonly speech: Readonly<Record<string, BinaryResult>>;
  readonly spotter: Readonly<Record<string, BinaryResult>>;
  readonly spottedClips: Readonly<Record<string, SpottedClips>>;
  readonly spotterThreshold: number;
}

/** Wilson's interval of 95 %, in per cent. */
export function interval(hits: number, of: number): string {
  if (of === 0) return "no cases";
  const z = 1.96;
  const share = hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return `${(100 * Math.max(0, middle - half)).toFixed(1)}-${(100 * Math.min(1, middle + half)).toFixed(1)} %`;
}

/** Writes models/heads/README.md, so that no figure in it is typed by hand. */
export function writeCard(report: Report): void {
  writeFileSync(join(HEADS_FOLDER, "README.md"), cardOf(report));
}

function cardOf(report: Report): string {
  const rows = (of: readonly WakeResult[]) =>
    of.map(
      ({ word, said, missed, falseAccepts, hours, endError }) =>
        `| ${word} | ${missed} of ${said} | ${interval(missed, said)} | ${falseAccepts} in ${hours.toFixed(2)} h | ${endError.toFixed(2)} s |`,
    );
  const wake = Object.entries(report.wake).flatMap(([name, results]) => [
    `**${name}**`,
    "",
    "| word | missed | 95 % | first looks elsewhere | median error of the end |",
    "|---|---|---|---|---|",
    ...rows(results),
    "",
  ]);
  const binary = (of: Readonly<Record<string, BinaryResult>>) =>
    Object.entries(of).map(
      ([name, r]) =>
        `| ${name} | ${r.positives} / ${r.negatives} | ${r.areaUnderCurve.toFixed(3)} | ${(100 * r.recall).toFixed(1)} % | ${(100 * r.falsePositives).toFixed(1)} % |`,
    );
  const spotted = Object.entries(report.spottedClips).map(
    ([name, { personal, spotted: hits, harmless, accused }]) =>
      `| ${name} | ${hits} of ${personal} | ${interval(hits, personal)} | ${accused} of ${harmless} | ${interval(accused, harmless)} |`,
  );
  return `${[
    "# Heads: speech, wake words, spoken personal data",
    "",
    "Three small networks on the shared speech embedding (each value of an embedding of 80 ms goes through a dense",
    "layer of its own, the last embeddings through another, sigmoid). Written by `npm run train`; no figure here is typed by hand.",
    "",
    "- Licence: Apache-2.0, like the project. The embedding is Google's (Apache-2.0) and is fetched, not kept here.",
    `- Seed ${report.seed}; ${report.trainedHours.toFixed(1)} hours of laid-out sound, the same recordings several times in other rooms and noise.`,
    `- Thresholds of the first look: ${Object.entries(report.thresholds)
      .map(([word, t]) => `${word} ${t}`)
      .join(
        ", ",
      )}. Chosen on the calibration speakers, sensitive on purpose: a second look by the recogniser decides.`,
    "",
    "## Data",
    "Speakers are split by the SHA-256 of their id, 6 : 2 : 2; sets without speakers by clip.",
    "",
    "| source | train | calibrate | report | licence |",
    "|---|---|---|---|---|",
    ...sourcesOf(report.clips),
    "",
    "Never heard in training or calibration: pii-an4, pii-spoken-dev, speech-lj, speech-meetings, and half of the noise recordings.",
    "Synthetic voices are the ones that are free for training; those that are kept for evaluation were never made to speak.",
    "",
    "## Wake words, first look, people not used in training",
    ...wake,
    "Recorded clips and neural voices together; first looks elsewhere include words that were chosen to sound alike.",
    "Where nothing was counted, an hour proves little: none in one hour means at most 3 an hour (95 %).",
    "",
    "## Speech, hop by hop at 0.5",
    "| set | hops with / without | area under curve | heard | false |",
    "|---|---|---|---|---|",
    ...binary(report.speech),
    "",
    "## Spoken personal data",
    `Hop by hop at ${report.spotterThreshold.toFixed(2)}:`,
    "",
    "| set | hops with / without | area under curve | heard | false |",
    "|---|---|---|---|---|",
    ...binary(report.spotter),
    "",
    "Clip by clip (highest score), sets that nobody trained on:",
    "",
    "| set | personal clips spotted | 95 % | harmless clips accused | 95 % |",
    "|---|---|---|---|---|",
    ...spotted,
    "",
    "## Weak",
    "- Few people: the intervals above say how few. Children, strong accents and far-field rooms are not in the data.",
    "- The mildest threshold that may be chosen, 0.3, was set after the figures of the reported sets had been seen once.",
    "- Neural voices share one model, some are blends whose parts stand on either side of the split, and pii-spoken-dev is",
    "  spoken by the same ones: figures on them are kinder than on strangers. `wake-community` computer is one person.",
    "- Rooms are simulated. Household noise is ten classes of sounds and a few recordings; there is no music and no television.",
    "- Names and addresses inside sentences are hardly heard by the spotter; it knows digits and spelled letters.",
    "- Ends of wake words in recordings are measured by energy and may be late where a room rings on.",
  ].join("\n")}\n`;
}

const LICENCES: Readonly<Record<string, string>> = {
  "wake-picovoice": "Apache-2.0",
  "wake-community": "public domain waiver",
  "misc-clips": "several, all free; see the set",
  "commands-picovoice": "Apache-2.0",
  "digits-fsdd": "CC-BY-SA-4.0",
  "digits-gsc": "CC-BY-4.0",
  "speech-libri": "CC-BY-4.0",
  kokoro: "Apache-2.0 (Kokoro-82M, training voices)",
  flite: "BSD-like",
  "espeak-ng": "GPL-3 tool, output free",
};

function sourcesOf(clips: readonly Clip[]): string[] {
  const sources = [...new Set(clips.map(({ source }) => source))];
  return sources.map((source) => {
    const cells = PARTS.map((part) => {
      const mine = clips.filter((clip) => clip.source === source && partUsed(clip) === part);
      const minutes = mine.reduce((sum, { samples }) => sum + samples.length / 960_000, 0);
      return mine.length === 0
        ? "-"
        : `${mine.length} clips, ${new Set(mine.map((c) => c.speaker)).size} speakers, ${minutes.toFixed(1)} min`;
    });
    return `| ${source} | ${cells.join(" | ")} | ${LICENCES[source] ?? ""} |`;
  });
}

function partUsed({ source, speaker }: Clip) {
  return source === "flite" || source === "espeak-ng" ? "train" : partOf(speaker);
}
