import { assertNever } from "../domain/assert-never.js";
import type { Clock } from "../domain/clock.js";
import { codeOf, type ErrorCode } from "../domain/errors.js";
import type { EncodedClip } from "../encode/encoded-clip.js";
import type { ClipDetails } from "../seal/clip-contents.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import type { Utterance } from "../utterance/utterance-collector.js";
import type { VerifiedClip } from "../verify/verified-clip.js";
import type { FirstLook } from "../wake/first-look.js";
import type { SecondLook } from "../wake/second-look.js";
import { BoundedWorker } from "./bounded-worker.js";
import type { Listening, ListeningEvent } from "./listening.js";
import type { DropReason, UtteranceOutcome } from "./process-utterance.js";
import type { UtteranceMs } from "./stage-times.js";

/** Milliseconds from the last sample of speech to the sealed clip; `wait` decides that speech has ended. */
export interface ClipMs extends UtteranceMs {
  readonly wait: number;
  readonly encode: number;
  readonly seal: number;
  /** From the last sample of speech, the wait and any queueing included. */
  readonly fromSpeechEnd: number;
}

/** What is told about a clip on the device: positions, kinds and times, never content. */
export interface ClipReport {
  readonly look: FirstLook;
  readonly span: Utterance["span"];
  readonly ms: ClipMs;
}

type Looked = Extract<ListeningEvent, { readonly kind: "looked" }>;

export type EarEvent =
  | { readonly kind: "opened" }
  | { readonly kind: "lost"; readonly code: ErrorCode; readonly retryInMs: number }
  /** So much sound was not heard, because the hot loop was late. */
  | { readonly kind: "gap"; readonly samples: number }
  /** From a first look until its utterance is over, abandoned or rejected. `lost` and `closed` end it untold. */
  | { readonly kind: "collecting"; readonly isCollecting: boolean }
  | { readonly kind: "looked" | "woke" | "rejected"; readonly look: FirstLook }
  | { readonly kind: "abandoned"; readonly look: FirstLook; readonly why: "no-speech" }
  | {
      readonly kind: "sealed";
      readonly clip: SealedClip;
      readonly details: ClipDetails;
      readonly report: ClipReport;
    }
  | {
      readonly kind: "dropped";
      readonly look: FirstLook;
      readonly reason: DropReason | "busy" | "muted" | "erased" | ErrorCode;
    }
  | { readonly kind: "closed"; readonly why: "ended" | "muted" };

export interface EarParts {
  readonly listening: Listening;
  /** Judges the window of a first look. */
  secondLook(look: FirstLook, window: Float32Array, strict: number | undefined): Promise<SecondLook>;
  process(utterance: Utterance): Promise<UtteranceOutcome>;
  encode(clip: VerifiedClip): EncodedClip;
  /** What is said about a clip, inside the ciphertext. */
  details(outcome: Extract<UtteranceOutcome, { kind: "forward" }>, recordedAtMs: number): ClipDetails;
  seal(clip: EncodedClip, details: ClipDetails): Promise<SealedClip>;
  readonly clock: Clock;
  readonly observe: (event: EarEvent) => void;
}

/** Utterances that wait for the recogniser; one more is dropped and told. A person can't speak faster than this drains. */
const MAX_WAITING = 3;
/** Verdicts that are remembered; in the longest utterance fewer looks fall, and only the newest can still be asked for. */
const MAX_VERDICTS = 16;

/** From what listening brings to sealed clips, until the source ends or is closed. Nothing in it is kept on disk. */
export class Ear {
  readonly #parts: EarParts;
  readonly #worker: BoundedWorker;
  /** By the numbers of the looks. */
  readonly #verdicts = new Map<number, Promise<boolean>>();
  /** Being judged. */
  readonly #windows = new Set<Float32Array>();
  /** Collected and not yet sealed or dropped; at most MAX_WAITING and one. */
  readonly #utterances = new Set<Utterance>();
  #isCollecting = false;
  #isMuted = false;

  constructor(parts: EarParts) {
    this.#parts = parts;
    // Jobs turn their own failures into drops; what comes here is a fault of this class.
    this.#worker = new BoundedWorker(MAX_WAITING, (error) => {
      throw error;
    });
  }

  /** Listens until the source ends. Resolves when the last clip is sealed or dropped. */
  async run(): Promise<void> {
    let closed: Extract<ListeningEvent, { kind: "closed" }> | undefined;
    await this.#parts.listening.run((event) => {
      if (event.kind === "closed") closed = event;
      else this.#take(event);
    });
    this.#isCollecting = false;
    await this.#worker.idle();
    if (closed) this.#parts.observe(closed);
  }

  /**
   * Mute: closes the source, throws away what waits, drops what is being made into a clip, and overwrites the sound in
   * memory.
   */
  async mute(): Promise<void> {
    this.#isMuted = true;
    this.#worker.stop();
    this.#forget();
    this.#dropUtterances();
    await this.#parts.listening.close();
  }

  /**
   * What is being said, judged or made into a clip is dropped and overwritten, and the ear hears on.
   * @returns how many commands, or beginnings of one, that were
   */
  dropUnsealed(): number {
    const wasCollecting = this.#isCollecting;
    const dropped = this.#utterances.size + (wasCollecting ? 1 : 0);
    if (dropped === 0) return 0;
    this.#forget();
    this.#dropUtterances();
    if (wasCollecting) this.#parts.observe({ kind: "collecting", isCollecting: false });
    return dropped;
  }

  /** What the worker still has of them finds itself dropped, and tells. */
  #dropUtterances(): void {
    for (const { audio } of this.#utterances) audio.erase();
    this.#utterances.clear();
  }

  #forget(): void {
    this.#parts.listening.forget();
    for (const window of this.#windows) window.fill(0);
    this.#isCollecting = false;
  }

  #take(event: Exclude<ListeningEvent, { kind: "closed" }>): void {
    const { observe } = this.#parts;
    switch (event.kind) {
      case "opened":
        observe(event);
        return;
      case "lost":
        this.#isCollecting = false;
        observe(event);
        return;
      case "gap":
        if (this.#isCollecting) this.#collecting(false);
        observe(event);
        return;
      case "collecting":
        this.#collecting(event.isCollecting);
        return;
      case "looked": {
        const { look } = event;
        observe({ kind: "looked", look });
        this.#verdicts.set(look.number, this.#lookAgain(event));
        this.#verdicts.delete(look.number - MAX_VERDICTS);
        return;
      }
      case "abandoned":
        observe(event);
        return;
      case "utterance":
        this.#collected(event);
        return;
      default:
        assertNever(event);
    }
  }

  #collecting(isCollecting: boolean): void {
    this.#isCollecting = isCollecting;
    this.#parts.observe({ kind: "collecting", isCollecting });
  }

  /** True when the second look says yes. A look that fails is a no: when unsure, nothing leaves. */
  async #lookAgain({ look, window, strict }: Looked): Promise<boolean> {
    const { listening, secondLook, observe } = this.#parts;
    let isAccepted = false;
    this.#windows.add(window);
    try {
      isAccepted = (await secondLook(look, window, strict)).verdict === "accepted";
    } catch (error) {
      observe({ kind: "dropped", look, reason: codeOf(error) ?? "INTERNAL" });
    }
    window.fill(0);
    this.#windows.delete(window);
    if (!isAccepted) listening.reject(look);
    observe({ kind: isAccepted ? "woke" : "rejected", look });
    return isAccepted;
  }

  #collected(event: Extract<ListeningEvent, { kind: "utterance" }>): void {
    const { clock } = this.#parts;
    const { look, utterance, speechEndMs } = event;
    const waitMs = event.collectedMs - speechEndMs;
    const recordedAtMs = Math.round(clock.wallMs() - (clock.monotonicMs() - speechEndMs));
    const verdict = this.#verdicts.get(look.number);
    const admission = this.#worker.submit(async () => {
      const isAccepted = await verdict;
      if (isAccepted && !this.#isDropped(look, utterance)) {
        await this.#seal(look, utterance, { speechEndMs, waitMs, recordedAtMs });
      }
      this.#erase(utterance);
    });
    if (admission === "accepted") {
      this.#utterances.add(utterance);
      return;
    }
    this.#erase(utterance);
    this.#parts.observe({ kind: "dropped", look, reason: "busy" });
  }

  /** Muted or erased in the meantime: told, and nothing comes of it. */
  #isDropped(look: FirstLook, utterance: Utterance): boolean {
    if (this.#utterances.has(utterance)) return false;
    this.#parts.observe({ kind: "dropped", look, reason: this.#isMuted ? "muted" : "erased" });
    return true;
  }

  #erase(utterance: Utterance): void {
    utterance.audio.erase();
    this.#utterances.delete(utterance);
  }

  async #seal(
    look: FirstLook,
    utterance: Utterance,
    times: { readonly speechEndMs: number; readonly waitMs: number; readonly recordedAtMs: number },
  ): Promise<void> {
    const { clock, observe } = this.#parts;
    try {
      const outcome = await this.#parts.process(utterance);
      if (this.#isDropped(look, utterance)) {
        if (outcome.kind === "forward") outcome.clip.erase();
        return;
      }
      if (outcome.kind === "drop") {
        observe({ kind: "dropped", look, reason: outcome.reason });
        return;
      }
      const verified = clock.monotonicMs();
      const encoded = this.#parts.encode(outcome.clip);
      outcome.clip.erase();
      const encodedAt = clock.monotonicMs();
      const details = this.#parts.details(outcome, times.recordedAtMs);
      const clip = await this.#parts.seal(encoded, details);
      if (this.#isDropped(look, utterance)) return;
      const sealedAt = clock.monotonicMs();
      const ms: ClipMs = {
        ...outcome.ms,
        wait: times.waitMs,
        encode: encodedAt - verified,
        seal: sealedAt - encodedAt,
        fromSpeechEnd: sealedAt - times.speechEndMs,
      };
      observe({ kind: "sealed", clip, details, report: { look, span: utterance.span, ms } });
    } catch (error) {
      observe({ kind: "dropped", look, reason: codeOf(error) ?? "INTERNAL" });
    }
  }
}
