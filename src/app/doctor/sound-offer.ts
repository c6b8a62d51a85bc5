import type { Config } from "../../config/config.js";
import { type Finding, ill, well } from "./health.js";

/** One way in which a device records. */
export interface SoundOffer {
  readonly formats: readonly string[];
  readonly channels: Range;
  /** Rates in hertz; a range, or single ones. */
  readonly rates: readonly Range[];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const OUR_FORMAT = "S16_LE";

/** The capture part of `/proc/asound/cardN/streamM`, which USB devices have. Source: sound/usb/proc.c. */
export function offerOfStream(text: string): readonly SoundOffer[] {
  const capture = /^Capture:$([\s\S]*?)(?=^\S|$(?![\s\S]))/m.exec(text)?.[1] ?? "";
  return capture.split(/^\s+Altset \d+$/m).flatMap((part) => {
    const [format, channels, rates] = ["Format", "Channels", "Rates"].map(
      (key) => new RegExp(`^\\s+${key}: (.*)$`, "m").exec(part)?.[1],
    );
    if (format === undefined || channels === undefined || rates === undefined) return [];
    const range = /^(\d+) - (\d+)/.exec(rates);
    return {
      formats: format.split(/[ ,]+/),
      channels: single(Number(channels)),
      rates: range
        ? [{ from: Number(range[1]), to: Number(range[2]) }]
        : rates.split(", ").map((rate) => single(Number.parseInt(rate, 10))),
    };
  });
}

/** What `arecord --dump-hw-params` prints: `CHANNELS: [1 8]`, `RATE: 16000`, `FORMAT:  S16_LE S32_LE`. */
export function offerOfDump(text: string): readonly SoundOffer[] {
  const value = (key: string) => new RegExp(`^${key}:\\s*(.*)$`, "m").exec(text)?.[1]?.trim();
  const [formats, channels, rates] = [value("FORMAT"), value("CHANNELS"), value("RATE")];
  if (formats === undefined || channels === undefined || rates === undefined) return [];
  return [{ formats: formats.split(/\s+/), channels: rangeOf(channels), rates: [rangeOf(rates)] }];
}

/** Undefined where the device says nothing. */
export function judgeOffer(
  offers: readonly SoundOffer[],
  { rateHz, channels }: Pick<Config["microphone"], "rateHz" | "channels">,
): Finding | undefined {
  const what = "format";
  if (offers.length === 0) return undefined;
  const has = offers.map(told).join("; or ");
  const readable = offers.filter(({ formats }) => formats.includes(OUR_FORMAT));
  const fits = readable.some(
    (offer) => isIn(channels, offer.channels) && offer.rates.some((rate) => isIn(rateHz, rate)),
  );
  const asked = `${channels} channel(s) at ${rateHz} Hz`;
  if (fits) return well(what, `takes ${asked}, ${OUR_FORMAT}; it has ${has}`);
  const [best] = readable.toSorted((a, b) => b.channels.to - a.channels.to);
  if (best === undefined) {
    return ill(what, `no ${OUR_FORMAT}: it has ${has}`, 'Let ALSA change the form: device = "plughw:CARD=…"');
  }
  const rate = [16_000, 48_000, best.rates[0]?.to ?? 0].find((hertz) =>
    best.rates.some((range) => isIn(hertz, range)),
  );
  return ill(
    what,
    `does not take ${asked}; it has ${has}`,
    `microphone.channels = ${best.channels.to}, microphone.rateHz = ${rate}`,
  );
}

function told({ formats, channels, rates }: SoundOffer): string {
  return `${text(channels)} channel(s), ${rates.map(text).join(", ")} Hz, ${formats.join(" ")}`;
}

function text({ from, to }: Range): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}

function single(value: number): Range {
  return { from: value, to: value };
}

function rangeOf(value: string): Range {
  const [first = 0, second = first] = (value.match(/\d+/g) ?? []).map(Number);
  return { from: first, to: second };
}

function isIn(value: number, { from, to }: Range): boolean {
  return value >= from && value <= to;
}
