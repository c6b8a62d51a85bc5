import { randomBytes } from "node:crypto";
import { type Places, socketPath } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { ERASURE_STAGES, type ErasureStage, isErasureEnd } from "../../light/erasures.js";
import { CONSENT_MS } from "../../light/light.js";
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
    if (!isStage(message) || message.request !== request) return "wait";
    if (message.kind !== reached) options.observe(message.kind);
    reached = message.kind;
    return isErasureEnd(reached) ? "done" : "wait";
  });
  return { request, reached };
}

type Answer = LinkMessage<"light-to-control">;

function isStage(message: Answer): message is Extract<Answer, { kind: ErasureStage }> {
  return ERASURE_STAGES.some((stage) => stage === message.kind);
}

/** A press that began in time may end so much later, and the answer has to travel. */
const CONSENT_WAIT_MS = CONSENT_MS + 10_000;

/**
 * Asks whoever stands at the device whether a key may be pinned. The microphone is closed by the question, and stays so.
 * @param key id of the key, 16 bytes in hex
 * @throws SottoError NOT_RUNNING, FILE_UNREADABLE when the socket is another user's, CONSENT_REFUSED
 */
export async function askConsent(options: {
  readonly places: Pick<Places, "run">;
  readonly key: string;
  /** The light flashes from now on. */
  readonly onAsking: () => void;
}): Promise<void> {
  const { places, key } = options;
  const request = randomBytes(16).toString("hex");
  let answer: "consented" | "refused" | undefined;
  let isAsked = false;
  await ask({ places, waitMs: CONSENT_WAIT_MS }, { kind: "ask-consent", request, key }, (message) => {
    if (message.kind === "status" || message.request !== request) return "wait";
    if (message.kind === "asking") {
      isAsked = true;
      options.onAsking();
    }
    if (message.kind !== "consented" && message.kind !== "refused") return "wait";
    answer = message.kind;
    return "done";
  });
  if (answer !== "consented") {
    throw new SottoError("CONSENT_REFUSED", whyNot(answer, isAsked));
  }
}

/** A question is refused unasked where another one is open: nobody at the device said anything of this one. */
function whyNot(answer: "refused" | undefined, isAsked: boolean): string {
  if (answer === undefined) return "the light gave no answer";
  return isAsked
    ? "refused at the device"
    : "nobody was asked: another question is open at the device; run it again when that is answered";
}

export type PressAnswer = Extract<LinkMessage<"light-to-control">, { kind: "pressed" | "unpressed" }>;

/** An answer has to travel, and a press that began in time may end three seconds later. */
const PRESS_GRACE_MS = 10_000;

/**
 * Asks for a press of the button, and says what was seen of it. The microphone is closed by the question, and only the
 * press itself may lift that.
 * @returns "busy" while another question is open; undefined when the light gave no answer
 * @throws SottoError NOT_RUNNING, FILE_UNREADABLE when the socket is another user's
 */
export async function askPress(options: {
  readonly places: Pick<Places, "run">;
  /** At most MAX_PRESS_WAIT_MS. */
  readonly waitMs: number;
  /** The light flashes from now on. */
  readonly onAsking: () => void;
}): Promise<PressAnswer | "busy" | undefined> {
  const { places, waitMs, onAsking } = options;
  const request = randomBytes(16).toString("hex");
  let answer: PressAnswer | "busy" | undefined;
  const question = { kind: "ask-press", request, waitMs } as const;
  await ask({ places, waitMs: waitMs + PRESS_GRACE_MS }, question, (message) => {
    if (message.kind === "status" || message.request !== request) return "wait";
    if (message.kind === "asking") onAsking();
    if (message.kind === "refused") answer = "busy";
    if (message.kind === "pressed" || message.kind === "unpressed") answer = message;
    return answer === undefined ? "wait" : "done";
  });
  return answer;
}

export type LightStatus = Extract<LinkMessage<"light-to-control">, { kind: "status" }>;

/**
 * Mutes, or only asks. Undefined when the light did not answer in time.
 * @throws SottoError NOT_RUNNING, FILE_UNREADABLE when the socket is another user's
 */
export async function askLight(options: {
  readonly places: Pick<Places, "run">;
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
  { places, waitMs }: { readonly places: Pick<Places, "run">; readonly waitMs: number },
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
