import { z } from "zod";
import { problemsOf } from "../config/problems.js";
import { MODES } from "../domain/mode.js";

/** The file on the card's FAT partition that a person edits before the first boot. */
export const SETUP_FILE = "sotto-setup.toml";

const encoder = new TextEncoder();

const wifi = z
  .strictObject({
    name: z
      .string()
      .refine((name) => encoder.encode(name).length <= 32, "is longer than 32 bytes")
      .optional()
      .describe("Name of the network; without it there is no Wi-Fi and a cable is used"),
    password: z
      .string()
      .regex(/^([\x20-\x7e]{8,63}|[0-9a-fA-F]{64})$/, "must be 8 to 63 plain characters, or 64 hex digits")
      .optional()
      .describe("Its WPA2 password; empty keeps the one that the device has for this network"),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be two capital letters, such as DE")
      .optional()
      .describe("Where the device is: what the radio may do differs"),
    hidden: z.boolean().default(false).describe("The network does not tell its name"),
  })
  .refine((w) => w.name !== undefined || w.password === undefined, {
    path: ["name"],
    message: "is missing, and there is a password",
  })
  .refine((w) => w.name === undefined || w.country !== undefined, {
    path: ["country"],
    message: "is missing",
  })
  .prefault({});

const broker = z
  .strictObject({
    url: z.string().optional().describe("`mqtts://HOST:PORT`, as in the configuration"),
    userName: z.string().optional(),
    password: z
      .string()
      .max(1024)
      .optional()
      .describe("Empty keeps the one that the device has for this user of this broker"),
    addresses: z
      .array(z.union([z.ipv4(), z.ipv6()], "must be an IP address"))
      .min(1)
      .max(8)
      .optional()
      .describe(
        "Addresses of a broker that `url` names by name: no other is reached then, and no resolver asked",
      ),
    caFile: z
      .string()
      .regex(/^[\w.-]+$/, "must be the name of a file beside this one")
      .optional()
      .describe("PEM file beside this one with the authorities that may sign the broker's certificate"),
    allowClear: z.boolean().optional().describe("As in the configuration"),
  })
  .refine((b) => b.url !== undefined || (b.userName ?? b.password ?? b.addresses ?? b.caFile) === undefined, {
    path: ["url"],
    message: "is missing",
  })
  .refine((b) => b.password === undefined || b.userName !== undefined, {
    path: ["userName"],
    message: "is missing, and there is a password",
  })
  .prefault({});

const keys = z
  .strictObject({
    owner: z
      .string()
      .optional()
      .describe("The owner's public key as one line; or copy owner.pub beside this file"),
    keeper: z.string().optional().describe("The keeper's; or copy keeper.pub beside this file"),
  })
  .prefault({});

export const setupSchema = z.strictObject({
  mode: z.enum(MODES).default("redact").describe("What may leave"),
  profile: z
    .string()
    .optional()
    .describe("Board with microphone, button and light: a name of hardware/profiles"),
  timeZone: z
    .string()
    .refine(isTimeZone, "is no time zone, such as Europe/Berlin")
    .default("Etc/UTC")
    .describe("For times that are told to people"),
  wifi,
  broker,
  keys,
  config: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Any further keys of the configuration, such as [config.wake]"),
});
export type Setup = z.output<typeof setupSchema>;

export type ReadSetup =
  | { readonly is: "whole"; readonly setup: Setup }
  | { readonly is: "mistaken"; readonly problems: readonly string[] };

/** Checks what stands in the file; a key without a value (`name = ""`, as the template has it) is a key left out. */
export function readSetup(raw: unknown): ReadSetup {
  const parsed = setupSchema.safeParse(withoutBlanks(raw));
  if (parsed.success) return { is: "whole", setup: parsed.data };
  return { is: "mistaken", problems: problemsOf(parsed.error) };
}

function withoutBlanks(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
  const entries = Object.entries(raw).filter(([, value]) => value !== "");
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutBlanks(value)]));
}

function isTimeZone(name: string): boolean {
  // The runtime also takes offsets such as +02:00, of which there is no file.
  if (!/^[A-Za-z]+(\/[\w+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}
