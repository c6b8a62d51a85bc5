import { z } from "zod";

/**
 * A name by which a card is found, never its number: ALSA's id of it, `usb:VENDOR:PRODUCT` for the card of that USB
 * device whatever it is called, or `usb` for the only USB card that records.
 */
export const cardName = z
  .string()
  .regex(
    /^(usb(:[0-9a-f]{4}:[0-9a-f]{4})?|[A-Za-z_]\w{0,14})$/,
    "is neither a card's id nor `usb` nor `usb:1234:abcd`",
  );

export const channelChoice = z.union([
  z.literal("best"),
  z.int().min(0).max(15),
  z.array(z.int().min(0).max(15)).min(1),
]);

/** A control of the card's mixer and what it is set to, as `amixer cset` takes them. */
export const gain = z.strictObject({
  control: z.string().regex(/^[\w /()-]{1,44}$/, "is no name of a control"),
  value: z.string().regex(/^[\w %.,/;= -]{1,60}$/, "is no value of a control"),
});
export type Gain = z.output<typeof gain>;

/** Whether every channel that is listened to is one of the card's. */
export function hasChannels({
  channel,
  channels,
}: {
  readonly channel: z.output<typeof channelChoice>;
  readonly channels: number;
}): boolean {
  return channel === "best" || [channel].flat().every((each) => each < channels);
}

const DEFAULT_DEVICE = "default";

export const microphone = z
  .strictObject({
    device: z
      .string()
      .min(1)
      .default(DEFAULT_DEVICE)
      .describe("ALSA name of the capture device, best by card name: `hw:CARD=ArrayUAC10`"),
    cards: z
      .array(cardName)
      .max(8)
      .default([])
      .describe(
        "Instead of `device`: names of cards, of which the first that is there is opened. A name is ALSA's id of the card (`ArrayUAC10`), `usb:2886:001a` for the card of that USB device, or `usb` for the only USB card that records",
      ),
    rateHz: z
      .int()
      .min(8000)
      .max(192_000)
      .default(16_000)
      .describe("Native rate of the device, in hertz; Sotto resamples itself"),
    channels: z.int().min(1).max(16).default(1).describe("Native channel count of the device"),
    channel: channelChoice
      .default("best")
      .describe(
        "Channel to listen to, from 0; or a list of those that are capsules, of which the one with the best signal-to-noise ratio is heard; or `best`, of all, but for those that are dead, clip, or carry what is played",
      ),
    gains: z
      .array(gain)
      .max(32)
      .default([])
      .describe(
        'Controls of the card\'s mixer that are set before each opening, `{ control = "Capture Volume", value = "39,39" }`, as `amixer contents` names them; for a card by name',
      ),
    silenceMs: z
      .int()
      .min(200)
      .max(60_000)
      .default(2000)
      .describe("No bytes for so many milliseconds means a stalled device, which is opened again"),
  })
  .refine(hasChannels, { path: ["channel"], message: "is not below microphone.channels" })
  .refine((m) => m.cards.length === 0 || m.device === DEFAULT_DEVICE, {
    path: ["cards"],
    message: "and device exclude each other",
  })
  .prefault({});
