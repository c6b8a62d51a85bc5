import { type Command, Option } from "commander";
import { loadBrokerSettings } from "../deliver/edge/broker-settings.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { SottoError } from "../domain/errors.js";
import { clipAsWav } from "../read/edge/clip-sound.js";
import { type ExportForm, exportClip } from "../read/edge/export-clip.js";
import { openReader, openReceiver } from "../read/edge/open-reader.js";
import { playWav } from "../read/edge/player.js";
import { Subscription } from "../read/edge/subscription.js";
import type { OpenedClip, Reception } from "../read/reader.js";
import { configOf, foldersOf, printJson } from "./options.js";
import { clipPicture } from "./terminal/clip-picture.js";
import { untilInterrupted } from "./terminal/interrupt.js";

interface JsonOption {
  readonly json?: boolean;
}

function readerOf(command: Command) {
  const folder = foldersOf(configOf(command)).owner;
  return openReader({ folder, clock: systemClock });
}

async function openOne(prefix: string, command: Command): Promise<OpenedClip> {
  const { reader } = await readerOf(command);
  return reader.open((await reader.find(prefix)).messageId);
}

async function list(options: JsonOption, command: Command): Promise<void> {
  const { reader } = await readerOf(command);
  const clips = await reader.list();
  if (options.json) {
    printJson(clips);
    return;
  }
  if (clips.length === 0) process.stdout.write("No clips yet. `sotto read watch` receives them.\n");
  for (const { messageId, arrivedAtMs, bucket } of clips) {
    process.stdout.write(`${messageId}  ${new Date(arrivedAtMs).toISOString()}  ${bucket} bytes, sealed\n`);
  }
}

async function open(prefix: string, options: JsonOption, command: Command): Promise<void> {
  const clip = await openOne(prefix, command);
  const { payload, policyHash: _policy, modelsHash: _models, ...told } = clip;
  if (options.json) {
    printJson({ ...told, payloadBytes: payload.length });
    return;
  }
  const when = `${new Date(clip.recordedAtMs).toISOString()}${clip.clock === "synced" ? "" : " (the device's clock was not set)"}`;
  process.stdout.write(`${clip.messageId}\n  from ${clip.deviceId}, ${when}, mode ${clip.mode}\n`);
  process.stdout.write(
    `  ${(clip.durationMs / 1000).toFixed(2)} s, cut out: ${clip.kinds.join(", ") || "nothing"}\n`,
  );
  process.stdout.write(`  ${await clipPicture(clip)}\n`);
}

async function play(prefix: string, options: { readonly device?: string }, command: Command): Promise<void> {
  await playWav(await clipAsWav(await openOne(prefix, command)), options);
}

async function exportOne(
  prefix: string,
  file: string,
  options: { readonly form: ExportForm },
  command: Command,
): Promise<void> {
  await exportClip(await openOne(prefix, command), file, options.form);
  process.stdout.write(`${file} holds the clip in clear now; it is yours to protect.\n`);
}

async function watch(command: Command): Promise<void> {
  const config = configOf(command);
  if (config.broker.url === undefined) {
    throw new SottoError("USAGE", "the configuration names no broker.url to read from");
  }
  const receiver = await openReceiver({
    folder: foldersOf(config).owner,
    clock: systemClock,
    observe: (reception) => process.stdout.write(`${receptionLine(reception)}\n`),
  });
  const subscription = new Subscription({
    settings: loadBrokerSettings({ ...config.broker, url: config.broker.url }),
    receiver,
    clock: systemClock,
    random: Math.random,
    onDenied: ({ code, topic }) =>
      process.stderr.write(`broker: ${code}: the access list denies ${topic}; nothing comes for that key\n`),
    observe: (status) =>
      process.stderr.write(
        `broker: ${status.state}${status.state === "waiting" ? ` (${status.tls ?? status.code})` : ""}\n`,
      ),
  });
  process.stdout.write(`Receiving from ${receiver.trusted.length} trusted device(s). Ctrl-C ends.\n`);
  await untilInterrupted();
  await subscription.close();
  const refused = { ...receiver.reader.counts.refusals, ...prefixed(subscription.counts.refusals) };
  for (const [what, count] of Object.entries(refused)) process.stdout.write(`refused ${count} ${what}\n`);
}

/** What came on the feed and was no word of the keeper's never reached the reader. */
function prefixed(refusals: Readonly<Partial<Record<string, number>>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(refusals).map(([code, count]) => [`on the feed: ${code}`, count ?? 0]),
  );
}

function receptionLine(reception: Reception): string {
  switch (reception.kind) {
    case "refused":
      return `refused ${reception.code}`;
    case "erased":
      return `erased ${reception.removed} clip(s), as tombstone ${reception.messageId} asked`;
    case "stored":
    case "duplicate":
      return `${reception.kind} ${reception.messageId}`;
  }
}

export function addReadCommand(program: Command): void {
  const read = program
    .command("read")
    .description("the reader, on the owner's machine: keeps clips sealed, opens them on demand");
  read
    .command("list")
    .description("every clip here, unopened")
    .option("--json", "as JSON")
    .action((options: JsonOption, command: Command) => list(options, command));
  read
    .command("open <id>")
    .description("opens one clip (the beginning of its id is enough) and shows what was cut")
    .option("--json", "as JSON, without the sound")
    .action((id: string, options: JsonOption, command: Command) => open(id, options, command));
  read
    .command("play <id>")
    .description("opens one clip and plays it")
    .option("--device <name>", "ALSA name of the loudspeaker")
    .action((id: string, options: { readonly device?: string }, command: Command) =>
      play(id, options, command),
    );
  read
    .command("export <id> <file>")
    .description("opens one clip into a new file")
    .addOption(
      new Option("--form <form>", "original is Opus in Ogg, or text")
        .choices(["original", "wav"])
        .default("wav"),
    )
    .action((id: string, file: string, options: { readonly form: ExportForm }, command: Command) =>
      exportOne(id, file, options, command),
    );
  read
    .command("watch")
    .description("fetches clips and erasures from the keeper, over the configured broker, until Ctrl-C")
    .action((_options: unknown, command: Command) => watch(command));
}
