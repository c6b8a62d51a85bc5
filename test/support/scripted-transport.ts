import type { LinkStatus, PublishResult, Transport } from "../../src/deliver/transport.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";

/** A transport that answers as the test says and remembers what it was given. */
export class ScriptedTransport implements Transport {
  readonly status: LinkStatus = { state: "connected", protocol: 5 };
  readonly sent: string[] = [];
  readonly #answer: (clip: SealedClip, attempt: number) => PublishResult | Promise<PublishResult>;

  constructor(answer: (clip: SealedClip, attempt: number) => PublishResult | Promise<PublishResult>) {
    this.#answer = answer;
  }

  async ready(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
  }

  async publish(clip: SealedClip): Promise<PublishResult> {
    this.sent.push(clip.messageId);
    return this.#answer(clip, this.sent.length);
  }

  async close(): Promise<void> {
    return undefined;
  }
}
