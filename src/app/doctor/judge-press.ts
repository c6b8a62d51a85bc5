import type { Config } from "../../config/config.js";
import { LIFT_MS } from "../../light/press.js";
import type { PressAnswer } from "../light/ask-light.js";
import { type Finding, ill, untried, well } from "./health.js";

/** No contact bounces so often in one press; a wire without a resistor does, from any hand that comes near. */
const FLOATING_EDGES = 30;
/** A good button gives two; more means that it bounces, which the light bears. */
const CLEAN_EDGES = 2;

/** What the light told of a press, or of none. */
export function judgePress(
  answer: PressAnswer | "busy" | undefined,
  pins: Config["pins"],
  waitedMs: number,
): Finding {
  const what = "button";
  if (answer === undefined) {
    return ill(what, "the light gave no answer", "systemctl status sotto-light; journalctl -u sotto-light");
  }
  if (answer === "busy") {
    const seen = "nobody was asked: another question is open at the device";
    return untried(what, seen, "Run it again when that one is answered");
  }
  const line = pins === undefined ? "the button" : `GPIO${pins.button}`;
  const pull = `Give ${line} a pull-${pins?.buttonPressed === "high" ? "down" : "up"}: gpio=${pins?.button ?? "N"}=p${pins?.buttonPressed === "high" ? "d" : "u"} in config.txt, or a resistor of 10 kilohm`;
  if (answer.edges > FLOATING_EDGES) {
    return ill(what, `${line} changed ${answer.edges} times: it floats`, pull);
  }
  if (answer.kind === "pressed") {
    const { downMs, upMs, edges } = answer;
    const bounces = edges > CLEAN_EDGES ? `, ${edges} changes of the line` : "";
    return well(what, `press seen after ${downMs} ms, released after ${upMs - downMs} ms${bounces}`);
  }
  if (answer.isDown) {
    const turned = pins?.buttonPressed === "high" ? "low" : "high";
    return ill(
      what,
      `${line} reads pressed all the time`,
      `Was a finger on it? Else pins.buttonPressed = "${turned}", or a wire that touches another`,
    );
  }
  const seen = `no press in ${Math.round(waitedMs / 1000)} s, ${answer.edges} change(s) of the line`;
  return ill(what, seen, `The button's two wires: one to ${line}, one to ground, and pins.button. ${pull}`);
}

/** A press that is so short lets the house listen again. */
export function liftsMute(answer: PressAnswer | "busy" | undefined): boolean {
  return (
    answer !== undefined &&
    answer !== "busy" &&
    answer.kind === "pressed" &&
    answer.upMs - answer.downMs <= LIFT_MS
  );
}
