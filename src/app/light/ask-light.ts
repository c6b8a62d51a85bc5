import { randomBytes } from "node:crypto";
import { type Places, socketPath } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { type ErasureStage, isErasureEnd } from "../../light/erasures.js";
import { LinkClient } from "../../link/edge/link-client.js";
import { openSocket } from "../../link/edge/open-link.js";
import type { LinkMessage, Selector } from "../../link/messages.js";

export interface AskedErasure {
  /** 16 bytes in hex, the same in the light's log, the ear's and the history. */
  readonly request: string;
  /** How far it came in the time given; undefined when not even the disk of the light has it. */
  readonly reached: ErasureStage | undefined;
}

/**
 * Asks the light for an erasure and waits for what comes of it. A connection that is lost is made again, and the
 * request, which keeps its id, is obeyed once.
 * @throws SottoError NOT_RUNNING, FILE_UNREADABLE when the socket is another user's
 */
export async function askErasure(options: {
  readonly places: Places;
  readonly selector: Selector;
  readonly waitMs: number;
  readonly observe: (stage: ErasureStage) => void;
}): Promise<AskedErasure> {
  const request = randomBytes(16).toString("hex");
  let reached: ErasureStage | undefined;
  await ask(options, { kind: "erase", request, selector: options.selector }, (message) => {
    if (message.kind === "status" || message.request !== request) return "wait";
    if (message.kind !== reached) options.observe(message.kind);
    reached = message.kind;
    return isErasureEnd(reached) ? "done" : "wait";
  });
  return { request, reached };
}

export type LightStatus = Extract<LinkMessage<"light-to-control">, { kind: "status" }>;

/**
 * Mutes, or only asks. Undefined when the light did not answer in time.
 * @throws SottoError NOT_RUNNING, FILE_UNREADABLE when the socket is another user's
 */
export async function askLight(options: {
  readonly places: Places;
  readonly what: "mute" | "status";
  readonly waitMs: number;
}): Promise<LightStatus | undefined> {
  let status: LightStatus | undefined;
  await ask(options, { kind: options.what }, (message) => {
    if (message.kind !== "status") return "wait";
    status = message;
    return "done";
  });
  return status;
}

async function ask(
  { places, waitMs }: { readonly places: Places; readonly waitMs: number },
  question: LinkMessage<"control-to-light">,
  heard: (answer: LinkMessage<"light-to-control">) => "wait" | "done",
): Promise<void> {
  const path = socketPath(places.run, "control");
  // A service that is not there is told at once, and not after the wait.
  (await openSocket(path)).destroy();
  const done = new AbortController();
  const client = new LinkClient({
    path,
    receives: "light-to-control",
    sends: "control-to-light",
    clock: systemClock,
    onConnect: () => client.send(question),
    onMessage: (answer) => {
      if (heard(answer) === "done") done.abort();
    },
  });
  try {
    await systemClock.sleep(waitMs, done.signal);
  } catch (error) {
    if (!done.signal.aborted) throw error;
  } finally {
    await client.close();
  }
}
