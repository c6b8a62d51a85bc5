import type { Command } from "commander";
import { wireMicrophone } from "../app/played-microphone.js";
import { wireEar, wireSenses } from "../app/wire.js";
import { wireOutward, wireReader } from "../app/wire-delivery.js";
import type { AudioSource } from "../capture/audio-source.js";
import { FileSource } from "../capture/edge/file-source.js";
import { StdinSource } from "../capture/edge/stdin-source.js";
import { RealTimeSource } from "../capture/real-time-source.js";
import type { Config } from "../config/config.js";
import { Delivery, type DeliveryEvent } from "../deliver/delivery.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { ERRORS, type ErrorCode } from "../domain/errors.js";
import { streamLog } from "../log/edge/stream-log.js";
import { isPublicId, type Log, type Loggable, type PublicId } from "../log/log.js";
import type { EarEvent } from "../pipeline/ear.js";
import { kindsRemoved } from "../seal/clip-contents.js";
import { configOf, foldersOf } from "./options.js";
import { untilInterrupted } from "./terminal/interrupt.js";

/** So long a clip that was sealed before the end may still be sent. */
const FAREWELL_MS = 3000;

function publicId(text: string): PublicId | null {
  return isPublicId(text) ? text : null;
}

function isErrorCode(text: string): text is ErrorCode {
  return text in ERRORS;
}

type LogLine = readonly [event: string, fields?: Readonly<Record<string, Loggable>>];

/** What is told of an event: kinds, counts and milliseconds. Nothing for a first look, which says little by itself. */
function lineOf(event: EarEvent): LogLine | undefined {
  switch (event.kind) {
    case "opened":
      return ["microphone-open"];
    case "lost":
      return ["microphone-lost", { code: event.code, retryInMs: event.retryInMs }];
    case "looked":
      return undefined;
    case "woke":
      return ["woke", { score: event.look.score }];
    case "rejected":
      return ["wake-rejected", { score: event.look.score }];
    case "abandoned":
      return ["no-speech"];
    case "dropped":
      return [`clip-dropped-${event.reason}`, isErrorCode(event.reason) ? { code: event.reason } : {}];
    case "sealed":
      return [
        "clip-sealed",
        {
          id: publicId(event.clip.messageId),
          kinds: kindsRemoved(event.details.removed),
          cuts: event.details.removed.length,
          bytes: event.clip.bucket,
          waitMs: Math.round(event.report.ms.wait),
          fromSpeechEndMs: Math.round(event.report.ms.fromSpeechEnd),
        },
      ];
    case "closed":
      return ["microphone-closed"];
  }
}

function logDelivery(log: Log, event: DeliveryEvent): void {
  log.write(`clip-${event.kind}`, { id: publicId(event.messageId) });
}

/** What is listened to: the microphone, a sound file at its own pace, or standard input, WAV or raw 16 kHz mono. */
function sourceOf(input: string | undefined, config: Config): AudioSource {
  if (input === undefined) return wireMicrophone(config.microphone);
  if (input === "-") return new StdinSource(process.stdin);
  return new RealTimeSource(new FileSource(input), systemClock);
}

async function run(options: { readonly input?: string }, command: Command): Promise<void> {
  const config = configOf(command);
  const folders = foldersOf(config);
  const log = streamLog(process.stdout, systemClock);
  const senses = await wireSenses(config.wake.engine);
  const outward = await wireOutward({
    broker: config.broker,
    deviceFolder: folders.device,
    observe: (status) =>
      log.write(`broker-${status.state}`, status.state === "waiting" ? { code: status.code } : {}),
  });
  // A house without a broker reads on this machine; with one, `sotto read watch` does wherever the owner is.
  const inward = outward.isEmbedded
    ? await wireReader({ broker: { ...config.broker, url: outward.brokerUrl }, ownerFolder: folders.owner })
    : undefined;
  const delivery = new Delivery({
    transport: outward.transport,
    clock: systemClock,
    random: Math.random,
    observe: (event) => logDelivery(log, event),
  });
  const ear = wireEar({
    ...{ config, senses, keys: outward.keys, source: sourceOf(options.input, config) },
    observe: (event) => {
      const line = lineOf(event);
      if (line) log.write(...line);
      if (event.kind === "sealed") delivery.send(event.clip);
    },
  });
  log.write("listening", {
    mode: config.mode,
    engine: senses.hotLoop.engine,
    words: config.wake.words.length,
  });
  const listening = ear.run();
  await Promise.race([untilInterrupted(), listening]);
  await ear.mute();
  await listening;
  await Promise.race([delivery.idle(), systemClock.sleep(FAREWELL_MS)]);
  await delivery.close();
  await inward?.subscription.close();
  await outward.close();
  senses.hotLoop.dispose();
  log.write("stopped", { ...delivery.counts });
}

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("the service: listens, cuts, seals, sends; Ctrl-C closes the microphone")
    .option("--input <file>", "listen to a sound file instead, at its own pace; - for standard input")
    .action(run);
}
