import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { FLASH_EVERY_MS } from "../../light/blinker.js";
import { askLight, askPress, type LightStatus } from "../light/ask-light.js";
import type { Conversation } from "./conversation.js";
import { type Finding, ill, untried, well } from "./health.js";
import { judgePress, liftsMute } from "./judge-press.js";
import { type LampSeen, LampWatch } from "./lamp-watch.js";
import type { Surroundings } from "./surroundings.js";

export interface ButtonOptions {
  readonly config: Config;
  readonly places: Places;
  readonly at: Surroundings;
  readonly light: LightStatus | undefined;
  /** Who sees the light; undefined where nobody may be asked. */
  readonly person: Conversation | undefined;
  /** Waits so long for a press; undefined where none is waited for. */
  readonly press: { readonly waitMs: number; readonly say: (text: string) => void } | undefined;
}

/** An ear that was let loose starts anew and loads its models. */
const EAR_OPENS_MS = 20_000;
const STATUS_MS = 2_000;
const AGAIN_MS = 200;

const SEE_IT = "Ask somebody who sees it, or run sotto doctor on a terminal beside it";

/**
 * Lets a person press the button and look at the light. The question mutes, and nothing lifts that but the press itself.
 */
export async function* examineButton(options: ButtonOptions): AsyncGenerator<Finding> {
  const { light, person, press, config, places } = options;
  const why = whyNot(light, press);
  if (why !== undefined || press === undefined) {
    yield untried("button", why?.seen ?? "", why?.advice ?? "");
    yield untried("light flashes", "nobody was asked", SEE_IT);
    return;
  }
  const willing = await person?.ask(
    "Try the button now? The house is muted for that, and only the button lifts it again.",
  );
  if (willing === "no" || willing === "unanswered") {
    yield untried("button", "left out", "Run it again and press the button");
    yield untried("light flashes", "left out", SEE_IT);
    return;
  }
  const lamp = LampWatch.open(config.pins, options.at);
  try {
    const answer = await askPress({
      places,
      waitMs: press.waitMs,
      onAsking: () =>
        press.say(
          `The light flashes now. Press the button within ${Math.round(press.waitMs / 1000)} s: shortly, and the house listens again; one to three seconds, and it stays muted.`,
        ),
    });
    const flashed = lamp?.seen();
    yield judgePress(answer, config.pins, press.waitMs);
    if (answer === undefined || answer === "busy") return;
    yield await theFlash(person, flashed);
    yield await afterwards(options, { lamp, mayOpen: liftsMute(answer) });
  } finally {
    lamp?.close();
  }
}

function whyNot(light: ButtonOptions["light"], press: ButtonOptions["press"]) {
  if (light === undefined) {
    return {
      seen: "the light does not run",
      advice: "systemctl start sotto-light, or sotto run; then again",
    };
  }
  if (press !== undefined) return undefined;
  return {
    seen: "nobody was asked to press it",
    advice: "sotto doctor on a terminal, or sotto doctor --press, which waits for a press",
  };
}

async function theFlash(person: Conversation | undefined, line: LampSeen | undefined): Promise<Finding> {
  const what = "light flashes";
  const kernel =
    line === undefined
      ? ""
      : `the kernel's line was lit ${line.flashes} time(s), ${Math.round(line.longestFlashMs)} ms at most`;
  const wires =
    "The LED's polarity, its resistor, its line in pins, pins.ledLit; a HAT's strip: its lines and its overlay";
  if (line?.flashes === 0) return ill(what, `${kernel}: nothing drives it`, wires);
  const answer = await person?.ask(
    `Did the light flash while it waited, once in ${FLASH_EVERY_MS / 1000} seconds?`,
  );
  const seen = (text: string) => (kernel === "" ? text : `${text}; ${kernel}`);
  if (answer === "no") return ill(what, seen("not seen"), wires);
  if (answer === "yes") return well(what, seen("seen"));
  return untried(what, kernel === "" ? "nobody was asked" : kernel, SEE_IT);
}

/** Steady where the microphone is open, off where it is closed: what is seen is compared with what the light says. */
async function afterwards(
  { places, person, press, light }: ButtonOptions,
  { lamp, mayOpen }: { readonly lamp: LampWatch | undefined; readonly mayOpen: boolean },
): Promise<Finding> {
  const what = "light tells";
  // An ear that was there ends with the mute, and comes again.
  const opens = mayOpen && light?.ear === true;
  if (opens) press?.say("Waiting for the ear to open the microphone.");
  await systemClock.sleep(AGAIN_MS);
  const status = await settled(places, opens ? EAR_OPENS_MS : 0);
  if (status === undefined) return ill(what, "the light does not answer", "systemctl status sotto-light");
  await systemClock.sleep(AGAIN_MS);
  const line = lamp?.seen();
  const { isOpen } = status;
  const truth = `the microphone is ${isOpen ? "open" : status.muted ? "closed, muted" : "closed"}`;
  const kernel = line === undefined ? "" : `, the kernel's line is ${line.isLit ? "lit" : "dark"}`;
  const report =
    "Pull the microphone's plug, and report it: the light must be steady if and only if it is open";
  if (line !== undefined && line.flashes === 0 && line.isLit !== isOpen)
    return ill(what, truth + kernel, report);
  const question = isOpen
    ? "The microphone is open: is the light steady now?"
    : "The microphone is closed: is the light dark now, but for a flash?";
  const answer = await person?.ask(question);
  if (answer === "no") return ill(what, `${truth}${kernel}, and the eye says otherwise`, report);
  if (answer === "yes") return well(what, `${truth}${kernel}, and so it was seen`);
  return untried(what, truth + kernel, SEE_IT);
}

/** The light's status as soon as the microphone is open, else at the end of the wait. */
async function settled(places: Places, waitMs: number): Promise<LightStatus | undefined> {
  const from = systemClock.monotonicMs();
  for (;;) {
    const status = await askLight({ places, what: "status", waitMs: STATUS_MS });
    const isOver = systemClock.monotonicMs() - from >= waitMs;
    if (status?.isOpen || isOver) return status;
    await systemClock.sleep(AGAIN_MS);
  }
}
