import type { ChannelFacts } from "../../capture/channel-check.js";
import type { ChannelChoice } from "../../capture/channels.js";
import { type Finding, ill, well } from "./health.js";

/** Share of clipped samples from which words are spoilt. */
const CLIPPED_SHARE = 0.001;
/** Speech that is quieter loses its consonants in 16 bits and in the room's noise, dB of full scale. */
const QUIET_SPEECH_DB = -50;
/** A room is quieter than this; a fan beside the capsule, or too much gain, is not. */
const NOISY_FLOOR_DB = -40;
/** Speech stands out of the noise by so much, or nobody spoke. */
const SPEECH_DB = 10;
/** So far below the best, a capsule is covered or broken, or is no capsule. */
const DEAF_DB = 20;
/** A constant part of 2 % of full scale. */
const OFFSET = 0.02;

export interface HeardLevels {
  readonly channels: readonly ChannelFacts[];
  /** As configured. */
  readonly choice: ChannelChoice;
  /** Somebody was asked to speak meanwhile. */
  readonly askedToSpeak: boolean;
  /** How the gain of this card is set. */
  readonly gain: string;
}

type Fault = "dead" | "twin" | "clipped" | "deaf" | "quiet" | "noisy" | "offset";

/** What a recording of some seconds means, channel by channel, and what to write in the configuration. */
export function judgeLevels(heard: HeardLevels): readonly Finding[] {
  const { channels } = heard;
  if (channels.every(({ isDead }) => isDead)) {
    const seen = "digital silence on every channel: the device is open and gives nothing";
    const advice =
      "A mute switch or button on the microphone itself? Another device of the card (arecord -l)?";
    return [ill("levels", seen, `${advice} Its capture switch: ${heard.gain}`)];
  }
  const faults = channels.map((facts) => faultsOf(facts, heard));
  return [
    ...channels.map((facts, channel) => told(facts, channel, faults[channel] ?? [], heard)),
    verdict(heard, faults),
  ];
}

function faultsOf(facts: ChannelFacts, heard: HeardLevels): readonly Fault[] {
  if (facts.isDead) return ["dead"];
  const { askedToSpeak, channels } = heard;
  const best = Math.max(...channels.map(({ loudDb }) => loudDb));
  const faults: Fault[] = [];
  if (facts.twinOf !== undefined) faults.push("twin");
  if (facts.clippedShare > CLIPPED_SHARE) faults.push("clipped");
  if (Math.abs(facts.offset) > OFFSET) faults.push("offset");
  if (best - facts.loudDb >= DEAF_DB && channels.length > 1) faults.push("deaf");
  else if (askedToSpeak && facts.loudDb < QUIET_SPEECH_DB) faults.push("quiet");
  if (facts.floorDb > NOISY_FLOOR_DB) faults.push("noisy");
  return faults;
}

const MEANING: Readonly<Record<Fault, string>> = {
  dead: "digital silence: no capsule is behind it",
  twin: "the same sound, sample by sample",
  clipped: "clipped: the gain is too high",
  deaf: "far below the best: a covered or broken capsule, or a channel of what is played",
  quiet: "too quiet: the gain is too low",
  noisy: "loud even when nobody speaks: a fan beside it, or too much gain",
  offset: "a constant voltage beside the sound",
};

function told(
  facts: ChannelFacts,
  channel: number,
  faults: readonly Fault[],
  { gain }: HeardLevels,
): Finding {
  const decibels = (db: number) => `${db.toFixed(0)}`;
  const levels = facts.isDead
    ? ""
    : `loud ${decibels(facts.loudDb)}, quiet ${decibels(facts.floorDb)}, peak ${decibels(facts.peakDb)} dBFS`;
  const meanings = faults.map((fault) => {
    if (fault === "twin") return `${MEANING.twin}, as channel ${facts.twinOf}`;
    if (fault === "clipped")
      return `${MEANING.clipped} (${(100 * facts.clippedShare).toFixed(1)} % of samples)`;
    return MEANING[fault];
  });
  const seen = [levels, ...meanings].filter((part) => part !== "").join("; ");
  return well(`channel ${channel}`, seen, adviceOn(faults, gain));
}

function adviceOn(faults: readonly Fault[], gain: string): string | undefined {
  if (faults.includes("clipped")) return `Lower the gain: ${gain}`;
  if (faults.includes("quiet")) return `Raise the gain: ${gain}`;
  if (faults.includes("noisy")) return `Move it away from fans and loudspeakers, or lower the gain: ${gain}`;
  if (faults.includes("offset"))
    return "Harmless to Sotto below a tenth of full scale; a sign of a poor converter";
  return undefined;
}

/** What makes a channel one that is not to be heard while another can be. */
const UNFIT: readonly Fault[] = ["dead", "twin", "deaf", "clipped"];

function verdict(heard: HeardLevels, faults: readonly (readonly Fault[])[]): Finding {
  const { channels, choice, askedToSpeak } = heard;
  const isFit = (channel: number) => !(faults[channel] ?? ["dead"]).some((fault) => UNFIT.includes(fault));
  const all = channels.map((_, channel) => channel);
  const fit = all.filter(isFit);
  const wanted = typeof choice === "object" ? choice : typeof choice === "number" ? [choice] : all;
  const lines = `microphone.channel = ${fit.length === 1 ? fit[0] : `[${fit.join(", ")}]`}`;
  const what = "levels";
  const alive = `${all.filter((channel) => channels[channel]?.isDead === false).length} of ${all.length} channel(s) alive`;
  if (fit.length === 0) {
    return ill(what, `${alive}, and none is good`, adviceOn(faults.flat(), heard.gain) ?? MEANING.deaf);
  }
  if (!wanted.some(isFit)) return ill(what, `${alive}; of those that are configured none is good`, lines);
  const speech = Math.max(...fit.map((c) => (channels[c]?.loudDb ?? 0) - (channels[c]?.floorDb ?? 0)));
  if (askedToSpeak && speech < SPEECH_DB) {
    const seen = `${alive}, and no speech stands out: ${speech.toFixed(0)} dB above the noise at most`;
    return ill(what, seen, `Run it again and speak; then raise the gain: ${heard.gain}`);
  }
  const stands = askedToSpeak ? `, speech ${speech.toFixed(0)} dB above the noise` : "";
  // "best" passes over what is dead or clips by itself, and a list does among its own.
  const isNarrower = wanted.length > fit.length && typeof choice !== "number";
  return well(what, `${alive}, ${fit.length} of use${stands}`, isNarrower ? lines : undefined);
}
