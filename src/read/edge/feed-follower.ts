import { type BackOffBounds, backOffMs } from "../../deliver/back-off.js";
import type { MqttSession } from "../../deliver/edge/mqtt-session.js";
import { wantTopic } from "../../deliver/topics.js";
import type { Clock } from "../../domain/clock.js";
import { codeOf } from "../../domain/errors.js";
import { decodeFeed, encodeWant, type FeedMessage } from "../../keep/feed.js";
import { toHex } from "../../seal/canonical-cbor.js";
import type { FeedCursor } from "../feed-cursor.js";
import type { FollowedFeed, OpenedReceiver } from "./open-reader.js";

export interface FeedFollowerOptions {
  readonly feed: FollowedFeed;
  readonly receiver: OpenedReceiver;
  /** Undefined while there is no connection. */
  readonly session: () => MqttSession | undefined;
  /** Other devices are trusted than before: every feed has begun anew. */
  readonly onNewTrust: () => void;
  readonly clock: Clock;
  readonly random: () => number;
}

/** What came on the feed, beside what the reader counts. */
export interface FeedCounts {
  readonly wants: number;
  /** Repeated, late, an answer to an older want or to another reader's. */
  readonly ignored: number;
  /** Not signed by a keeper, or no message of the feed at all. */
  readonly refused: number;
  /** The same by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Answers with a hole, which were asked for again. */
  readonly lost: number;
}

const PUBLISH_DEADLINE_MS = 10_000;
/**
 * Without a word of the answer for so long, the want is sent again; each time later, since a broker holds it for a
 * keeper that is away. A keeper that comes back says so by itself.
 */
const ANSWER: BackOffBounds = { firstMs: 10_000, mostMs: 300_000 };
/** News during an answer that goes on is no reason to ask: its end tells what is new. */
const SILENCE_MS = 1_000;
/** With nothing missing it asks so often anyway: a piece of news may be lost. */
const IDLE_MS = 60_000;
/** Between wants that brought nothing. */
const FRUITLESS: BackOffBounds = { firstMs: 200, mostMs: 10_000 };
/** The cursor is written after so many entries, and when a page ends; what is taken twice is a double. */
const SAVE_EVERY = 16;

/**
 * Follows the feed of one owner's key: it asks for what comes after its cursor, takes what a keeper signed, and asks
 * again until nothing is missing.
 */
export class FeedFollower {
  readonly #options: FeedFollowerOptions;
  readonly #asking: Promise<void>;
  readonly #owner: string;
  readonly #cursor: FeedCursor;
  #counts = { wants: 0, ignored: 0, refused: 0, lost: 0 };
  readonly #refusals: Record<string, number> = {};
  /** A want has to be sent. */
  #isDue = false;
  /** Wants in a row that brought nothing. */
  #fruitless = 0;
  #isCaughtUp = false;
  #isAnswered = false;
  #unsaved = 0;
  #restarts = 0;
  /** There was news since the want that is open: if its answer does not come, nobody may have heard it. */
  #hasNews = false;
  /** Monotonic. */
  #heardAtMs = 0;
  readonly #closing = new AbortController();
  #wake: () => void = () => undefined;

  constructor(options: FeedFollowerOptions) {
    this.#options = options;
    this.#owner = toHex(options.feed.ownerKeyId);
    this.#cursor = options.feed.cursor;
    this.#asking = this.#work();
  }

  get counts(): FeedCounts {
    return { ...this.#counts, refusals: { ...this.#refusals } };
  }

  /** At the last answer nothing was missing. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** A keeper has such a feed; none has it where it keeps for no device of this owner. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** The connection is there, or gone. */
  wake(): void {
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await this.#asking;
  }

  /** A new connection: that nobody answered on those before says nothing of this one. */
  connected(): void {
    this.#fruitless = 0;
    this.ask();
  }

  /** Asks at once, where the wants before it were of use. */
  ask(): void {
    this.#isDue = true;
    this.#wake();
  }

  /** Other devices are trusted from now on: what is being taken was judged by those who were before. */
  beginAnew(): void {
    this.#restarts += 1;
    this.#isCaughtUp = false;
    this.ask();
  }

  /** @throws SottoError FILE_UNREADABLE when a clip can't be stored: the session ends and everything is asked anew */
  async hear(payload: Uint8Array): Promise<void> {
    const { receiver } = this.#options;
    let feed: FeedMessage;
    try {
      feed = decodeFeed(payload, receiver.keepers(), this.#options.feed.ownerKeyId);
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      this.#counts.refused += 1;
      this.#refusals[code] = (this.#refusals[code] ?? 0) + 1;
      return;
    }
    // At each page's end, so also while nothing comes: the keeper is asked once a minute.
    if (feed.kind !== "entry" && receiver.followTrust()) {
      this.#options.onNewTrust();
      return;
    }
    const silentMs = this.#options.clock.monotonicMs() - this.#heardAtMs;
    const step = this.#cursor.hear(feed);
    switch (step.kind) {
      case "take":
        await this.#take(step);
        this.#fruitless = 0;
        this.#save(SAVE_EVERY);
        break;
      case "ask":
        if (step.why === "news" && this.#cursor.isOpen && silentMs < SILENCE_MS) {
          this.#hasNews = true;
          this.#wake();
          return;
        }
        this.#isCaughtUp = false;
        if (step.why === "lost") this.#counts.lost += 1;
        if (feed.kind === "end") this.#save(1);
        this.ask();
        break;
      case "caught-up":
        this.#fruitless = 0;
        this.#isCaughtUp = true;
        this.#hasNews = false;
        this.#save(1);
        break;
      case "ignore":
        this.#counts.ignored += 1;
        return;
    }
    if (feed.kind !== "news") this.#isAnswered = true;
    this.#heardAtMs = this.#options.clock.monotonicMs();
    this.#wake();
  }

  async #take({ seq, message }: { readonly seq: number; readonly message: Uint8Array }): Promise<void> {
    const { reader } = this.#options.receiver;
    const restarts = this.#restarts;
    await reader.receive(message);
    // Begun anew meanwhile, by a session that came after: this one was judged by those who were trusted before.
    if (restarts === this.#restarts) this.#cursor.took(seq);
  }

  #save(every: number): void {
    const { memory } = this.#options.receiver;
    this.#unsaved += 1;
    if (this.#unsaved < every) return;
    this.#unsaved = 0;
    const saved = memory.cursorOf(this.#owner);
    const { state } = this.#cursor;
    if (saved.epoch !== state.epoch || saved.after !== state.after) memory.saveCursor(this.#owner, state);
  }

  async #work(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const session = this.#options.session();
      if (session === undefined) {
        await woken;
        continue;
      }
      if (this.#isDue) {
        if (this.#fruitless > 0) {
          await this.#rest(backOffMs(this.#fruitless, FRUITLESS, this.#options.random));
        }
        if (this.#closing.signal.aborted) return;
        this.#isDue = false;
        this.#hasNews = false;
        this.#fruitless += 1;
        this.#counts.wants += 1;
        this.#heardAtMs = this.#options.clock.monotonicMs();
        const payload = encodeWant(this.#cursor.want());
        await session.publish({ topic: wantTopic(this.#owner), payload, retain: false }, PUBLISH_DEADLINE_MS);
        continue;
      }
      if (await this.#rest(this.#patienceMs(), woken)) this.#isDue = true;
    }
  }

  /** So long it waits for a word before it asks by itself. */
  #patienceMs(): number {
    if (this.#hasNews) return 2 * SILENCE_MS;
    const { firstMs, mostMs } = ANSWER;
    const mostNow = Math.min(mostMs, firstMs * 2 ** Math.min(30, this.#fruitless));
    // Half of it fixed, half of it by chance: many readers of one keeper do not ask in step.
    return ((this.#isCaughtUp ? IDLE_MS : mostNow) * (1 + this.#options.random())) / 2;
  }

  /** @returns whether the time was up before anything happened */
  async #rest(ms: number, woken?: Promise<void>): Promise<boolean> {
    const waking = new AbortController();
    const time = this.#options.clock.sleep(ms, AbortSignal.any([waking.signal, this.#closing.signal])).then(
      () => true,
      () => false,
    );
    const isOver = await Promise.race([time, ...(woken === undefined ? [] : [woken.then(() => false)])]);
    waking.abort();
    return isOver;
  }
}
