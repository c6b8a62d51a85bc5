import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import {
  type DemonstrationStep,
  demonstrate,
  type ErasureResult,
  type RecordingResult,
} from "../app/demonstration/demonstration.js";
import { demonstrationFolder, openDemonstrationHouse } from "../app/demonstration/demonstration-house.js";
import { calledHere } from "./called-here.js";
import { configOf, confinementOf, printJson } from "./options.js";
import { demonstrationLines, erasureLines, summaryLine } from "./terminal/demonstration-lines.js";
import { LampLines } from "./terminal/lamp-lines.js";

/** The demonstration's own recordings. */
export const RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));

interface DemoOptions {
  readonly recordings: string;
  readonly summary?: boolean;
  readonly json?: boolean;
  /** Fewer than this many as promised is a failure; all, unless it is said. */
  readonly atLeast?: string;
  readonly unconfined?: boolean;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function told(result: RecordingResult): object {
  return {
    verdict: result.verdict,
    dropped: result.dropped ?? null,
    kinds: result.clip?.kinds ?? [],
    sealedBytes: result.report?.bytes ?? null,
    ms: result.report?.ms ?? null,
  };
}

function isConfirmed(erasure: ErasureResult | undefined): boolean {
  return erasure?.confirmedMs !== undefined && erasure.isGone && erasure.isDark;
}

/** What is said while it goes on: all, a line each, or nothing. */
function narrator(options: DemoOptions): (step: DemonstrationStep) => Promise<void> {
  const isQuiet = options.summary || options.json;
  return async (step) => {
    switch (step.kind) {
      case "playing": {
        if (isQuiet) return;
        const expected = step.recording.harmless ? "a harmless command" : step.recording.kinds.join(", ");
        return say(`\n${step.number}/${step.of} "${step.recording.wake}", then ${expected}`);
      }
      case "ended":
        if (options.summary) say(summaryLine(step.number, step.recording.kinds, step.result));
        if (!isQuiet) say((await demonstrationLines(step.result)).join("\n"));
        return;
      case "erasing":
        if (!isQuiet)
          say("\nNow the button is held for 3 s: erase what was just said, everywhere, and be deaf.");
        return;
    }
  };
}

async function demo(options: DemoOptions, command: Command): Promise<void> {
  const isQuiet = options.summary || options.json;
  const confinement = await confinementOf(options);
  const here = calledHere();
  const lamps = new LampLines();
  const house = await openDemonstrationHouse({
    ...{ config: configOf(command), folder: demonstrationFolder(), confinement },
    observe: (event) => {
      const lamp = isQuiet ? undefined : lamps.of(event);
      if (lamp) say(`   ${lamp}`);
    },
  });
  try {
    if (!isQuiet) {
      say(
        "No microphone is listened to: recordings made for the purpose are played to a real recorder (arecord),",
      );
      say(
        `and walk every stage: ear, uplink, broker (${house.household.isEmbedded ? "Aedes on loopback" : house.household.brokerUrl}), keeper, reader.`,
      );
      say(
        confinement === "enforced"
          ? `Ear, light, uplink and keeper run each in a sandbox of its own: \`${here.command} isolation\` tries its walls.`
          : "Without sandboxes, as you asked: nothing but good manners keeps the processes apart.",
      );
    }
    const { recordings, erasure } = await demonstrate({
      ...{ crew: house.household.crew, feed: house.feed, microphone: house.microphone, reader: house.reader },
      recordings: options.recordings,
      observe: narrator(options),
    });
    const passed = recordings.filter((result) => result.verdict.kind === "passed").length;
    const wanted = Number(options.atLeast ?? recordings.length);
    if (options.json) printJson({ passed, of: recordings.length, results: recordings.map(told), erasure });
    else {
      if (erasure) say(erasureLines(erasure).join("\n"));
      say(`\n${passed} of ${recordings.length} came out as promised.`);
    }
    if (!isQuiet) {
      const sotto = `${here.command} --config ${house.configFile}`;
      say(`\nNext: \`${sotto} read list\` and \`${sotto} read play ID\` open what arrived,`);
      say(`\`${sotto} history\` tells what became of each clip. ${here.listen}`);
    }
    if (passed < wanted || (erasure && !isConfirmed(erasure))) process.exitCode = 1;
  } finally {
    await house.close();
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
    .option("--unconfined", "run without sandboxes where the kernel forbids them")
    .action(demo);
}
