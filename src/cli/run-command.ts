import { resolve } from "node:path";
import type { Command } from "commander";
import type { CrewEvent } from "../app/household/crew.js";
import { type Household, startHousehold } from "../app/household/household.js";
import { checkBeforeRun } from "../app/household/preflight.js";
import { wireReader } from "../app/wire-reader.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { configFileOf, configOf, confinementOf, foldersOf } from "./options.js";
import { type Interruption, interruption } from "./terminal/interrupt.js";
import { LampLines } from "./terminal/lamp-lines.js";
import { STAND_IN_HELP, standInKeys } from "./terminal/stand-in.js";

interface RunOptions {
  readonly input?: string;
  readonly unconfined?: boolean;
}

/** So long a clip that was sealed before the end may still be sent. */
const FAREWELL_MS = 3000;

/** One JSON object a line, with the process that says it. */
function tell(event: CrewEvent): void {
  if (event.kind === "line")
    process.stdout.write(`${JSON.stringify({ process: event.from, ...event.line })}\n`);
  else if (event.kind === "ended")
    process.stdout.write(
      `${JSON.stringify({ process: event.name, event: "process-ended", signal: event.signal })}\n`,
    );
}

/** A file or a pipe that has ended: what was heard of it is sealed, and there is no more. */
function endsWithItsInput(event: CrewEvent, end: Interruption): void {
  if (event.kind !== "line" || event.line.event !== "microphone-closed") return;
  if (event.line["why"] === "ended") end.now();
}

/** The stand-in button, where a person sits at a terminal and no pins are configured. */
function wireTerminal(household: Household, end: Interruption): () => void {
  process.stderr.write(`${STAND_IN_HELP}\n`);
  return standInKeys(process.stdin, { button: (edge) => household.crew.button(edge), interrupt: end.now });
}

async function run(options: RunOptions, command: Command): Promise<void> {
  const config = configOf(command);
  const places = foldersOf(config);
  await checkBeforeRun(config, places);
  const isLive = options.input === undefined;
  const hasTerminal = isLive && config.pins === undefined && process.stdin.isTTY;
  const end = interruption();
  const lamps = new LampLines();
  const household = await startHousehold({
    ...{ config, places, configFile: configFileOf(command), confinement: await confinementOf(options) },
    ...(isLive ? {} : { input: options.input === "-" ? "-" : resolve(options.input ?? "") }),
    observe: (event) => {
      tell(event);
      const lamp = hasTerminal ? lamps.of(event) : undefined;
      if (lamp) process.stderr.write(`${lamp}\n`);
      if (!isLive) endsWithItsInput(event, end);
    },
  });
  // A house without a broker reads on this machine; with one, `sotto read watch` does wherever the owner is.
  const inward = household.isEmbedded
    ? await wireReader({
        broker: { ...config.broker, url: household.brokerUrl },
        ownerFolder: places.owner,
      })
    : undefined;
  const giveBack = hasTerminal ? wireTerminal(household, end) : undefined;
  await end.happened;
  giveBack?.();
  await household.silence();
  await Promise.race([household.drained(), systemClock.sleep(FAREWELL_MS)]);
  await inward?.subscription.close();
  await household.stop();
}

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("the service: listens, cuts, seals, sends; Ctrl-C closes the microphone")
    .option("--input <file>", "listen to a sound file instead, at its own pace; - for standard input")
    .option("--unconfined", "run without sandboxes where the kernel forbids them")
    .action(run);
}
