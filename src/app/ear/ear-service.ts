import type { Clock } from "../../domain/clock.js";
import type { LinkMessage, Phase, Selector } from "../../link/messages.js";
import { type Log, publicId } from "../../log/log.js";
import type { Ear } from "../../pipeline/ear.js";
import type { EarEvent } from "../../pipeline/ear-event.js";
import { reachesNow } from "../../pipeline/erasure-reach.js";
import { type HeldClipEvent, HeldClips } from "../../pipeline/held-clips.js";
import { TombstoneDesk, type TombstoneEvent } from "../../pipeline/tombstone-desk.js";
import type { SealingKeys } from "../../seal/sealed-clip.js";
import { earLine } from "./ear-log.js";

/** From the order to close until the process may end: for answers about clips that are on their way. */
const FAREWELL_MS = 220;

export interface EarServiceParts {
  readonly keys: Pick<SealingKeys, "signer" | "random">;
  /** Id of the owner's key of now, 16 bytes. */
  readonly ownerKeyId: () => Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
  /** False when nobody is there. */
  readonly toLight: (message: LinkMessage<"ear-to-light">) => boolean;
  readonly toUplink: (message: LinkMessage<"ear-to-uplink">) => boolean;
}

/**
 * What the ear's process does: hears while the light says so and no longer, holds sealed clips until the uplink has
 * them, signs tombstones for the light. What has heard once ends with the order to close, and a fresh process takes
 * its place; what has not yet heard anything has nothing to forget and stays.
 */
export class EarService {
  readonly #parts: EarServiceParts;
  readonly #held: HeldClips;
  readonly #desk: TombstoneDesk;
  readonly #ending: Promise<void>;
  #end: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  #answered: () => void = () => undefined;
  #make: ((observe: (event: EarEvent) => void) => Ear) | undefined;
  #ear: Ear | undefined;
  #mayListen = false;
  #isClosing = false;
  #phase: Phase = "closed";

  constructor(parts: EarServiceParts) {
    this.#parts = parts;
    this.#ending = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    this.#held = new HeldClips({
      send: (clip) => parts.toUplink({ kind: "clip", message: clip.message }),
      // Also while the uplink cannot store an erasure: what is said then is held, bounded and counted as ever.
      mayLeave: () => this.#desk.open === 0,
      clock: parts.clock,
      observe: (event) => this.#tellClip(event),
    });
    this.#desk = new TombstoneDesk({
      ...{ signer: parts.keys.signer, random: parts.keys.random, ownerKeyId: parts.ownerKeyId },
      send: (message) => parts.toUplink(message),
      eraseHeld: (selector) => this.#eraseHere(selector),
      observe: (event) => this.#tellErasure(event),
    });
  }

  /** Resolves when everything is forgotten and the process is to end; rejects when the source failed for good. */
  get over(): Promise<void> {
    return this.#ending;
  }

  /** `closed` while nothing is heard, by order or because the device is lost. */
  get phase(): Phase {
    return this.#phase;
  }

  /** The models are loaded: from now on a `listen` opens the microphone at once. */
  ready(make: (observe: (event: EarEvent) => void) => Ear): void {
    this.#make = make;
    this.#open();
  }

  fromLight(message: LinkMessage<"light-to-ear">): void {
    switch (message.kind) {
      case "listen":
        this.#mayListen = true;
        this.#open();
        return;
      case "close":
        this.#close();
        return;
      case "erase":
        this.#desk.asked(message.request, message.selector);
        return;
    }
  }

  lightConnected(): void {
    this.#parts.toLight({ kind: "phase", phase: this.#phase });
  }

  /** Nobody shows any more that the microphone is open. */
  lightLost(): void {
    this.#close();
  }

  fromUplink(message: LinkMessage<"uplink-to-ear">): void {
    switch (message.kind) {
      case "accepted":
        this.#held.accepted(message.id);
        return;
      case "refused":
        this.#held.refused(message.id, message.code);
        return;
      case "resolved":
        this.#desk.resolved(message);
        return;
      case "erasing":
        if (!this.#desk.erasing(message.request)) return;
        this.#parts.toLight(message);
        this.#held.offerAgain();
        return;
    }
  }

  uplinkConnected(): void {
    this.#desk.step();
    this.#held.connected();
  }

  /** Now and then: what was refused for a while, or got no answer, is sent again. */
  tick(): void {
    this.#desk.step();
    this.#held.offerAgain();
  }

  /** What is no clip yet is dropped where it is meant, and was then said last. */
  #eraseHere(selector: Selector): Selector {
    if (reachesNow(selector, this.#parts.clock.wallMs()) && (this.#ear?.dropUnsealed() ?? 0) > 0) {
      this.#held.droppedUnsealed();
    }
    return this.#held.erase(selector);
  }

  /** The process is to end, whether it has heard anything or not. */
  stop(): void {
    if (this.#ear === undefined) this.#end();
    else this.#close();
  }

  #open(): void {
    if (!this.#mayListen || this.#isClosing || this.#ear !== undefined || this.#make === undefined) return;
    this.#ear = this.#make((event) => this.#hear(event));
    this.#ear.run().catch((error: unknown) => {
      void this.#forget().then(() => this.#fail(error));
    });
  }

  #close(): void {
    this.#mayListen = false;
    if (this.#ear === undefined || this.#isClosing) return;
    this.#isClosing = true;
    void this.#farewell();
  }

  async #farewell(): Promise<void> {
    const { clock, log } = this.#parts;
    const patience = clock.sleep(FAREWELL_MS);
    await Promise.race([this.#forget(), patience]);
    this.#tellPhase("closed");
    if (this.#held.length > 0) {
      const answered = new Promise<void>((resolve) => {
        this.#answered = resolve;
      });
      await Promise.race([answered, patience]);
    }
    log.write("ear-forgot", { heldClips: this.#held.length });
    this.#end();
  }

  async #forget(): Promise<void> {
    await this.#ear?.mute();
  }

  #hear(event: EarEvent): void {
    const { log, clock } = this.#parts;
    const line = earLine(event);
    if (line) log.write(...line);
    if (event.kind === "sealed") this.#held.add(event.clip, clock.wallMs());
    const phase = phaseAfter(event);
    if (phase) this.#tellPhase(phase);
  }

  #tellPhase(phase: Phase): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#parts.toLight({ kind: "phase", phase });
  }

  #tellClip(event: HeldClipEvent): void {
    const fields = { id: publicId(event.id), held: this.#held.length, heldBytes: this.#held.bytes };
    if (event.kind === "refused") {
      this.#parts.log.write(event.isKept ? "clip-refused-for-now" : "clip-refused", {
        ...fields,
        code: event.code,
      });
    } else {
      this.#parts.log.write(`clip-${event.kind}`, fields);
    }
    if (this.#held.length === 0) this.#answered();
  }

  #tellErasure(event: TombstoneEvent): void {
    const { log } = this.#parts;
    switch (event.kind) {
      case "signed":
        log.write("erasure-signed", {
          request: publicId(event.request),
          tombstones: event.tombstones,
          clips: event.clips,
        });
        return;
      case "erasing":
        log.write("erasure-handed-over", { request: publicId(event.request) });
        return;
      case "ignored":
        log.write(`erasure-ignored-${event.why}`, { open: this.#desk.open });
    }
  }
}

/** What an event changes in what the light shows; undefined for most. */
function phaseAfter(event: EarEvent): Phase | undefined {
  switch (event.kind) {
    case "opened":
      return "waiting";
    case "collecting":
      return event.isCollecting ? "recording" : "waiting";
    case "lost":
    case "closed":
      return "closed";
    default:
      return undefined;
  }
}
