import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import { type Places, recorderName } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { MuteFile } from "../../light/edge/mute-file.js";
import { readKernelAccount } from "../../light/edge/proc-asound.js";
import type { LightStatus } from "../light/ask-light.js";
import type { Conversation } from "./conversation.js";
import { adviceOnCards, captureCards, type OpenedDevice, openedDevice } from "./doctor-card.js";
import { type Finding, ill, illness, untried, well } from "./health.js";
import { judgeLevels } from "./judge-levels.js";
import { recordBriefly } from "./record-briefly.js";
import { judgeOffer, offerOfDump } from "./sound-offer.js";
import { type Surroundings, told } from "./surroundings.js";

const LISTEN_MS = 4_000;

export interface LevelsOptions {
  readonly config: Config;
  readonly places: Places;
  readonly at: Surroundings;
  /** Undefined where no light runs. */
  readonly light: LightStatus | undefined;
  readonly person: Conversation | undefined;
}

/** Listens for some seconds where that is done behind nobody's back, and says what each channel gives. */
export async function* examineLevels(options: LevelsOptions): AsyncGenerator<Finding> {
  const { config, at, person, places } = options;
  const reason = whyClosed(options);
  if (reason !== undefined) {
    yield reason;
    return;
  }
  const { microphone } = config;
  const opened = openedDevice(microphone, at);
  if (opened === undefined) {
    yield untried("levels", "there is no card to open", "See card");
    return;
  }
  person?.say(`Speak a sentence now, from where you usually are: ${LISTEN_MS / 1000} seconds.`);
  const name = recorderName(places.run);
  const { check, refusedGains, fault } = await recordBriefly({ microphone, opened, name, forMs: LISTEN_MS });
  if (fault !== undefined) {
    yield brokenOff({ fault, opened, options });
    return;
  }
  const seconds = (check.samples / microphone.rateHz).toFixed(1);
  yield well("microphone", `${opened.device} open, ${seconds} s heard on ${microphone.channels} channel(s)`);
  if (refusedGains > 0) {
    const advice = `amixer -c ${opened.card} contents lists the controls and what they take`;
    yield ill("gains", `${refusedGains} of microphone.gains were not taken by the card`, advice);
  }
  yield* judgeLevels({
    channels: check.facts(),
    choice: microphone.channel,
    askedToSpeak: person !== undefined,
    gain: gainAdvice(microphone, opened),
  });
}

/** Why nothing is opened; undefined where it may be. With a light that runs the lamp shows that it is open. */
function whyClosed({ config, places, light }: LevelsOptions): Finding | undefined {
  const what = "levels";
  if (light !== undefined) {
    if (light.muted) {
      const press = "A short press of the button lifts the mute; then run it again";
      return untried(what, "muted: nothing is opened", press);
    }
    if (light.ear || light.isOpen) {
      const advice = "systemctl stop sotto-ear, run it again (the light shows it), systemctl start sotto-ear";
      return untried(what, "the ear has the microphone, and nothing is opened beside it", advice);
    }
    return undefined;
  }
  const { mute } = new MuteFile(places.light).read();
  if (mute === "muted")
    return untried(
      what,
      "muted: nothing is opened",
      "The button lifts it while the service runs: start it, and press shortly",
    );
  if (config.pins) {
    const advice = "systemctl start sotto-light, then run it again";
    return untried(what, "the light does not run, and without it nothing is opened", advice);
  }
  return undefined;
}

function gainAdvice({ gains }: Config["microphone"], { card }: OpenedDevice): string {
  const names = gains.map(({ control }) => control).join(", ");
  if (names !== "") return `microphone.gains (${names}), which are set before each opening`;
  if (card === undefined) return "alsamixer, F4";
  return `alsamixer -c ${card}, F4; then alsactl store, or microphone.gains`;
}

function brokenOff({
  fault,
  opened,
  options,
}: {
  readonly fault: "MICROPHONE_MISSING" | "MICROPHONE_BUSY" | "MICROPHONE_LOST";
  readonly opened: OpenedDevice;
  readonly options: LevelsOptions;
}): Finding {
  const { at, config, places } = options;
  const finding = illness("microphone", new SottoError(fault, `device ${opened.device}`));
  switch (fault) {
    case "MICROPHONE_BUSY": {
      const holders = readKernelAccount(join(at.proc, "asound"))
        .owners.map((pid) => `${told(join(at.proc, `${pid}/comm`)) ?? "a process"} (${pid})`)
        .join(", ");
      return holders === "" ? finding : { ...finding, seen: `${finding.seen}; held by ${holders}` };
    }
    case "MICROPHONE_MISSING": {
      // The card is there and says no: to the form, most of the time.
      const offer = judgeOffer(dumpOf(opened.device, recorderName(places.run)), config.microphone);
      if (offer?.health === "ill") return offer;
      return {
        ...finding,
        advice: adviceOnCards(captureCards(at) ?? [], "Its cable, or in the configuration"),
      };
    }
    case "MICROPHONE_LOST":
      return { ...finding, advice: `Was the button pressed meanwhile? Else: ${finding.advice}` };
  }
}

/** What the device takes, by its own word. It is opened for that, under the house's name. */
function dumpOf(device: string, name: string) {
  const args = ["-D", device, "--dump-hw-params", "-d", "1", "-t", "raw", "/dev/null"];
  const { stderr } = spawnSync("arecord", args, {
    argv0: name,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
    timeout: 5_000,
  });
  return offerOfDump(stderr ?? "");
}
