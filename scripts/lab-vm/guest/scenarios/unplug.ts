import { readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { ARRAY, isCapturing, isLit, openCaptures, untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { run } from "../commands.js";
import { mainPid, recorderPids } from "../services.js";
import { earEvents, speak } from "../speak.js";
import { pause, until } from "../time.js";

const DRIVER = "/sys/bus/platform/drivers/snd_aloop";
const START_MS = 240_000;

/** The platform device behind the card of that name: the second of the two. */
function deviceOf(card: string): string {
  const number = readlinkSync(`/proc/asound/${card}`).replace("card", "");
  const device = /snd_aloop\.\d+/.exec(readlinkSync(`/sys/class/sound/card${number}`))?.[0];
  if (device === undefined) throw new Error(`no device behind ${card}`);
  return device;
}

export const UNPLUG: Scenario = {
  name: "unplug",
  testedOn: "installed units, ALSA loopback unbound while arecord records, emulated",
  async run(tell) {
    await untilListening(START_MS);
    const device = deviceOf(ARRAY);
    const ear = mainPid("ear");
    const before = earEvents().length;
    // "computer send a message to ..." is 4.2 s long: the card goes in the middle of the command.
    const speaking = speak("1-name").catch(() => undefined);
    await pause(2_500);
    writeFileSync(`${DRIVER}/unbind`, device);
    const closedMs = await until(
      "the lamp is off after the card went",
      10_000,
      () => !isCapturing() && !isLit(),
    );
    await speaking;
    await pause(5_000);
    const told = earEvents()
      .slice(before)
      .map(({ event }) => event);
    tell({
      claim: "the card is pulled in mid-word: the light is off and nothing of the half sentence is sealed",
      holds: !told.includes("clip-sealed") && recorderPids().length === 0,
      figures: `dark after ${closedMs.toFixed(0)} ms; the ear told ${[...new Set(told)].join(", ")}`,
    });
    writeFileSync(`${DRIVER}/bind`, device);
    const backMs = await untilListening(60_000);
    tell({
      claim: "the card is plugged in again: the device hears by itself, with the same ear",
      holds: mainPid("ear") === ear,
      figures: `after ${(backMs / 1000).toFixed(1)} s`,
    });
  },
};

export const SWAPPED: Scenario = {
  name: "swapped",
  testedOn: "installed units, two ALSA loopback cards whose numbers are swapped, emulated",
  async run(tell) {
    await untilListening(START_MS);
    const numbers: string[] = [];
    const opened: string[] = [];
    for (const order of ["0,1", "1,0"]) {
      await run("systemctl", "stop", "sotto-ear");
      await run("modprobe", "--remove", "snd-aloop");
      await run(
        "modprobe",
        "snd-aloop",
        "enable=1,1",
        `index=${order}`,
        `id=Webcam,${ARRAY}`,
        "pcm_substreams=2,2",
      );
      await run("systemctl", "start", "sotto-ear");
      await untilListening(START_MS);
      numbers.push(
        readdirSync("/proc/asound")
          .filter((name) => name === ARRAY)
          .map((name) => readlinkSync(`/proc/asound/${name}`))
          .join(),
      );
      opened.push(
        openCaptures()
          .map(({ card }) => card)
          .join(),
      );
    }
    tell({
      claim: "two cards in swapped order: the microphone is opened by its name",
      holds: opened.every((card) => card === ARRAY) && numbers[0] !== numbers[1],
      figures: `${ARRAY} was ${numbers.join(", then ")}; opened: ${opened.join(", then ")}`,
    });
  },
};
