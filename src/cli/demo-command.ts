import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { demonstrate, type RecordingResult } from "../app/demonstration.js";
import { pairKeys } from "../app/pair-keys.js";
import { openPlayedMicrophone } from "../app/played-microphone.js";
import { wireSenses } from "../app/wire.js";
import { wireOutward, wireReader } from "../app/wire-delivery.js";
import { configOf, foldersOf, printJson } from "./options.js";
import { demonstrationLines, summaryLine } from "./terminal/demonstration-lines.js";

/** The demonstration's own recordings. */
export const RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));
const CONNECT_MS = 15_000;

interface DemoOptions {
  readonly recordings: string;
  readonly summary?: boolean;
  readonly json?: boolean;
  /** Fewer than this many as promised is a failure; all, unless it is said. */
  readonly atLeast?: string;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function told(result: RecordingResult): object {
  return {
    verdict: result.verdict,
    dropped: result.dropped ?? null,
    kinds: result.clip?.kinds ?? [],
    sealedBytes: result.sealedBytes ?? null,
    ms: result.report?.ms ?? null,
  };
}

async function demo(options: DemoOptions, command: Command): Promise<void> {
  const config = configOf(command);
  const folders = foldersOf(config);
  pairKeys(folders);
  const senses = await wireSenses(config.wake.engine);
  const outward = await wireOutward({ broker: config.broker, deviceFolder: folders.device });
  const { reader, subscription } = await wireReader({
    broker: { ...config.broker, url: outward.brokerUrl },
    ownerFolder: folders.owner,
  });
  const microphone = await openPlayedMicrophone();
  const isQuiet = options.summary || options.json;
  try {
    await subscription.ready(AbortSignal.timeout(CONNECT_MS));
    await outward.transport.ready(AbortSignal.timeout(CONNECT_MS));
    if (!isQuiet) {
      say(
        "No microphone is listened to: recordings made for the purpose are played to a real recorder (arecord),",
      );
      say(
        `and walk every stage to a reader. Engine ${senses.hotLoop.engine}, broker ${outward.isEmbedded ? "Aedes on loopback" : outward.brokerUrl}.`,
      );
    }
    const results = await demonstrate({
      ...{ config, senses, keys: outward.keys, microphone, transport: outward.transport, reader },
      recordings: options.recordings,
      observe: async (step) => {
        if (step.kind === "playing" && !isQuiet) {
          const expected = step.recording.harmless ? "a harmless command" : step.recording.kinds.join(", ");
          say(`\n${step.number}/${step.of} "${step.recording.wake}", then ${expected}`);
        }
        if (step.kind === "ended" && options.summary)
          say(summaryLine(step.number, step.recording.kinds, step.result));
        if (step.kind === "ended" && !isQuiet) say((await demonstrationLines(step.result)).join("\n"));
      },
    });
    const passed = results.filter((result) => result.verdict.kind === "passed").length;
    if (options.json) printJson({ passed, of: results.length, results: results.map(told) });
    else say(`\n${passed} of ${results.length} came out as promised.`);
    if (!isQuiet) {
      say(
        "\nNext: `npm run sotto -- read list` and `npm run sotto -- read play ID` open what arrived. Plug in a microphone and run scripts/start again.",
      );
    }
    if (passed < Number(options.atLeast ?? results.length)) process.exitCode = 1;
  } finally {
    await subscription.close();
    await outward.close();
    await microphone.close();
    senses.hotLoop.dispose();
  }
}

export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("plays made recordings through the whole real way, from a recorder to a reader")
    .option("--recordings <folder>", "folder with recordings.json and its files", RECORDINGS)
    .option("--at-least <n>", "exit status 0 when so many came out as promised (default: all)")
    .option("--summary", "a line for each recording")
    .option("--json", "as JSON")
    .action(demo);
}
