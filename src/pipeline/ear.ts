import { assertNever } from "../domain/assert-never.js";
import { codeOf } from "../domain/errors.js";
import type { EncodedClip } from "../encode/encoded-clip.js";
import type { ClipDetails } from "../seal/clip-contents.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import type { Utterance } from "../utterance/utterance-collector.js";
import type { FirstLook } from "../wake/first-look.js";
import type { SecondLook } from "../wake/second-look.js";
import { BoundedWorker } from "./bounded-worker.js";
import { Draft, erasePrepared } from "./draft.js";
import type { ClipMs, EarEvent } from "./ear-event.js";
import { stillHolds } from "./late-answers.js";
import type { Collected, Listening, ListeningEvent } from "./listening.js";
import { type Forwarded, type Prepared, type PreparingParts, prepareClip } from "./prepare-clip.js";
import { soundFinished } from "./unfinished-words.js";

type Looked = Extract<ListeningEvent, { readonly kind: "looked" }>;

export interface EarParts extends PreparingParts {
  readonly listening: Listening;
  /** Judges the window of a first look. */
  secondLook(look: FirstLook, window: Float32Array, strict: number | undefined): Promise<SecondLook>;
  /** What is said about a clip, inside the ciphertext. */
  details(outcome: Forwarded, recordedAtMs: number): ClipDetails;
  seal(clip: EncodedClip, details: ClipDetails): Promise<SealedClip>;
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
  /** Of what is being collected, and of those utterances. */
  readonly #drafts = new Set<Draft>();
  /** Holds for as long as nobody speaks on. */
  #openDraft: Draft | undefined;
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
    this.#callOff();
    await this.#worker.idle();
    if (closed) this.#parts.observe(closed);
  }

  /** Mute: closes the source, drops what waits or is being made into a clip, and overwrites the sound in memory. */
  async mute(): Promise<void> {
    this.#isMuted = true;
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
    // Also where nothing is known of: what the listening has told and is on its way here belongs to it.
    this.#forget();
    this.#dropUtterances();
    if (wasCollecting) this.#parts.observe({ kind: "collecting", isCollecting: false });
    return dropped;
  }

  /** What the worker still has of them finds itself dropped, and tells. */
  #dropUtterances(): void {
    for (const { audio } of this.#utterances) audio.erase();
    this.#utterances.clear();
    this.#callOff();
    for (const draft of this.#drafts) draft.callOff();
    this.#drafts.clear();
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
        this.#callOff();
        observe(event);
        return;
      case "gap":
        this.#callOff();
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
      case "draft":
        this.#drafted(event);
        return;
      case "called-off":
        if (this.#openDraft?.number === event.draft) this.#callOff();
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

  #drafted(event: Extract<ListeningEvent, { kind: "draft" }>): void {
    this.#callOff();
    const { look } = event;
    const draft = new Draft(look, event);
    const verdict = this.#verdicts.get(look.number);
    // A draft that waits must not take the place of an utterance.
    const isBusy = this.#isMuted || this.#worker.waiting > 0;
    const make = async () => {
      if (await verdict) await draft.make(this.#parts);
      if (draft === this.#openDraft && draft.transcript && soundFinished(draft.transcript)) {
        this.#parts.listening.settle(draft.number);
      }
    };
    if (isBusy || this.#worker.submit(make) !== "accepted") {
      draft.callOff();
      this.#parts.observe({ kind: "drafted", look, fate: "skipped" });
      return;
    }
    this.#openDraft = draft;
    this.#drafts.add(draft);
  }

  #callOff(): void {
    const draft = this.#openDraft;
    if (draft === undefined) return;
    this.#openDraft = undefined;
    this.#drafts.delete(draft);
    draft.callOff();
    this.#parts.observe({ kind: "drafted", look: draft.look, fate: "called-off" });
  }

  #collected(event: Extract<ListeningEvent, { kind: "utterance" }>): void {
    const { look, utterance } = event;
    const draft = this.#openDraft?.number === event.draft ? this.#openDraft : undefined;
    if (draft) this.#openDraft = undefined;
    else this.#callOff();
    const verdict = this.#verdicts.get(look.number);
    const done = () => {
      utterance.audio.erase();
      this.#utterances.delete(utterance);
      if (draft) this.#drafts.delete(draft);
      draft?.callOff();
    };
    const finish = async () => {
      const isAccepted = await verdict;
      if (isAccepted && !this.#isDropped(look, utterance)) await this.#finish(event, draft);
      done();
    };
    if (!this.#isMuted && this.#worker.submit(finish) === "accepted") {
      this.#utterances.add(utterance);
      return;
    }
    done();
    this.#parts.observe({ kind: "dropped", look, reason: this.#isMuted ? "muted" : "busy" });
  }

  /** Muted or erased in the meantime: told, and nothing comes of it. */
  #isDropped(look: FirstLook, utterance: Utterance): boolean {
    if (this.#utterances.has(utterance)) return false;
    this.#parts.observe({ kind: "dropped", look, reason: this.#isMuted ? "muted" : "erased" });
    return true;
  }

  async #finish(collected: Collected, draft: Draft | undefined): Promise<void> {
    const { look, utterance } = collected;
    const earlyMs = draft?.msUntil(collected.collectedMs) ?? 0;
    const drafted = draft && this.#takeDraft(draft, utterance);
    const prepared =
      drafted ?? (await prepareClip(utterance, this.#parts, () => !this.#utterances.has(utterance)));
    if (!this.#isDropped(look, utterance)) {
      if (prepared.kind === "drop") this.#parts.observe({ kind: "dropped", look, reason: prepared.reason });
      else await this.#seal(collected, prepared, drafted ? earlyMs : 0);
    }
    erasePrepared(prepared);
  }

  /** What the draft holds, where it may stand for the utterance. */
  #takeDraft(draft: Draft, { spotter }: Utterance): Prepared | undefined {
    const prepared = draft.take();
    if (prepared === undefined) return undefined;
    const isKept = stillHolds(prepared, draft.known, spotter);
    if (!isKept) erasePrepared(prepared);
    this.#parts.observe({ kind: "drafted", look: draft.look, fate: isKept ? "kept" : "outdated" });
    return isKept ? prepared : undefined;
  }

  async #seal(
    { look, utterance, speechEndMs, collectedMs }: Collected,
    { encoded, outcome, encodeMs }: Extract<Prepared, { kind: "clip" }>,
    earlyMs: number,
  ): Promise<void> {
    const { clock, observe } = this.#parts;
    try {
      const startedMs = clock.monotonicMs();
      const details = this.#parts.details(outcome, Math.round(clock.wallMs() - (startedMs - speechEndMs)));
      const clip = await this.#parts.seal(encoded, details);
      if (this.#isDropped(look, utterance)) return;
      const sealedAt = clock.monotonicMs();
      const ms: ClipMs = {
        ...{ ...outcome.ms, encode: encodeMs, seal: sealedAt - startedMs },
        ...{ wait: collectedMs - speechEndMs, early: earlyMs, fromSpeechEnd: sealedAt - speechEndMs },
      };
      observe({ kind: "sealed", clip, details, report: { look, span: utterance.span, ms } });
    } catch (error) {
      observe({ kind: "dropped", look, reason: codeOf(error) ?? "INTERNAL" });
    }
  }
}
