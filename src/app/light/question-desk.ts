import { assertNever } from "../../domain/assert-never.js";
import type { Clock } from "../../domain/clock.js";
import { CONSENT_MS } from "../../light/light.js";
import type { ButtonEdge } from "../../light/light-state.js";
import type { LinkMessage } from "../../link/messages.js";
import { type Log, publicId } from "../../log/log.js";
import type { ControlPeer } from "./light-links.js";
import { PressRecord } from "./press-record.js";

type Question = Extract<LinkMessage<"control-to-light">, { kind: "ask-consent" | "ask-press" }>;

export interface QuestionDeskOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Lets the light flash, and the button answer, for so long. */
  readonly ask: (waitMs: number) => void;
  readonly withdraw: () => void;
}

/**
 * Questions that only the button answers: may this key be pinned? Does the button work? One at a time, since a press
 * names none. Nothing is kept: whoever asked and is gone has no answer, and a light that starts anew knows of no
 * question.
 */
export class QuestionDesk {
  readonly #options: QuestionDeskOptions;
  readonly #record = new PressRecord();
  #open: { readonly question: Question; readonly from: ControlPeer } | undefined;

  constructor(options: QuestionDeskOptions) {
    this.#options = options;
  }

  asked(question: Question, from: ControlPeer): void {
    const { request } = question;
    // Its connection was lost and made again before the loss was seen.
    if (this.#open?.question.request === request) {
      this.#open = { question: this.#open.question, from };
      from.send({ kind: "asking", request });
      return;
    }
    if (this.#open !== undefined) {
      this.#log("busy", question);
      from.send({ kind: "refused", request });
      return;
    }
    this.#open = { question, from };
    this.#log("asked", question);
    this.#record.begin(this.#options.clock.monotonicMs());
    this.#options.ask(question.kind === "ask-press" ? question.waitMs : CONSENT_MS);
    from.send({ kind: "asking", request });
  }

  /** What the button does, whether a question is open or not. */
  edge(edge: ButtonEdge): void {
    this.#record.take(edge, this.#options.clock.monotonicMs());
  }

  /** A finger has said so, or the time is over. */
  answered(answer: "consented" | "refused"): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const { question, from } = open;
    const { request } = question;
    switch (question.kind) {
      case "ask-consent":
        this.#log(answer === "consented" ? "given" : "refused", question);
        from.send({ kind: answer, request });
        return;
      case "ask-press": {
        const seen = this.#record.end();
        this.#log(seen.kind, question);
        from.send({ ...seen, request });
        return;
      }
      default:
        assertNever(question);
    }
  }

  /** Nobody waits for the answer any more: a press that comes later must not be one. */
  lost(peer: ControlPeer): void {
    if (this.#open?.from !== peer) return;
    this.#log("withdrawn", this.#open.question);
    this.#open = undefined;
    this.#options.withdraw();
  }

  #log(event: string, question: Question): void {
    const { log } = this.#options;
    if (question.kind === "ask-consent") log.write(`consent-${event}`, { key: publicId(question.key) });
    else log.write(`button-test-${event}`);
  }
}
