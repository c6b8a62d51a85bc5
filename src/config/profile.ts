import { z } from "zod";
import { BOARDS, SYSTEMS, type System, TRIED_ON } from "./boards.js";
import { pinKeys } from "./config.js";
import { cardName, channelChoice, gain, hasChannels } from "./microphone.js";

const text = z.string().min(1);

/** What a channel of the card carries. */
const channel = z.strictObject({
  channel: z.int().min(0).max(15).describe("From 0"),
  carries: z
    .enum(["capsule", "processed", "loopback", "copy"])
    .describe("A raw capsule, the board's own mixture, what is played, or a copy of another channel"),
  note: text.optional(),
});

const microphone = z
  .strictObject({
    cards: z
      .array(cardName)
      .min(1)
      .describe("Names by which the card is found, in the order of their looking up"),
    rateHz: z.int().min(8000).max(192_000),
    channels: z.int().min(1).max(16),
    format: z
      .literal("S16_LE")
      .describe("What arecord is asked for; the card must give it without conversion"),
    channel: channelChoice.describe("Channel or channels that Sotto listens to"),
    channelMap: z.array(channel).min(1),
    gains: z
      .array(gain)
      .describe("Mixer controls that are set before each opening; empty where the card needs none"),
  })
  .refine(hasChannels, { path: ["channel"], message: "is none of the card's" })
  .refine((m) => m.channelMap.map((each) => each.channel).join() === [...Array(m.channels).keys()].join(), {
    path: ["channelMap"],
    message: "must have every channel of the card once, in order",
  });

/** A part of one's own on wires: where its other end goes, and the resistor before it. */
const onWire = z.strictObject({
  ground: z.int().min(1).max(40).describe("Pin of the header that its other end goes to"),
  ohm: z.int().min(1).optional().describe("Resistor in its way"),
});

const wiring = z.discriminatedUnion("mounted", [
  z.strictObject({
    mounted: z.literal("wires"),
    button: onWire,
    led: onWire,
    ledBright: onWire.optional(),
  }),
  z.strictObject({
    mounted: z.literal("hat").describe("Everything is on the board that sits on the header"),
  }),
]);

const bootLine = z.strictObject({
  line: text.describe("Line of config.txt"),
  systems: z.array(z.enum(SYSTEMS)).min(1),
  why: text,
});

const overlay = z.strictObject({
  name: text.describe("As dtoverlay= names it"),
  source: z
    .string()
    .regex(/^hardware\/overlays\/[\w-]+\.dts$/)
    .describe("Our own source of it, from the project's folder"),
  systems: z.array(z.enum(SYSTEMS)).min(1),
  why: text,
});

const part = z.strictObject({
  part: text,
  count: z.int().min(1),
  euro: z.tuple([z.number().min(0), z.number().min(0)]).describe("From and to, for one; rough, 2026"),
  note: text.optional(),
});

const cell = z.strictObject({
  systems: z.array(z.enum(SYSTEMS)).min(1),
  boards: z.array(z.enum(BOARDS)).min(1),
  verdict: z.enum(["works", "partly", "no"]),
  why: text,
  triedOn: z.array(z.enum(TRIED_ON)).min(1),
});

/** One file of hardware/profiles: a board with its microphone, button and light, as data. */
export const profileSchema = z.strictObject({
  $schema: z.literal("./profile.schema.json").optional(),
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .describe("As `hardware.profile` names it; the file's name without .json"),
  board: text.describe("What it is called where it is sold"),
  summary: text.describe("What it is and whom it suits, in a sentence or two"),
  connected: z.enum(["usb", "i2s"]),
  microphone,
  gpioChips: z.array(text).min(1).describe("Labels of the chips on which the lines are found"),
  pins: pinKeys,
  wiring,
  boot: z.array(bootLine),
  overlays: z.array(overlay),
  parts: z.array(part).min(1),
  matrix: z.array(cell).min(1).describe("Every system on every computer once"),
  sources: z.array(text).min(1).describe("Where the facts come from, in words"),
  unverified: z.array(text).describe("What nobody here has seen for himself and no source settles"),
});
export type Profile = z.output<typeof profileSchema>;
export type ProfileWiring = Profile["wiring"];

/** Lines of config.txt that the board needs on a system, in their order. */
export function bootLinesOf({ boot }: Pick<Profile, "boot">, system: System): readonly string[] {
  return boot.filter(({ systems }) => systems.includes(system)).map(({ line }) => line);
}
