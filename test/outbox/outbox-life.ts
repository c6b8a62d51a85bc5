import { SottoError } from "../../src/domain/errors.js";
import type { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import type { OutboxBounds } from "../../src/outbox/outbox.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import type { OutboxSurroundings } from "../support/outbox-surroundings.js";

const HOUR_MS = 3_600_000;
/** Small, so that clips are crowded out and grow too old in a short life. */
export const LIFE_BOUNDS: OutboxBounds = {
  ...{ maxClips: 6, maxBytes: 200_000_000 },
  maxAgeMs: 10 * HOUR_MS,
  // Nothing is forgotten, so that all can be asked for in the end; forgetting has its test in retention.test.ts.
  historyMs: Number.MAX_SAFE_INTEGER,
};

/** One thing that is asked of an outbox, with all that is needed to ask the same again. */
export type Deed =
  | { readonly kind: "accept"; readonly clip: SealedClip }
  | { readonly kind: "receipt"; readonly id: string; readonly message: Uint8Array }
  | {
      readonly kind: "erase";
      readonly request: string;
      readonly tombstone: { readonly id: string; readonly message: Uint8Array };
      readonly ids: readonly string[];
    }
  | { readonly kind: "confirm"; readonly id: string; readonly message: Uint8Array }
  | { readonly kind: "refuse"; readonly id: string }
  | { readonly kind: "expire"; readonly afterMs: number }
  | { readonly kind: "reopen" };

/** How clips leave by a deed, where they do. */
const LEAVES_AS: Readonly<Partial<Record<Deed["kind"], string>>> = {
  accept: "evicted",
  receipt: "receipted",
  erase: "erased",
  refuse: "quarantined",
  expire: "expired",
};

export interface LifeOptions {
  readonly world: OutboxSurroundings;
  readonly folder: string;
  /** Accepted in this order, each once. */
  readonly clips: readonly SealedClip[];
  readonly random: () => number;
  /** Lines of what is being done and what is over: LifeFacts reads them. */
  readonly say: (lines: string) => void;
}

/** An outbox that is asked for everything it can do, in an order of chance. */
export class OutboxLife {
  readonly #options: LifeOptions;
  readonly #waits: string[] = [];
  readonly #open: string[] = [];
  #outbox: SqliteOutbox | undefined;
  #next = 0;

  constructor(options: LifeOptions) {
    this.#options = options;
  }

  /** What waits, and erasures that nobody has signed for, from an earlier life in the same folder. */
  goOn(waits: readonly string[], open: readonly string[]): void {
    this.#waits.push(...waits);
    this.#open.push(...open);
  }

  open(): SqliteOutbox {
    const { world, folder } = this.#options;
    this.#outbox = world.open(folder, { bounds: LIFE_BOUNDS });
    return this.#outbox;
  }

  close(): void {
    this.#outbox?.close();
  }

  /** The next deed of this life. */
  plan(): Deed {
    const { world, random } = this.#options;
    const dice = random();
    const [oldest] = this.#waits;
    const [tombstone] = this.#open;
    const newest = this.#waits.at(-1);
    if (dice < 0.15 && oldest !== undefined) {
      return { kind: "receipt", id: oldest, message: world.receipt(oldest) };
    }
    if (dice < 0.3 && newest !== undefined) return this.#erasure(random() < 0.2 ? "all" : [newest]);
    if (dice < 0.45 && tombstone !== undefined) {
      return { kind: "confirm", id: tombstone, message: world.receipt(tombstone, "erased") };
    }
    if (dice < 0.55 && oldest !== undefined) return { kind: "refuse", id: oldest };
    if (dice < 0.6) return { kind: "expire", afterMs: Math.floor(random() * 8 * HOUR_MS) };
    if (dice < 0.65) return { kind: "reopen" };
    const clip = this.#options.clips[this.#next];
    if (clip === undefined) return { kind: "expire", afterMs: 1_000 };
    this.#next += 1;
    return { kind: "accept", clip };
  }

  /** Does it and says so. Thrown errors are the outbox's own; then the same deed may be done again. */
  perform(deed: Deed): void {
    const { say } = this.#options;
    const outbox = this.#outbox;
    if (outbox === undefined) throw new SottoError("INTERNAL", "the life has not begun");
    switch (deed.kind) {
      case "accept": {
        const id = deed.clip.messageId;
        // At the bound, the oldest go in the same transaction.
        const oldest = this.#waits.slice(0, Math.max(0, this.#waits.length + 1 - LIFE_BOUNDS.maxClips));
        say(`doing pending ${id}\ndoing evicted ${oldest.join(" ")}\n`);
        const answer = outbox.accept(deed.clip);
        const evicted = answer.kind === "accepted" ? answer.evicted : [];
        this.#waits.push(id);
        say(`accepted ${id}\n${this.#gone(evicted, "evicted")}done\n`);
        return;
      }
      case "receipt":
        say(`doing receipted ${deed.id}\n`);
        outbox.receipted(deed.id, deed.message);
        say(`${this.#gone([deed.id], "receipted")}done\n`);
        return;
      case "erase":
        say(`doing erased ${deed.ids.join(" ")}\n`);
        outbox.erase(deed.request, [deed.tombstone.message]);
        this.#open.push(deed.tombstone.id);
        say(`${this.#gone(deed.ids, "erased")}tombstone ${deed.tombstone.id}\ndone\n`);
        return;
      case "confirm":
        say(`doing confirmed ${deed.id}\n`);
        outbox.confirmed(deed.id, deed.message);
        this.#open.splice(this.#open.indexOf(deed.id), 1);
        say(`confirmed ${deed.id}\ndone\n`);
        return;
      case "refuse":
        say(`doing quarantined ${deed.id}\n`);
        say(
          `${outbox.refused(deed.id, 131) === "quarantined" ? this.#gone([deed.id], "quarantined") : ""}done\n`,
        );
        return;
      case "expire":
        this.#options.world.clock.pass(deed.afterMs);
        say(`doing expired ${this.#waits.join(" ")}\n`);
        say(`${this.#gone(outbox.expire(), "expired")}done\n`);
        return;
      case "reopen":
        outbox.close();
        this.open();
        return;
    }
  }

  /**
   * After a deed that the disk refused once was done again: the first time may have been the one that counts, and then
   * the answer did not say what has left.
   */
  settle(deed: Deed): void {
    const state = LEAVES_AS[deed.kind];
    const history = this.#outbox?.history(10_000) ?? [];
    const left = history.filter((entry) => entry.state === state && this.#waits.includes(entry.id));
    this.#options.say(
      this.#gone(
        left.map(({ id }) => id),
        state ?? "",
      ),
    );
  }

  #erasure(meant: readonly string[] | "all"): Deed {
    const { world } = this.#options;
    return {
      kind: "erase",
      request: world.request(),
      tombstone: world.tombstone(meant),
      ids: meant === "all" ? [...this.#waits] : meant,
    };
  }

  #gone(ids: readonly string[], state: string): string {
    for (const id of ids) this.#waits.splice(this.#waits.indexOf(id), 1);
    return ids.map((id) => `left ${id} ${state}\n`).join("");
  }
}
