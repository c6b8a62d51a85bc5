import type { LinkMessage } from "../../link/messages.js";
import { type Log, publicId } from "../../log/log.js";
import type { ControlPeer } from "./light-links.js";

type Question = Extract<LinkMessage<"control-to-light">, { kind: "ask-consent" }>;

export interface ConsentDeskOptions {
  readonly log: Log;
  /** Lets the light flash, and the button answer. */
  readonly ask: () => void;
  readonly withdraw: () => void;
}

/**
 * Questions that only the button answers: may this key be pinned? One at a time, since a press names none. Nothing is
 * kept: whoever asked and is gone has no answer, and a light that starts anew knows of no question.
 */
export class ConsentDesk {
  readonly #options: ConsentDeskOptions;
  #open: { readonly question: Question; readonly from: ControlPeer } | undefined;

  constructor(options: ConsentDeskOptions) {
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
      this.#log("consent-busy", question);
      from.send({ kind: "refused", request });
      return;
    }
    this.#open = { question, from };
    this.#log("consent-asked", question);
    this.#options.ask();
    from.send({ kind: "asking", request });
  }

  /** A finger has said so, or the time is over. */
  answered(answer: "consented" | "refused"): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#log(`consent-${answer === "consented" ? "given" : "refused"}`, open.question);
    open.from.send({ kind: answer, request: open.question.request });
  }

  /** Nobody waits for the answer any more: a press that comes later must not be one. */
  lost(peer: ControlPeer): void {
    if (this.#open?.from !== peer) return;
    this.#log("consent-withdrawn", this.#open.question);
    this.#open = undefined;
    this.#options.withdraw();
  }

  #log(event: string, { key }: Question): void {
    this.#options.log.write(event, { key: publicId(key) });
  }
}
