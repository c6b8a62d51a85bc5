import { randomBytes } from "node:crypto";
import type { Clock } from "../../domain/clock.js";
import { codeOf } from "../../domain/errors.js";
import type { MicrophoneAccount } from "../../light/edge/account.js";
import type { LampDriver } from "../../light/edge/lamp-driver.js";
import type { MuteFile } from "../../light/edge/mute-file.js";
import { endRecorders } from "../../light/edge/recorder-processes.js";
import { patternOf, stepLight } from "../../light/light.js";
import {
  type ButtonEdge,
  initialLight,
  type LightEffect,
  type LightFault,
  type LightInput,
  type LightState,
} from "../../light/light-state.js";
import type { Panel } from "../../light/panel.js";
import type { LinkMessage, Selector } from "../../link/messages.js";
import type { Log } from "../../log/log.js";
import type { Watchdog } from "../../supervise/watchdog.js";
import type { ErasureDesk } from "./erasure-desk.js";

/** Looks at the microphone are so far apart: 10 a second. */
export const LOOK_MS = 100;
/** Beats to the ear are at least so far apart; the ear bears with a silence of 1.5 s. */
const BEAT_MS = 200;
/** After a recorder was ended, looks follow quickly, so that the light goes with the microphone. */
const QUICK_LOOKS_MS: readonly number[] = [5, 10, 20, 40];
/** A state that could not be written is tried again so often. */
const SAVE_AGAIN_MS = 1_000;

export interface LightServiceOptions {
  readonly account: MicrophoneAccount;
  /** argv[0] of our recorders. */
  readonly recorder: string;
  readonly panel: Panel;
  readonly lamp: LampDriver;
  readonly muteFile: MuteFile;
  readonly desk: ErasureDesk;
  /** Each edge of the button, before anything follows from it. */
  readonly onEdge: (edge: ButtonEdge) => void;
  /** The question that was asked is answered. */
  readonly onAnswer: (answer: "consented" | "refused") => void;
  readonly toEar: (message: LinkMessage<"light-to-ear">) => void;
  readonly toUplink: (message: LinkMessage<"light-to-uplink">) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly watchdog: Watchdog;
}

/** Carries out what the rules of button and light ask for. */
export class LightService {
  readonly #options: LightServiceOptions;
  readonly #ending = new AbortController();
  #state: LightState;
  /** The last attempt to write the mute state. */
  #saving: Promise<void> = Promise.resolve();
  #savedMs = 0;
  #beatMs = 0;
  #isLookingQuickly = false;

  constructor(options: LightServiceOptions) {
    this.#options = options;
    const { mute, damaged } = options.muteFile.read();
    const nowMs = options.clock.monotonicMs();
    this.#state = initialLight({ mute, account: options.account.read().account, nowMs });
    if (damaged) this.fault("mute-damaged", true);
    options.panel.watch((edge) => {
      options.onEdge(edge);
      this.take({ kind: "button", edge });
    });
  }

  get state(): LightState {
    return this.#state;
  }

  /** Looks at the microphone until `end`. */
  async run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      this.#look();
      await this.#sleep(LOOK_MS);
    }
  }

  /** Closes the microphone, puts out the lamp. What comes after changes nothing and shows nothing. */
  end(): void {
    this.#ending.abort();
    // First, or the ear takes the end of its recorder for a fault and opens another one in the dark.
    this.#options.toEar({ kind: "close" });
    endRecorders(this.#options.recorder);
    this.#options.lamp.close();
  }

  /** One step of the rules, and all that follows from it. */
  take(input: LightInput): void {
    if (this.#ending.signal.aborted) return;
    const before = this.#state;
    const { state, effects } = stepLight(before, input, this.#options.clock.monotonicMs());
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#options.lamp.show(patternOf(state));
    this.#tell(before, state);
    if (input.kind !== "account" && effects.some(({ kind }) => kind === "end-recorders"))
      void this.#lookQuickly();
  }

  fault(fault: LightFault, active: boolean): void {
    if (this.#state.faults.includes(fault) !== active) this.take({ kind: "fault", fault, active });
  }

  /** Resolves when the disk has the mute state, or has failed to take it. */
  settled(): Promise<void> {
    return this.#saving;
  }

  #carryOut(effect: LightEffect): void {
    const { recorder, toEar, toUplink } = this.#options;
    switch (effect.kind) {
      case "end-recorders":
        endRecorders(recorder);
        return;
      case "close":
      case "listen":
        toEar({ kind: effect.kind });
        return;
      case "save-mute":
        this.#save(effect.muted);
        return;
      case "tell-uplink":
        toUplink({ kind: "muted", muted: effect.muted });
        return;
      case "erase":
        this.#erase({ kind: effect.selector });
        return;
      case "answer":
        this.#options.onAnswer(effect.answer);
        return;
    }
  }

  #erase(selector: Selector): void {
    const request = randomBytes(16).toString("hex");
    const taken = this.#options.desk.take(request, selector);
    this.fault("erasures-full", taken === "full");
  }

  #save(muted: boolean): void {
    this.#savedMs = this.#options.clock.monotonicMs();
    this.#saving = this.#options.muteFile.save(muted).then(
      () => {
        this.fault("mute-not-saved", false);
        this.fault("mute-damaged", false);
      },
      (error: unknown) => {
        if (codeOf(error) !== "FILE_UNREADABLE") throw error;
        this.fault("mute-not-saved", true);
      },
    );
  }

  #look(): void {
    const { account, panel, clock, desk } = this.#options;
    panel.check();
    this.take({ kind: "account", account: account.read().account });
    this.#beat();
    this.#reassure();
    this.fault("erasures-not-saved", !desk.isSaved);
    if (clock.monotonicMs() - this.#savedMs < SAVE_AGAIN_MS) return;
    this.#savedMs = clock.monotonicMs();
    if (this.#state.faults.includes("mute-not-saved")) this.#save(this.#state.muted);
    desk.saveAgain();
  }

  /** Only where a look has gone through: a light that hangs in one must not seem to live. */
  #beat(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#beatMs < BEAT_MS) return;
    this.#beatMs = nowMs;
    this.#options.toEar({ kind: "beat" });
  }

  /** Here too: a light that does not look any more is ended by the system, and made dark. */
  #reassure(): void {
    const { muted, account } = this.#state;
    const { watchdog } = this.#options;
    watchdog.alive();
    watchdog.status(account !== "closed" ? "microphone open" : muted ? "muted" : "microphone closed");
  }

  async #lookQuickly(): Promise<void> {
    if (this.#isLookingQuickly) return;
    this.#isLookingQuickly = true;
    for (const ms of QUICK_LOOKS_MS) {
      await this.#sleep(ms);
      if (!this.#ending.signal.aborted) this.#look();
    }
    this.#isLookingQuickly = false;
  }

  /** What changed, for the log. */
  #tell(before: LightState, after: LightState): void {
    const { log } = this.#options;
    if (before.muted !== after.muted) log.write(after.muted ? "muted" : "mute-lifted");
    if (before.account !== after.account) log.write(`account-${after.account}`);
    for (const fault of after.faults) {
      if (!before.faults.includes(fault)) log.write(`fault-${fault}`);
    }
    for (const fault of before.faults) {
      if (!after.faults.includes(fault)) log.write(`fault-over-${fault}`);
    }
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#ending;
    try {
      await this.#options.clock.sleep(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
