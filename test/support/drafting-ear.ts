import { randomBytes } from "node:crypto";
import { clipFacts } from "../../src/app/clip-facts.js";
import { RawAudio } from "../../src/capture/raw-audio.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { evanOpus } from "../../src/encode/edge/evan-opus.js";
import { EncodedClip } from "../../src/encode/encoded-clip.js";
import { RULES } from "../../src/findings/finders.js";
import { Ear } from "../../src/pipeline/ear.js";
import type { EarEvent } from "../../src/pipeline/ear-event.js";
import { processUtterance } from "../../src/pipeline/process-utterance.js";
import { SealedClip, type SealingKeys } from "../../src/seal/sealed-clip.js";
import type { Hearing, Recogniser } from "../../src/transcript/recogniser.js";
import type { Spotted } from "../../src/utterance/spotter-trace.js";
import { deviceFromSeed, ownerFromSeed } from "./fixed-keys.js";
import { ScriptedRecogniser, speech, spokenEvenly } from "./scripted-recogniser.js";
import { sealingKeysOf } from "./sealed-clips.js";
import { ToldListening } from "./told-listening.js";

const WORD_SAMPLES = 6_000;
const NOTHING_SPOTTED: Spotted = { highest: 0.1, convicted: [] };
const LOOK = { number: 1, word: "computer", score: 0.9, endSample: 0 } as const;

/** A recogniser that counts what it hears, and can be held up before it hears. */
class CountingRecogniser implements Recogniser {
  hearings = 0;
  /** What each hearing waits for. */
  before: () => Promise<void> = () => Promise.resolve();
  readonly #recogniser: ScriptedRecogniser;

  constructor(recogniser: ScriptedRecogniser) {
    this.#recogniser = recogniser;
  }

  async hear(samples: Float32Array): Promise<Hearing> {
    this.hearings++;
    await this.before();
    return this.#recogniser.hear(samples);
  }

  plausibility(): Promise<number> {
    return this.#recogniser.plausibility();
  }
}

/** An ear whose stages are the real ones, whose listening the test tells, and whose recogniser hears a sentence. */
export class DraftingEar {
  readonly listening = new ToldListening();
  readonly events: EarEvent[] = [];
  readonly recogniser: CountingRecogniser;
  readonly encoded: EncodedClip[] = [];
  readonly ear: Ear;
  readonly running: Promise<void>;
  readonly #length: number;
  #judge: (verdict: "accepted" | "rejected") => void = () => undefined;

  private constructor(sentence: string, keys: SealingKeys) {
    this.#length = sentence.split(" ").length * WORD_SAMPLES;
    const { listening } = this;
    this.recogniser = new CountingRecogniser(new ScriptedRecogniser(spokenEvenly(sentence, this.#length)));
    this.ear = new Ear({
      ...{ listening, clock: systemClock, details: clipFacts("redact") },
      secondLook: () =>
        new Promise((resolve) => {
          this.#judge = (verdict) => resolve({ verdict, score: 0.9 });
        }),
      process: ({ audio, spotter }, isCalledOff) =>
        processUtterance(audio, {
          ...{ recogniser: this.recogniser, finders: RULES, clock: systemClock, mode: "redact" },
          ...{ spotter, fill: "silence", isCalledOff },
        }),
      encode: (clip) => {
        const encoded = EncodedClip.encode(clip, evanOpus);
        this.encoded.push(encoded);
        return encoded;
      },
      seal: (clip, details) => SealedClip.seal(clip, details, keys),
      observe: (event) => this.events.push(event),
    });
    this.running = this.ear.run();
  }

  /** @param sentence heard word by word, each as long as the others */
  static async hearing(sentence: string): Promise<DraftingEar> {
    const owner = await ownerFromSeed(Uint8Array.from(randomBytes(32)));
    return new DraftingEar(
      sentence,
      await sealingKeysOf(owner, deviceFromSeed(Uint8Array.from(randomBytes(32)))),
    );
  }

  look(verdict: "accepted" | "rejected" | "not yet" = "accepted"): void {
    this.listening.tell(
      { kind: "collecting", isCollecting: true },
      { kind: "looked", look: LOOK, window: new Float32Array(16_000).fill(0.1), strict: 0.9 },
    );
    if (verdict !== "not yet") this.#judge(verdict);
  }

  judge(verdict: "accepted" | "rejected"): void {
    this.#judge(verdict);
  }

  /** @returns its sound, to look at later */
  draft(number: number, spotter = NOTHING_SPOTTED): Float32Array {
    const collected = this.#collected(spotter);
    this.listening.tell({ kind: "draft", draft: number, ...collected });
    return collected.utterance.audio.samples;
  }

  utterance(draft: number | undefined, spotter = NOTHING_SPOTTED): Float32Array {
    const collected = this.#collected(spotter);
    this.listening.tell(
      { kind: "utterance", draft, ...collected },
      { kind: "collecting", isCollecting: false },
    );
    return collected.utterance.audio.samples;
  }

  get lengthSamples(): number {
    return this.#length;
  }

  get fates(): string[] {
    return this.events.flatMap((event) => (event.kind === "drafted" ? [event.fate] : []));
  }

  get ends(): string[] {
    return this.events.flatMap((event) =>
      event.kind === "sealed" ? ["sealed"] : event.kind === "dropped" ? [event.reason] : [],
    );
  }

  sealed() {
    return this.events.flatMap((event) => (event.kind === "sealed" ? [event] : []));
  }

  async end(): Promise<void> {
    await this.ear.mute();
    await this.running;
  }

  #collected(spotter: Spotted) {
    const span = { start: 0, end: this.#length };
    const nowMs = systemClock.monotonicMs();
    return {
      look: LOOK,
      utterance: { audio: RawAudio.of(speech(this.#length)), span, speechEnd: span.end, spotter },
      ...{ speechEndMs: nowMs - 240, collectedMs: nowMs },
    };
  }
}
