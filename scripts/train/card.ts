import { poissonRate, wilson } from "../../src/evaluation/intervals.js";
import type { Clip } from "./clip.js";
import { CONDITIONS, type FoldReport, TOUCHED, type WakeLine } from "./fold-report.js";
import { FOLDS } from "./folds.js";
import { isMade, SPOTTER_KINDS, type SpottedRow } from "./spotter-figures.js";

export interface CardFacts {
  readonly seed: number;
  readonly trainedHours: number;
  readonly clips: readonly Clip[];
  readonly report: FoldReport;
}

const CONDITION_NAMES = { clean: "as recorded", noisy: "household noise at 10 dB" } as const;

/** models/heads/README.md, so that no figure in it is typed by hand. */
export function cardOf({ seed, trainedHours, clips, report }: CardFacts): string {
  const { firstThresholds, rule } = report;
  const round = (value: number) => value.toFixed(2);
  return `${[
    "# Heads: speech, wake words, spoken personal data",
    "",
    "Small networks on the shared speech embedding (each embedding of 80 ms goes through a dense layer, the last ones",
    "through another, sigmoid). Written by `npm run train`; no figure here is typed by hand.",
    "",
    "- Licence: Apache-2.0, like the project. The embedding is Google's (Apache-2.0) and is fetched, not kept here.",
    `- Seed ${seed}; ${trainedHours.toFixed(1)} hours of laid-out sound: the same recordings several times in other rooms and noise (0 to 30 dB).`,
    `- First look: mean of 2 hops at or above ${Object.entries(firstThresholds)
      .map(([word, threshold]) => `${threshold} (${word})`)
      .join(", ")}. Sensitive on purpose: a second look decides.`,
    `- Second look: ${round(rule.weights.first)} x first head + ${round(rule.weights.strict)} x strict head (log odds) + ${round(rule.weights.recogniser)} x recogniser (log plausibility) + ${round(rule.bias)}, believed from ${round(rule.acceptedFrom)}.`,
    "",
    figures(report),
    "",
    "![Misses against false accepts](trade-off.svg)",
    "",
    "## Data",
    "",
    "| source | clips | speakers | minutes | licence |",
    "|---|---|---|---|---|",
    ...sourcesOf(clips),
    "",
    "Synthetic voices are the ones that are free for training; those that are kept for evaluation were never made to speak.",
    "",
    "## Weak",
    "- Few people: the intervals say how few. Speakers of wake-picovoice were told apart by their sound, so one person may",
    "  stand in two folds. Children, strong accents and far-field rooms are not in the data.",
    "- Neural voices share one model: figures on made speech are kinder than on strangers.",
    "- Rooms are simulated. Household noise is ten classes of sounds and a few recordings; music and babble are computed.",
    "- Names and addresses inside of sentences are not the spotter's: it knows what is read out, digit by digit or letter by letter.",
    "- Ends of wake words in recordings are measured by energy and may be late where a room rings on.",
  ].join("\n")}\n`;
}

/** The tables alone, for docs/figures.md. */
export function figures(report: FoldReport): string {
  return [
    "## Wake words, on speakers that were not heard in training",
    "",
    `${FOLDS} folds over all recordings: each speaker is judged by heads that were trained on the other folds, in noise that they never heard; the second look's rule and threshold are fitted on the other folds too. Thresholds of the first look were chosen on all folds, by how often it looks elsewhere. One row is one recording, as \`sotto replay\` streams it. Shares with Wilson's interval, rates with Garwood's (95 %).`,
    "",
    "| voices | sound | look | word | missed | false accepts an hour |",
    "|---|---|---|---|---|---|",
    ...report.wake.flatMap(wakeRows),
    "",
    proves(report),
    "",
    "## Speech and its end",
    "",
    "| sound | hops with / without | area under curve | heard | taken for speech | end of speech, median (5-95 %) |",
    "|---|---|---|---|---|---|",
    ...CONDITIONS.map((condition) => {
      const { positives, negatives, areaUnderCurve, recall, falsePositives, endError } =
        report.speech[condition];
      const seconds = (value: number) => `${value >= 0 ? "+" : ""}${value.toFixed(2)} s`;
      return `| ${CONDITION_NAMES[condition]} | ${positives} / ${negatives} | ${areaUnderCurve.toFixed(3)} | ${percent(recall)} | ${percent(falsePositives)} | ${seconds(endError.p50)} (${seconds(endError.p5)} to ${seconds(endError.p95)}), ${endError.count} recordings |`;
    }),
    "",
    "## Personal data that is read out",
    "",
    "Highest score of each recording, at the two points of the spotter; both were set on harmless commands as recorded.",
    "",
    `| | as recorded, ${100 * TOUCHED.suspects} % point | 10 dB, ${100 * TOUCHED.suspects} % point | as recorded, ${100 * TOUCHED.convicts} % point | 10 dB, ${100 * TOUCHED.convicts} % point |`,
    "|---|---|---|---|---|",
    ...spotterRows(report),
  ].join("\n");
}

function wakeRows({ voices, condition, look, words }: WakeLine): string[] {
  return words
    .filter(({ said }) => said > 0)
    .map(
      ({ word, said, missed, falseAccepts, hours }) =>
        `| ${voices} | ${CONDITION_NAMES[condition]} | ${look} | ${word} | ${share(missed, said)} | ${rate(falseAccepts, hours)} |`,
    );
}

function proves({ wake }: FoldReport): string {
  const both = wake.filter(({ look, voices }) => look === "both" && voices === "people");
  const lines = both.map(({ condition, words }) => {
    const falseAccepts = words.reduce((sum, word) => sum + word.falseAccepts, 0);
    const hours = words.reduce((sum, word) => sum + word.hours, 0) / words.length;
    return `${CONDITION_NAMES[condition]}: ${falseAccepts} false accept(s) of the three words together in ${hours.toFixed(2)} h, ${rate(falseAccepts, hours)}`;
  });
  return `What the hours can prove, both looks, people and household noise: ${lines.join("; ")}.`;
}

function spotterRows({ spotted, spotter }: FoldReport): string[] {
  const points = [spotter.suspects, spotter.convicts];
  const row = (name: string, is: (row: SpottedRow) => boolean) => {
    const cells = points.flatMap((point) =>
      CONDITIONS.map((condition) => {
        const mine = spotted.filter((each) => each.condition === condition && is(each));
        return share(mine.filter(({ score }) => score >= point).length, mine.length);
      }),
    );
    return `| ${name} | ${cells.join(" | ")} |`;
  };
  const harmless = (made: boolean) => (row: SpottedRow) => row.clip.harmless && isMade(row.clip) === made;
  return [
    ...SPOTTER_KINDS.map(({ name, is }) => row(name, ({ clip }) => is(clip))),
    row("harmless commands of people, touched", harmless(false)),
    row("harmless commands of made voices, touched", harmless(true)),
  ];
}

function share(hits: number, of: number): string {
  if (of === 0) return "no cases";
  const { low, high } = wilson(hits, of);
  return `${percent(hits / of)} [${percent(low)}, ${percent(high)}] ${hits}/${of}`;
}

function rate(events: number, hours: number): string {
  const { low, high } = poissonRate(events, hours);
  return `${(events / hours).toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

const LICENCES: Readonly<Record<string, string>> = {
  "wake-picovoice": "Apache-2.0",
  "wake-community": "public domain waiver",
  "misc-clips": "several, all free; see the set",
  "commands-picovoice": "Apache-2.0",
  "digits-fsdd": "CC-BY-SA-4.0",
  "digits-gsc": "CC-BY-4.0",
  "pii-an4": "AN4 licence (BSD-style)",
  "pii-spoken-dev": "Apache-2.0, texts CC-BY-4.0",
  "speech-libri": "CC-BY-4.0",
  "speech-lj": "public domain",
  "speech-meetings": "CC-BY-4.0",
  "noise-esc10": "CC-BY-3.0",
  "noise-gsc": "CC-BY-4.0",
  "noise-speechbrain": "Apache-2.0",
  kokoro: "Apache-2.0 (Kokoro-82M, training voices)",
  flite: "BSD-like",
  "espeak-ng": "GPL-3 tool, output free",
};

function sourcesOf(clips: readonly Clip[]): string[] {
  return [...new Set(clips.map(({ source }) => source))].map((source) => {
    const mine = clips.filter((clip) => clip.source === source);
    const minutes = mine.reduce((sum, { samples }) => sum + samples.length / 960_000, 0);
    const speakers = new Set(mine.map(({ speaker }) => speaker)).size;
    return `| ${source} | ${mine.length} | ${speakers} | ${minutes.toFixed(1)} | ${LICENCES[source] ?? ""} |`;
  });
}
