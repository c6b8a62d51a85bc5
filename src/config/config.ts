import { z } from "zod";
import { SottoError } from "../domain/errors.js";
import { MODES } from "../domain/mode.js";
import { ENGINE_NAMES } from "../hotloop/embedding-engine.js";
import { WAKE_WORDS } from "../hotloop/hop-scores.js";
import { canBeWord, LONGEST_WORD, MOST_WORDS, SHORTEST_WORD } from "../hotloop/wake-words.js";
import { brokerLines, lineProblem } from "./broker-line.js";
import { lampProblems, MOST_PIXELS } from "./lamp-lines.js";
import { microphone } from "./microphone.js";
import { problemsOf } from "./problems.js";

const wake = z
  .strictObject({
    words: z
      .array(
        z
          .string()
          .refine(
            canBeWord,
            `is no wake word: lower-case letters, spaces and apostrophes, ${SHORTEST_WORD} to ${LONGEST_WORD} of them, four words at most`,
          ),
      )
      .min(1)
      .max(MOST_WORDS)
      .refine((words) => new Set(words).size === words.length, "names a word twice")
      .default([...WAKE_WORDS])
      .describe(
        "Wake words listened for: shipped (`computer`, `alexa`, `jarvis`) or enrolled (`sotto enroll`), 8 at most",
      ),
    engine: z
      .enum(["auto", ...ENGINE_NAMES])
      .default("auto")
      .describe("Engine of the hot loop; `auto` is the fastest that loads"),
  })
  .prefault({});

const utterance = z
  .strictObject({
    endOfSpeechMs: z
      .int()
      .min(500)
      .max(3000)
      .default(800)
      .describe("So long without speech ends an utterance, in milliseconds"),
    finishedMs: z
      .int()
      .min(480)
      .max(3000)
      .default(560)
      .describe(
        "So long is enough where the words so far sound finished, in milliseconds; no longer than `endOfSpeechMs`",
      ),
    patienceMs: z
      .int()
      .min(500)
      .max(10_000)
      .default(4000)
      .describe("So long after the wake word speech may begin, in milliseconds"),
  })
  .prefault({});

const broker = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Broker to send to, `mqtts://HOST:PORT`; several addresses of one cluster with commas between are tried in turn; `amqps://HOST:PORT` for keepers behind RabbitMQ. Without it the service runs its own on loopback",
      ),
    userName: z.string().min(1).optional().describe("User name at the broker"),
    passwordFile: z.string().min(1).optional().describe("File that holds the password and nothing else"),
    caFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "PEM file of the authorities that may sign the broker's certificate; with it no other is believed, without it the public ones that Node knows",
      ),
    pin: z
      .array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "must be SHA-256 in Base64, 44 characters"))
      .min(1)
      .max(8)
      .optional()
      .describe(
        "Public keys that the broker may have, beside a certificate that holds: SHA-256 of SPKI in Base64; more than one, so that it can change",
      ),
    certFile: z
      .string()
      .min(1)
      .optional()
      .describe("PEM file of this device's client certificate; read anew at each connection"),
    keyFile: z
      .string()
      .min(1)
      .optional()
      .describe("PEM file of the client certificate's key, readable by its owner alone"),
    folder: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Folder in which these files lie, for the sandboxes: shown whole, so that a file that is replaced there counts without a restart",
      ),
    allowClear: z
      .boolean()
      .default(false)
      .describe(
        "Lets mqtt:// leave this machine: clips stay sealed, but everybody on the way sees which device sends, when and how much",
      ),
  })
  .refine((b) => (b.certFile === undefined) === (b.keyFile === undefined), {
    path: ["certFile"],
    message: "certFile and keyFile go together",
  })
  .superRefine((b, { addIssue }) => {
    const problem = lineProblem(b);
    if (problem !== undefined) addIssue({ code: "custom", path: ["url"], message: problem });
  })
  .refine(
    (b) => b.url === undefined || brokerLines(b.url)?.[0].tls !== false || !(b.caFile ?? b.certFile ?? b.pin),
    {
      path: ["url"],
      message: "caFile, certFile and pin need mqtts://: over mqtt:// they would protect nothing",
    },
  )
  .prefault({});

const outbox = z
  .strictObject({
    maxClips: z
      .int()
      .min(1)
      .max(3_000)
      .default(2000)
      .describe("So many clips may wait; one more, and the oldest is evicted"),
    maxBytes: z
      .int()
      .min(1_000_000)
      .max(10_000_000_000)
      .default(200_000_000)
      .describe("So many bytes of clips may wait"),
    maxAgeHours: z
      .int()
      .min(1)
      .max(8760)
      .default(168)
      .describe("A clip that was not taken for so many hours expires"),
  })
  .prefault({});

const history = z
  .strictObject({
    retentionDays: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe(
        "What became of a clip or an erasure is forgotten on the device so many days after it left; what waits is not",
      ),
  })
  .prefault({});

const keeper = z
  .strictObject({
    retentionDays: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe("The keeper deletes a clip after so many days"),
    maxBytesPerDevice: z
      .int()
      .min(1_000_000)
      .max(1_000_000_000_000)
      .default(2_000_000_000)
      .describe("Of one device the keeper keeps so many bytes; beyond them it signs no receipt"),
    shared: z
      .boolean()
      .default(false)
      .describe(
        "Takes turns with other keepers of the same key and store at a broker with MQTT 5; over AMQP keepers always do",
      ),
  })
  .prefault({});

const store = z
  .strictObject({
    url: z
      .url({ protocol: /^postgres(ql)?$/, error: "must be postgresql://USER@HOST:PORT/DATABASE" })
      .refine((url) => !/^[a-z]+:\/\/[^/@]*:[^/@]*@/.test(url), "holds a password: use store.passwordFile")
      .optional()
      .describe(
        "PostgreSQL of one or many keepers, `postgresql://USER@HOST:PORT/DATABASE`; without it the store is a file in the keeper's folder. Not on loopback, the line is TLS",
      ),
    passwordFile: z
      .string()
      .min(1)
      .optional()
      .describe("File that holds the database's password and nothing else, readable by the keeper alone"),
    caFile: z
      .string()
      .min(1)
      .optional()
      .describe("PEM file of the authority that signed the database's certificate"),
    certFile: z.string().min(1).optional().describe("PEM file of the keeper's client certificate"),
    keyFile: z.string().min(1).optional().describe("PEM file of the client certificate's key"),
  })
  .refine((s) => (s.certFile === undefined) === (s.keyFile === undefined), {
    path: ["certFile"],
    message: "certFile and keyFile go together",
  })
  .prefault({});

const line = z.int().min(0).max(57);

const strip = z
  .strictObject({
    data: line.describe("Line of the strip's data"),
    clock: line.describe("Line of the strip's clock"),
    pixels: z
      .int()
      .min(2)
      .max(MOST_PIXELS)
      .describe("So many pixels; all of them are lit while a command is heard, at up to 60 mA each"),
    brightness: z
      .int()
      .min(1)
      .max(31)
      .default(4)
      .describe("Brightness of the one pixel that is lit while waiting"),
  })
  .optional();

/** Button and light, in a configuration as in a profile. */
export const pinKeys = z
  .strictObject({
    button: line.describe("Line of the privacy button, as the header names it (GPIO17 is 17)"),
    buttonPressed: z.enum(["low", "high"]).default("low").describe("Level of a pressed button"),
    led: line.optional().describe("Line of the light; either this or `strip`"),
    ledLit: z.enum(["low", "high"]).default("high").describe("Level at which the light is on"),
    ledBright: line
      .optional()
      .describe(
        "Second line of the light, lit in addition while a command is heard, so that waiting may be dim: `led` by the larger resistor",
      ),
    strip,
  })
  .superRefine((p, { addIssue }) => {
    for (const [path, message] of lampProblems(p)) addIssue({ code: "custom", path: [...path], message });
  });
const pins = pinKeys.optional().describe("Button and light; without them the terminal stands in");

const hardware = z
  .strictObject({
    profile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Name of a file in `hardware/profiles`, without `.json`: microphone and pins are taken from it, and keys set here win",
      ),
  })
  .prefault({});

const folders = z
  .strictObject({
    device: z
      .string()
      .min(1)
      .optional()
      .describe("Folder of the device's identity and the owner's pinned public key"),
    owner: z
      .string()
      .min(1)
      .optional()
      .describe("Folder of the owner's private key and clips, on the reader's machine"),
    words: z.string().min(1).optional().describe("Folder of enrolled wake words, which the ear reads"),
    light: z
      .string()
      .min(1)
      .optional()
      .describe("Folder of the mute state and of erasures that are not signed yet"),
    uplink: z
      .string()
      .min(1)
      .optional()
      .describe("Folder of the outbox and of the public keys that the uplink checks with"),
    keeper: z
      .string()
      .min(1)
      .optional()
      .describe("Folder of the keeper's key and store, on the keeper's machine"),
    run: z.string().min(1).optional().describe("Folder of the sockets between the processes"),
  })
  .prefault({});

/** The one schema: type, defaults, validation and docs/configuration.md come from it. */
export const configSchema = z.strictObject({
  mode: z
    .enum(MODES)
    .default("redact")
    .describe(
      "What may leave: `redact` cuts what was found, `strict` keeps only command words, `text` sends the redacted words without the voice, `local` sends nothing",
    ),
  hardware,
  microphone,
  wake,
  utterance,
  broker,
  outbox,
  history,
  keeper,
  store,
  pins,
  folders,
});

export type Config = z.output<typeof configSchema>;

/**
 * Checks a whole configuration.
 * @throws SottoError CONFIG_INVALID naming every problem with its path, unknown keys included.
 */
export function parseConfig(raw: unknown): Config {
  const parsed = configSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error);
  throw new SottoError("CONFIG_INVALID", `${problems.length} mistake(s)\n  ${problems.join("\n  ")}`);
}
