import { resolve } from "node:path";
import type { Command } from "commander";
import type { CrewEvent } from "../app/household/crew.js";
import { type Household, startHousehold } from "../app/household/household.js";
import { checkBeforeRun } from "../app/household/preflight.js";
import { openReading, type Reading } from "../app/wire-reader.js";
import type { Config } from "../config/config.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { SottoError } from "../domain/errors.js";
import type { Subscription } from "../read/edge/subscription.js";
import { configFileOf, configOf, confinementOf, foldersOf } from "./options.js";
import { type Interruption, interruption } from "./terminal/interrupt.js";
import { LampLines } from "./terminal/lamp-lines.js";
import { STAND_IN_HELP, standInKeys } from "./terminal/stand-in.js";

interface RunOptions {
  readonly input?: string;
  readonly unconfined?: boolean;
  readonly lampInLog?: boolean;
}

interface Served {
  readonly config: Config;
  readonly end: Interruption;
  readonly hasTerminal: boolean;
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

/** A microphone that is open has a lamp that somebody can see and a button that somebody can press. */
function checkPanel({ pins }: Config, { lampInLog }: RunOptions): void {
  if (pins !== undefined || lampInLog || process.stdin.isTTY) return;
  throw new SottoError("LIGHT_UNSEEN", "no pins are configured and standard input is no terminal");
}

/** Runs the processes until the end, and stops them whatever happens. */
async function serve(household: Household, reading: Reading | undefined, parts: Served): Promise<void> {
  const { config, end, hasTerminal } = parts;
  let subscription: Subscription | undefined;
  let giveBack: (() => void) | undefined;
  try {
    subscription = reading?.receive({ ...config.broker, url: household.brokerUrl });
    giveBack = hasTerminal ? wireTerminal(household, end) : undefined;
    await end.happened;
    await household.silence();
    await Promise.race([household.drained(), systemClock.sleep(FAREWELL_MS)]);
  } finally {
    giveBack?.();
    await subscription?.close();
    await household.stop();
  }
}

async function run(options: RunOptions, command: Command): Promise<void> {
  const config = configOf(command);
  const places = foldersOf(config);
  const isLive = options.input === undefined;
  const hasTerminal = isLive && config.pins === undefined && process.stdin.isTTY;
  await checkBeforeRun(config, places);
  if (isLive) checkPanel(config, options);
  const confinement = await confinementOf(options);
  // A house without a broker reads on this machine; with one, `sotto read watch` does wherever the owner is.
  const reading =
    config.broker.url === undefined ? await openReading({ ownerFolder: places.owner }) : undefined;
  const end = interruption();
  const lamps = new LampLines();
  try {
    const household = await startHousehold({
      ...{ config, places, configFile: configFileOf(command), confinement },
      ...(isLive ? {} : { input: options.input === "-" ? "-" : resolve(options.input ?? "") }),
      observe: (event) => {
        tell(event);
        const lamp = hasTerminal ? lamps.of(event) : undefined;
        if (lamp) process.stderr.write(`${lamp}\n`);
        if (!isLive) endsWithItsInput(event, end);
      },
    });
    await serve(household, reading, { config, end, hasTerminal });
  } finally {
    reading?.release();
  }
}

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("the service: listens, cuts, seals, sends; Ctrl-C closes the microphone")
    .option("--input <file>", "listen to a sound file instead, at its own pace; - for standard input")
    .option(
      "--lamp-in-log",
      "listen where there are neither pins nor a terminal: the log says when the light is on",
    )
    .option("--unconfined", "run without sandboxes where the kernel forbids them")
    .action(run);
}
