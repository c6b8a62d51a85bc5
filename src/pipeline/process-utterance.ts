import type { RawAudio } from "../capture/raw-audio.js";
import { type SampleSpan, toSamples } from "../domain/audio.js";
import type { Clock } from "../domain/clock.js";
import { SottoError } from "../domain/errors.js";
import type { Mode } from "../domain/mode.js";
import { type Conviction, decide } from "../findings/decide.js";
import { type Finder, findAll } from "../findings/finding.js";
import type { CutList } from "../plan/cut-list.js";
import { type LocatedFinding, planCuts } from "../plan/plan-cuts.js";
import type { CutFill } from "../redact/overwrite.js";
import { RedactedClip } from "../redact/redacted-clip.js";
import type { Hearing, Recogniser, WordTime } from "../transcript/recogniser.js";
import type { Transcript } from "../transcript/transcript.js";
import type { Spotted } from "../utterance/spotter-trace.js";
import { type Verification, VerifiedClip } from "../verify/verified-clip.js";
import { StageTimes, type UtteranceMs } from "./stage-times.js";

/** Why a clip does not leave. A reason tells of the machine, never of what was said. */
export const DROP_REASONS = [
  "local-mode",
  "no-words",
  "unsure-transcript",
  "recogniser-failed",
  "detector-failed",
  "align-failed",
  "plan-failed",
  "redact-failed",
  "verify-failed",
  "verify-found",
  "verify-unsure",
  "nothing-left",
  "called-off",
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export interface UtteranceTools {
  readonly recogniser: Recogniser;
  readonly finders: readonly Finder[];
  readonly clock: Clock;
  readonly mode: Mode;
  /** What the hot loop's spotter said; undefined without one. */
  readonly spotter: Spotted | undefined;
  readonly fill: CutFill;
  /** Asked between stages whether nobody wants the clip any more; undefined where that can't be. */
  readonly isCalledOff?: (() => boolean) | undefined;
}

export type UtteranceOutcome =
  | {
      readonly kind: "forward";
      readonly clip: VerifiedClip;
      /** What was overwritten in the sound; in text mode, where it would have been is not worked out. */
      readonly cuts: CutList;
      /** What was heard at first, for the owner's own screen; it is never sent or logged. */
      readonly transcript: Transcript;
      readonly ms: UtteranceMs;
    }
  | {
      readonly kind: "drop";
      readonly reason: DropReason;
      readonly transcript: Transcript | undefined;
      /** The error behind a stage that failed. */
      readonly cause: unknown;
      readonly ms: UtteranceMs;
    };

/** A stage that failed, with the reason that its failure is dropped for. */
class StageFailure {
  constructor(
    readonly reason: DropReason,
    readonly cause: unknown,
  ) {}
}

async function stage<T>(reason: DropReason, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFailure(reason, error);
  }
}

function toFailure(reason: DropReason, cause: unknown): SottoError {
  return new SottoError("INTERNAL", reason, new StageFailure(reason, cause));
}

/** Lets in what was told during the last stage, which held up this thread; throws when nobody wants the clip any more. */
async function assertWanted({ clock, isCalledOff }: UtteranceTools): Promise<void> {
  if (isCalledOff === undefined) return;
  await clock.sleep(0);
  if (isCalledOff()) throw toFailure("called-off", undefined);
}

function assertSane(hearing: Hearing): Hearing {
  const sane = (p: number) => Number.isFinite(p) && p >= 0 && p <= 1;
  const { words, tokens } = hearing.transcript;
  if (!words.every((w) => sane(w.probability)) || !tokens.every((t) => sane(t.probability))) {
    throw new SottoError("MODEL_FAILED", "a probability is not a number from 0 to 1");
  }
  return hearing;
}

async function locate(
  hearing: Hearing,
  convictions: readonly Conviction[],
  lengthSamples: number,
): Promise<readonly LocatedFinding[]> {
  if (convictions.length === 0) return [];
  const times = await hearing.locate(convictions);
  if (times.length !== convictions.length) throw new SottoError("MODEL_FAILED", "a word has no time");
  return convictions.map((conviction, i) => {
    const time = times[i];
    if (time === undefined) throw new SottoError("MODEL_FAILED", "a word has no time");
    const reached = reachingOut(time, hearing.transcript.words.length, lengthSamples);
    return { time: reached, types: conviction.types, sources: conviction.sources };
  });
}

/**
 * What sounds before the first word or behind the last and was not written down may be more of that very word: a
 * personal one is cut to the end of the clip on that side. An answer of nothing else leaves nothing.
 */
function reachingOut(time: WordTime, words: number, lengthSamples: number): WordTime {
  const start = time.wordStart === 0 ? 0 : time.span.start;
  const end = time.wordEnd === words ? lengthSamples : time.span.end;
  return { ...time, span: { start, end } };
}

/**
 * Where the spotter is within, at its lateness. Its spans reach 300 ms around what it scored: where words are cut in the
 * same place, those say how far the data goes, and where there are none it is cut wider.
 */
export const SPOTTER_UNCERTAINTY = toSamples(0.1);
export const LONE_SPOTTER_UNCERTAINTY = toSamples(0.29);

/**
 * The spotter convicts sound, not words: what the recogniser made of it does not matter. Of what kind it is, others know
 * better where they convict the same place.
 */
function spottedFinding(span: SampleSpan, located: readonly LocatedFinding[]): LocatedFinding {
  const isKnown = located.some(({ time: { span: its } }) => its.start < span.end && span.start < its.end);
  const uncertaintySamples = isKnown ? SPOTTER_UNCERTAINTY : LONE_SPOTTER_UNCERTAINTY;
  const time = { wordStart: 0, wordEnd: 0, span, uncertaintySamples };
  return { time, types: isKnown ? [] : ["DIGITS"], sources: ["spotter"] };
}

/** Whether the spotter convicts sound in which no word was convicted. */
async function isUnaccounted(
  raw: RawAudio,
  hearing: Hearing,
  convictions: readonly Conviction[],
  { spotter }: UtteranceTools,
): Promise<boolean> {
  const spans = spotter?.convicted ?? [];
  if (spans.length === 0) return false;
  const located = await locate(hearing, convictions, raw.samples.length);
  return spans.some(({ start, end }) => {
    const middle = (start + end) / 2;
    return !located.some(({ time }) => time.span.start <= middle && middle < time.span.end);
  });
}

/** How the way ends when no stage failed. */
type Ending =
  | { readonly kind: "forward"; readonly verification: Extract<Verification, { kind: "verified" }> }
  | { readonly kind: "drop"; readonly reason: DropReason };

/** One utterance after its words are known. Every throw becomes a drop in `processUtterance`. */
async function gate(
  raw: RawAudio,
  hearing: Hearing,
  tools: UtteranceTools,
  times: StageTimes,
): Promise<Ending> {
  const { transcript } = hearing;
  const strictness = tools.mode === "strict" ? "strict" : "redact";
  const decision = await stage("detector-failed", async () => {
    const findings = await findAll(tools.finders, transcript);
    return decide({ transcript, findings, spotter: tools.spotter?.highest, strictness });
  });
  times.end("find");
  if (decision.kind === "drop") return decision;
  const convictions = decision.kind === "cut" ? decision.convictions : [];
  const first = { transcript, convictions, finders: tools.finders, strictness } as const;
  if (tools.mode === "text") {
    // What the spotter heard and no convicted word accounts for has no words that could be left out.
    const unaccounted = await stage("align-failed", () => isUnaccounted(raw, hearing, convictions, tools));
    if (unaccounted) return { kind: "drop", reason: "unsure-transcript" };
    const verification = await stage("verify-failed", () => VerifiedClip.ofText(first));
    times.end("verify");
    return settled(verification);
  }
  await assertWanted(tools);
  const located = await stage("align-failed", () => locate(hearing, convictions, raw.samples.length));
  await assertWanted(tools);
  times.end("align");
  const spotted = (tools.spotter?.convicted ?? []).map((span) => spottedFinding(span, located));
  const cuts = await stage("plan-failed", () => planCuts([...located, ...spotted], raw.samples));
  const redacted = await stage("redact-failed", () => RedactedClip.redact(raw, cuts, tools.fill));
  times.end("redact");
  if (redacted.isEmpty) return { kind: "drop", reason: "nothing-left" };
  const verification = await stage("verify-failed", () =>
    VerifiedClip.ofSound(redacted, tools.recogniser, { ...first, times: located.map(({ time }) => time) }),
  );
  times.end("verify");
  return settled(verification);
}

function settled(verification: Verification): Ending {
  if (verification.kind === "refused") return { kind: "drop", reason: verification.reason };
  return { kind: "forward", verification };
}

/**
 * The whole way of one utterance: hear, find, decide, locate, plan, redact, verify. It never throws: a stage
 * that fails, and any doubt that can't be cut away, drops the clip. The raw sound is erased when it ends.
 */
export async function processUtterance(raw: RawAudio, tools: UtteranceTools): Promise<UtteranceOutcome> {
  const times = new StageTimes(tools.clock);
  let hearing: Hearing | undefined;
  const drop = (reason: DropReason, cause?: unknown): UtteranceOutcome => ({
    kind: "drop",
    reason,
    transcript: hearing?.transcript,
    cause,
    ms: times.all(),
  });
  try {
    if (tools.mode === "local") return drop("local-mode");
    hearing = await stage("recogniser-failed", async () =>
      assertSane(await tools.recogniser.hear(raw.samples)),
    );
    await assertWanted(tools);
    times.end("recognise");
    const ending = await gate(raw, hearing, tools, times);
    if (ending.kind === "drop") return drop(ending.reason);
    const { clip, cuts } = ending.verification;
    return { kind: "forward", clip, cuts, transcript: hearing.transcript, ms: times.all() };
  } catch (error) {
    const failure = error instanceof SottoError ? error.cause : undefined;
    return failure instanceof StageFailure
      ? drop(failure.reason, failure.cause)
      : drop("detector-failed", error);
  } finally {
    raw.erase();
    hearing?.release();
  }
}
