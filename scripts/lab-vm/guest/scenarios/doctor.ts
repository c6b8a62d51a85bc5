import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isCapturing, isLit, press, untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { systemctl } from "../commands.js";

const START_MS = 180_000;
const SHORT_MS = 150;
const DROP_IN = "/run/systemd/system/sotto-ear.service.d";

interface Line {
  readonly what: string;
  readonly health: string;
  readonly seen: string;
}

interface Walk {
  readonly lines: readonly Line[];
  /** Looks at which the microphone was open and the lamp lit, and at which they disagreed for two looks in a row. */
  readonly litWhileOpen: number;
}

/** Walks with the doctor, and does something as soon as it asks for a press. */
async function walk(
  args: readonly string[],
  whenAsked: () => Promise<void> = async () => undefined,
): Promise<Walk> {
  const child = spawn("sotto", ["doctor", "--json", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let litWhileOpen = 0;
  const looking = setInterval(() => {
    if (isCapturing() && isLit()) litWhileOpen += 1;
  }, 100);
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    if (part.includes("Press the button")) void whenAsked();
  });
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(looking);
  return { lines: JSON.parse(text), litWhileOpen };
}

const lineOf = ({ lines }: Walk, what: string): Line | undefined => lines.find((each) => each.what === what);
const isWell = (walked: Walk, what: string): boolean => lineOf(walked, what)?.health === "well";
const said = (walked: Walk, ...names: readonly string[]): string =>
  names.map((what) => `${what}: ${lineOf(walked, what)?.seen ?? "no such line"}`).join("; ");

/** The doctor on a device that runs, at the button, with the ear away, and on a unit that somebody has loosened. */
export const DOCTOR: Scenario = {
  name: "doctor",
  testedOn: "installed units, ALSA loopback, gpio-sim, emulated",
  async run(tell) {
    await untilListening(START_MS);
    const pressed = await walk(["--press", "--press-timeout", "60"], async () => press(SHORT_MS));
    const ill = pressed.lines.filter(({ health }) => health === "ill");
    tell({
      claim: "the doctor finds nothing ill on a device that runs",
      holds: ill.length === 0,
      figures:
        ill.length === 0
          ? `${pressed.lines.length} lines`
          : ill.map(({ what, seen }) => `${what}: ${seen}`).join("; "),
    });
    tell({
      claim: "the doctor sees the press of a real line, and the lamp's line flash and follow the microphone",
      holds: isWell(pressed, "button") && /lit [1-9]/.test(lineOf(pressed, "light flashes")?.seen ?? ""),
      figures: said(pressed, "button", "light flashes", "light tells"),
    });
    tell({
      claim: "the doctor opens nothing beside an ear that listens",
      holds: lineOf(pressed, "levels")?.health === "untried",
      figures: said(pressed, "levels"),
    });
    await systemctl("stop", "sotto-ear");
    mkdirSync(DROP_IN, { recursive: true });
    writeFileSync(`${DROP_IN}/loose.conf`, "[Service]\nPrivateNetwork=no\n");
    await systemctl("daemon-reload");
    const away = await walk([]);
    rmSync(DROP_IN, { recursive: true });
    await systemctl("daemon-reload");
    await systemctl("start", "sotto-ear");
    tell({
      claim: "with the ear stopped the doctor hears every channel while the lamp is lit",
      holds: isWell(away, "microphone") && away.litWhileOpen > 0,
      figures: `${said(away, "microphone", "levels")}; lit and open at ${away.litWhileOpen} looks, 100 ms apart`,
    });
    tell({
      claim: "the doctor names the wall that a drop-in has loosened",
      holds: lineOf(away, "ear's unit")?.seen.includes("PrivateNetwork=no") === true,
      figures: said(away, "ear's unit"),
    });
    await untilListening(START_MS);
  },
};
