import { ESPEAK_VOICES, FLITE_VOICES } from "../train/synthesisers.js";
import { Random } from "../voices/random.js";
import { BLENDS, VOICE_NAMES } from "../voices/training-voices.js";

/** One utterance to be said and heard. */
export interface Planned {
  readonly name: string;
  readonly marked: string;
  readonly speaker: string;
  readonly speed: number;
}

const NEURAL = [...VOICE_NAMES, ...BLENDS];
/** Flite's voices were people's; espeak-ng's many accents are heard worse. */
const QUICK = [
  ...FLITE_VOICES.filter((voice) => voice !== "kal").flatMap((voice) => [`flite:${voice}`, `flite:${voice}`]),
  ...ESPEAK_VOICES.map((voice) => `espeak:${voice}`),
];

/** Gives each text a voice and a speed. @param voices the neural ones, of which a second costs a second, or the quick ones */
export function planSpeech(
  texts: readonly string[],
  voices: "neural" | "quick",
  seed: number,
): readonly Planned[] {
  const random = new Random(seed);
  const speakers = voices === "neural" ? NEURAL : QUICK;
  return texts.map((marked, i) => ({
    name: `${voices}-${seed}-${String(i).padStart(5, "0")}`,
    marked,
    speaker: speakers[random.whole(0, speakers.length - 1)] ?? "af_alloy",
    speed: Math.round((0.85 + random.next() * 0.33) * 100) / 100,
  }));
}
