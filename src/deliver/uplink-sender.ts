import type { Clock } from "../domain/clock.js";
import { type ErrorCode, SottoError } from "../domain/errors.js";
import type { Outbox, PendingTombstone } from "../outbox/outbox.js";
import type { TrustedSigner } from "../seal/ports.js";
import type { ExpectedOrigin } from "../seal/sealed-clip.js";
import { SignedTombstone } from "../seal/signed-tombstone.js";
import { Alarm } from "./alarm.js";
import { onPublishRefused } from "./broker-reasons.js";
import { GrowingPause } from "./growing-pause.js";
import { ReceiptDesk } from "./receipt-desk.js";
import { RefusalJudge } from "./refusal-judge.js";
import type { SenderCounts, SenderEvent } from "./sender-report.js";
import {
  DEFAULT_SENDING_BOUNDS,
  MAX_UNRECEIPTED,
  type RestReason,
  SendingBook,
  type SendingBounds,
} from "./sending-book.js";
import { Suspects } from "./suspects.js";
import type { Connection, PublishResult, Transport } from "./transport.js";

export interface SenderOptions {
  readonly outbox: Outbox;
  readonly transport: Transport;
  /** Whose messages are sent, and for whom. */
  readonly origin: ExpectedOrigin;
  /** The keepers whose receipts are believed. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
  readonly keepers: () => readonly TrustedSigner[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly bounds?: SendingBounds | undefined;
  readonly observe?: ((event: SenderEvent) => void) | undefined;
}

type Kind = "clip" | "tombstone";

/** Reason that stands for a broker that hangs up on a message: MQTT 5's "unspecified error". */
const REASON_HUNG_UP = 128;
/** So many refusals in a row, of whatever messages, are the broker's mood: it is given a pause. */
const REFUSALS_OF_A_MOOD = 3;
const OUTBOX_CODES: readonly ErrorCode[] = ["OUTBOX_UNWRITABLE", "OUTBOX_DAMAGED"];

/**
 * Empties the outbox into the broker: tombstones first, then the oldest clips, a bounded number at a time. An
 * acknowledgement of the broker is no delivery; a message is done with when the keeper's signed receipt is on disk.
 */
export class UplinkSender {
  readonly #options: SenderOptions;
  readonly #bounds: SendingBounds;
  readonly #book: SendingBook;
  readonly #desk: ReceiptDesk;
  readonly #suspects = new Suspects();
  readonly #judge = new RefusalJudge();
  /** Why nothing is sent for a while, and for how long. */
  readonly #pauses: Readonly<Record<"broker" | "keeper" | "outbox", GrowingPause>>;
  readonly #rests = { refused: 0, unconfirmed: 0, overdue: 0, unclaimed: 0 };
  readonly #alarm: Alarm;
  readonly #closing = new AbortController();
  readonly #work: Promise<void>;
  #connection = 0;
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #sent = 0;
  #acknowledged = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#bounds = options.bounds ?? DEFAULT_SENDING_BOUNDS;
    const pause = () => new GrowingPause(this.#bounds.backOff, options.random);
    this.#pauses = { broker: pause(), keeper: pause(), outbox: pause() };
    this.#book = new SendingBook(this.#bounds, options.random);
    this.#desk = new ReceiptDesk(options.outbox, {
      device: options.origin.device,
      keepers: options.keepers,
    });
    this.#alarm = new Alarm(options.clock);
    this.#work = this.#run();
  }

  get counts(): SenderCounts {
    return {
      sent: this.#sent,
      acknowledged: this.#acknowledged,
      rests: { ...this.#rests },
      repeatedReceipts: this.#desk.repeated,
      refusedReceipts: this.#desk.refused,
    };
  }

  /** Something new is in the outbox. */
  wake(): void {
    this.#alarm.ring();
  }

  /** These have left the outbox by another way: they were erased, evicted or are too old. */
  left(ids: readonly string[]): void {
    for (const id of ids) {
      this.#desk.remember(id);
      this.#forget(id);
    }
    this.wake();
  }

  /** Bytes from the topic of receipts. Never throws for their sake: what is wrong with them is counted. */
  receive(message: Uint8Array): void {
    this.#guarded(() => {
      const settlement = this.#desk.take(message);
      if (settlement.kind === "refused") this.#tell({ kind: "receipt-refused", code: settlement.code });
      if (settlement.kind === "refused" || settlement.kind === "repeated") return;
      this.#forget(settlement.id);
      this.#pauses.outbox.succeed();
      this.#heardAtMs = this.#nowMs();
      if (this.#pauses.keeper.succeed()) this.#book.hurry("rested");
      if (settlement.kind === "receipted") this.#tell(settlement);
      else if (settlement.request !== undefined) this.#tell({ kind: "erased", request: settlement.request });
    });
    this.wake();
  }

  /** Stops sending. What was not receipted stays pending; the transport and the outbox stay open. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#alarm.ring();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { transport } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const { connection } = transport;
      if (connection === undefined) {
        if (!(await this.#connected())) return;
        continue;
      }
      this.#alarm.heed();
      this.#guarded(() => {
        if (connection.number !== this.#connection) this.#adopt(connection);
        this.#passTime();
        this.#fill(connection);
      });
      if (!signal.aborted) await this.#alarm.nap(this.#due());
    }
  }

  /** @returns false when there will be no connection any more */
  async #connected(): Promise<boolean> {
    const { transport } = this.#options;
    try {
      await transport.ready(this.#closing.signal);
      return true;
    } catch (error) {
      if (this.#closing.signal.aborted || transport.status.state === "closed") return false;
      throw error;
    }
  }

  #adopt(connection: Connection): void {
    this.#connection = connection.number;
    void connection.closed.then(() => this.wake());
    this.#book.hurry("all");
    this.#pauses.keeper.cutShort();
    const blamed = this.#suspects.reconnected(connection.attempts);
    if (blamed === undefined) return;
    this.#lay(blamed, "refused");
    const fault = this.#judge.hungUpOn(blamed);
    if (this.#judge.inARow >= REFUSALS_OF_A_MOOD) this.#pauses.broker.fail(this.#nowMs());
    // An erasure is never given up.
    const isErasure = this.#options.outbox.tombstones().some(({ id }) => id === blamed);
    if (fault === "its-own" && !isErasure) this.#countRefusal(blamed, REASON_HUNG_UP);
  }

  #passTime(): void {
    const nowMs = this.#nowMs();
    const overdue = this.#book.pass(nowMs);
    this.#rests.overdue += overdue.length;
    // Silent is a keeper who said nothing at all for so long; one who passes a single clip over is not.
    const isSilent = nowMs - this.#heardAtMs >= this.#bounds.receiptDeadlineMs;
    if (overdue.length > 0 && isSilent) this.#pauses.keeper.fail(nowMs);
  }

  #fill({ window }: Connection): void {
    const nowMs = this.#nowMs();
    const { outbox, transport } = this.#options;
    const { broker, keeper, outbox: disk } = this.#pauses;
    if (!broker.isOver(nowMs) || !disk.isOver(nowMs)) return;
    for (const pending of outbox.tombstones()) {
      if (this.#book.held.has(pending.id)) continue;
      if (!this.#mayFollow(pending.id, window)) return;
      const tombstone = this.#checked(pending);
      if (tombstone !== undefined) this.#send(pending.id, "tombstone", () => transport.withdraw(tombstone));
    }
    if (!keeper.isOver(nowMs)) return;
    // To a silent keeper one clip at a time is enough.
    const room = this.#book.clipRoom(keeper.isFailing ? 1 : MAX_UNRECEIPTED);
    const limit = Math.min(room, window - this.#book.inFlight.size);
    const waiting = limit > 0 ? outbox.waiting(limit, this.#book.held) : [];
    for (const { id, clip, expiresInMs } of waiting) {
      if (!this.#mayFollow(id, window)) break;
      this.#send(id, "clip", () => transport.publish(clip, expiresInMs));
    }
  }

  /** Within the window; and a suspect neither follows anything nor is followed. */
  #mayFollow(id: string, window: number): boolean {
    const { inFlight } = this.#book;
    if (inFlight.size >= window || inFlight.has(id)) return false;
    if (this.#suspects.has(id)) return inFlight.size === 0;
    return ![...inFlight].some((other) => this.#suspects.has(other));
  }

  /** It lay on a disk: one that was altered there is no tombstone any more, and is not sent. */
  #checked({ id, message }: PendingTombstone): SignedTombstone | undefined {
    try {
      return SignedTombstone.checked(message, this.#options.origin);
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      this.#book.sent(id, "tombstone");
      this.#lay(id, "refused");
      this.#tell({ kind: "outbox-failed", code: error.code });
      return undefined;
    }
  }

  #send(id: string, kind: Kind, publish: () => Promise<PublishResult>): void {
    const connection = this.#connection;
    this.#book.sent(id, kind);
    this.#sent += 1;
    void publish().then((result) => {
      this.#guarded(() => this.#answered({ id, kind, connection }, result));
      this.wake();
    });
  }

  #answered(
    { id, kind, connection }: { readonly id: string; readonly kind: Kind; readonly connection: number },
    result: PublishResult,
  ): void {
    const { broker, keeper } = this.#pauses;
    switch (result.outcome) {
      case "accepted":
        this.#acknowledged += 1;
        this.#suspects.cleared(id);
        this.#judge.taken(id);
        // Its receipt was faster: nobody will ask for it any more.
        if (!this.#book.held.has(id)) this.#judge.forget(id);
        broker.succeed();
        if (result.consumed) {
          this.#book.acknowledged(id, this.#nowMs());
          return;
        }
        // Nobody listens: it went nowhere.
        this.#lay(id, "unclaimed");
        keeper.fail(this.#nowMs());
        return;
      case "refused": {
        this.#suspects.cleared(id);
        this.#lay(id, "refused");
        const fault = this.#judge.refused(id, result.reasonCode);
        const isTooMuch = onPublishRefused(result.reasonCode) === "quota";
        if (isTooMuch || this.#judge.inARow >= REFUSALS_OF_A_MOOD) broker.fail(this.#nowMs());
        if (fault === "its-own" && kind === "clip") this.#countRefusal(id, result.reasonCode);
        return;
      }
      case "unconfirmed":
        if (result.reason === "hung-up") this.#suspects.hungUp(connection, this.#book.inFlight);
        this.#lay(id, "unconfirmed");
        return;
      case "unreachable":
        this.#lay(id, "unconfirmed");
        return;
    }
  }

  #lay(id: string, reason: RestReason): void {
    this.#rests[reason] += 1;
    this.#book.rest(id, this.#nowMs(), reason);
  }

  #countRefusal(id: string, reasonCode: number): void {
    if (this.#options.outbox.refused(id, reasonCode) === "waits") return;
    this.#desk.remember(id);
    this.#forget(id);
    this.#tell({ kind: "quarantined", id });
  }

  #forget(id: string): void {
    this.#book.forget(id);
    this.#suspects.cleared(id);
    this.#judge.forget(id);
  }

  /** A disk that fails stops the sending for a while and never the process. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SottoError) || !OUTBOX_CODES.includes(error.code)) throw error;
      this.#pauses.outbox.fail(this.#nowMs());
      this.#tell({ kind: "outbox-failed", code: error.code });
    }
  }

  /** When something has to be done again by itself, monotonic milliseconds. */
  #due(): readonly number[] {
    const nowMs = this.#nowMs();
    const pauses = Object.values(this.#pauses).map((pause) => pause.endsAtMs(nowMs));
    return [this.#book.nextMs, ...pauses].filter((atMs) => atMs !== undefined);
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  #tell(event: SenderEvent): void {
    this.#options.observe?.(event);
  }
}
