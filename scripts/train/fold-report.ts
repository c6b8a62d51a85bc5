import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import type { WakeWord } from "../../src/hotloop/hop-scores.js";
import type { SpotterCalibration } from "../../src/hotloop/spotter.js";
import type { Plausibility, SecondLookRule } from "../../src/wake/second-look.js";
import {
  chooseFirst,
  delaysOf,
  FIRST_THRESHOLDS,
  fitRule,
  SECOND_LOOKS,
  type SecondLookName,
  sureness,
  uniform,
} from "./calibrate.js";
import type { Sources } from "./data-set.js";
import type { RowSet } from "./feature-sets.js";
import type { FoldHeads } from "./fold-heads.js";
import { FOLDS } from "./folds.js";
import { type JudgedLook, judge } from "./judge-looks.js";
import { looksOf, type Thresholds } from "./looks.js";
import { scoresOf } from "./score-rows.js";
import { SMOOTHING_HOPS, SPEECH_THRESHOLD } from "./settings.js";
import { type SpeechFigures, speechFigures } from "./speech-figures.js";
import { type SpottedRow, spottedRows, thresholdFor } from "./spotter-figures.js";
import { countWakes, type Voices, type WordCount } from "./wake-figures.js";

export const CONDITIONS = ["clean", "noisy"] as const;
export type RowCondition = (typeof CONDITIONS)[number];

/** One line of a table of wake words. */
export interface WakeLine {
  readonly condition: RowCondition;
  readonly voices: Voices;
  readonly look: "first look" | SecondLookName;
  readonly words: readonly WordCount[];
}

/** A look with how sure a rule is of it that was fitted on other folds. */
export interface SureLook extends JudgedLook {
  readonly sure: number;
}

/** All that is known of heads on speakers that they did not hear in training. */
export interface FoldReport {
  readonly firstThresholds: Thresholds;
  /** Seconds from the end of each word to the decision at that threshold. */
  readonly delays: Readonly<Record<WakeWord, number>>;
  /** Fitted on all folds, for the heads that are shipped. */
  readonly rule: SecondLookRule;
  readonly spotter: SpotterCalibration;
  readonly wake: readonly WakeLine[];
  /** For the picture: both witnesses. */
  readonly looks: readonly SureLook[];
  readonly spotted: readonly SpottedRow[];
  readonly speech: Readonly<Record<RowCondition, SpeechFigures>>;
  readonly hours: Readonly<Record<Voices, number>>;
  readonly sets: readonly RowSet[];
}

export interface ReportTools {
  readonly sources: Sources;
  readonly engine: HopEngine;
  readonly plausibility: Plausibility;
  /** Names the recogniser. */
  readonly recogniser: string;
  readonly say: (line: string) => void;
}

/** Share of the harmless commands at the spotter's two points. */
export const TOUCHED = { suspects: 0.05, convicts: 0.005 } as const;

/** @param headsOf a fold: those that never heard its speakers */
export async function reportFolds(
  sets: readonly RowSet[],
  headsOf: (fold: number) => FoldHeads,
  tools: ReportTools,
): Promise<FoldReport> {
  const scored = sets.map((set) => {
    const heads = headsOf(set.fold);
    const scores = (name: "wake" | "speech" | "spotter") => scoresOf(heads[name], set.features, tools.engine);
    return { set, heads, wake: scores("wake"), speech: scores("speech"), spotter: scores("spotter") };
  });
  tools.say("rows scored");
  const counts = new Map(
    FIRST_THRESHOLDS.map((threshold) => {
      const looks = scored.flatMap(({ set, wake }) => looksOf(set, wake, uniform(threshold), SMOOTHING_HOPS));
      return [threshold, countWakes(sets, looks, "people")];
    }),
  );
  const firstThresholds = chooseFirst(counts);
  const judged: JudgedLook[] = [];
  for (const { set, heads, wake } of scored) {
    const looks = looksOf(set, wake, firstThresholds, SMOOTHING_HOPS);
    judged.push(...(await judge(looks, heads.strict, tools)));
    tools.say(`fold ${set.fold}, ${set.condition}: ${looks.length} first looks judged`);
  }
  const lines = (look: WakeLine["look"], accepted: readonly JudgedLook[]): WakeLine[] =>
    CONDITIONS.flatMap((condition) =>
      (["people", "made"] as const).map((voices): WakeLine => {
        const mine = sets.filter((set) => set.condition === condition);
        const words = countWakes(
          mine,
          accepted.filter(({ set }) => set.condition === condition),
          voices,
        );
        return { condition, voices, look, words };
      }),
    );
  const wake = lines("first look", judged);
  let looks: SureLook[] = [];
  for (const name of Object.keys(SECOND_LOOKS).filter(isSecondLook)) {
    const crossed = crossFitted(judged, sets, name);
    wake.push(
      ...lines(
        name,
        crossed.filter(({ isAccepted }) => isAccepted),
      ),
    );
    if (name === "both") looks = crossed;
  }
  const spotted = scored.flatMap(({ set, spotter }) => spottedRows(set, spotter));
  const harmless = spotted.filter(({ clip, condition }) => clip.harmless && condition === "clean");
  const speechOf = (condition: RowCondition) =>
    speechFigures(
      scored.flatMap(({ set, speech }) => (set.condition === condition ? [{ set, scores: speech }] : [])),
      SPEECH_THRESHOLD,
    );
  return {
    ...{ firstThresholds, delays: delaysOf(judged), wake, looks, spotted, sets },
    rule: fitRule(peopleOnly(judged), hoursOf(sets, "people"), "both"),
    spotter: {
      suspects: thresholdFor(harmless, TOUCHED.suspects),
      convicts: thresholdFor(harmless, TOUCHED.convicts),
    },
    speech: { clean: speechOf("clean"), noisy: speechOf("noisy") },
    hours: { people: hoursOf(sets, "people"), made: hoursOf(sets, "made") },
  };
}

function isSecondLook(name: string): name is SecondLookName {
  return name in SECOND_LOOKS;
}

/** Each look judged by a rule that was fitted, threshold and all, on the other folds. */
function crossFitted(
  judged: readonly JudgedLook[],
  sets: readonly RowSet[],
  name: SecondLookName,
): (SureLook & { readonly isAccepted: boolean })[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const others = peopleOnly(judged).filter(({ set }) => set.fold !== fold);
    const hours = hoursOf(
      sets.filter((set) => set.fold !== fold),
      "people",
    );
    const rule = fitRule(others, hours, name);
    return judged
      .filter(({ set }) => set.fold === fold)
      .map((look) => {
        const sure = sureness(rule, look);
        return { ...look, sure, isAccepted: sure >= rule.acceptedFrom };
      });
  }).flat();
}

/** Neural voices are many, alike and easy: a rule that was fitted on them would be theirs. */
function peopleOnly(judged: readonly JudgedLook[]): JudgedLook[] {
  return judged.filter(({ set, row }) => set.clips[row]?.source !== "kokoro");
}

/** Without the recordings of a wake word; the mean over the words, which differ by little. */
function hoursOf(sets: readonly RowSet[], voices: Voices): number {
  const words = countWakes(sets, [], voices);
  return words.reduce((sum, { hours }) => sum + hours, 0) / Math.max(1, words.length);
}
