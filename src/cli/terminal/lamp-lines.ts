import type { CrewEvent } from "../../app/household/crew.js";

/**
 * The stand-in lamp in words: when it turns steady or dark. A flash is neither, and says nothing of the microphone; but
 * what the light asks by flashing is said.
 */
export class LampLines {
  #isSteady = false;

  /** The line to show, where this event changes what is seen. */
  of(event: CrewEvent): string | undefined {
    const question = questionOf(event);
    if (question !== undefined) return question;
    const isSteady = this.#after(event);
    if (isSteady === undefined || isSteady === this.#isSteady) return undefined;
    this.#isSteady = isSteady;
    return isSteady ? "● light on: the microphone is open" : "○ light off: the microphone is closed";
  }

  #after(event: CrewEvent): boolean | undefined {
    // The lamp of a dead light shows nothing.
    if (event.kind === "ended" && event.name === "light") return false;
    if (event.kind !== "line" || event.from !== "light") return undefined;
    const { event: name, lamp } = event.line;
    if (name === "led-off") return false;
    return name === "led-on" && lamp !== "flash" ? true : undefined;
  }
}

function questionOf(event: CrewEvent): string | undefined {
  if (event.kind !== "line" || event.from !== "light" || event.line.event !== "consent-asked")
    return undefined;
  return `◌ light flashes: a command asks whether the key ${event.line["key"]} may be pinned; y agrees, m refuses`;
}
