import { SottoError } from "../../src/domain/errors.js";

/**
 * The voices that may be spoken, with the SHA-256 of their style vectors (npm kokoro-js 1.2.1).
 * The other English voices of the model are kept for evaluation, so that a figure is never measured on
 * a voice that trained; they have no entry here and are refused.
 */
export const TRAINING_VOICES = {
  af_alloy: "c4a6b876047fd7fb472edf4ebd63cfac7c3b958a7cae7c106e8f038ca6308c45",
  af_bella: "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
  af_jessica: "a240a5e3c15b43563d6e923bdca8ef5613a23471d9b77653694012435df23bd8",
  af_nova: "18778272caa0d0eebaea251c35fd635f038434f9eee5e691d02a174bd328414f",
  af_sky: "4435255c9744f3f31659e0d714ab7689bf65d9e77ec1cce060f083912614f0b9",
  am_adam: "162b035ed91cfc48b6046982184c645f72edcdd1b82843347f605d7bf7b15716",
  am_eric: "e8b5be17edd1e3636901ce7598baafe2dc8dd8ff707a0c23bf9e461add7e2832",
  am_michael: "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
  am_onyx: "da5d135b424164916d75a68ffb4c2abce3d7d5ccc82dd1ee6cf447ce286145e6",
  bf_emma: "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
  bf_lily: "5e0ee32ebe64a467124976b14e69590746f1c4ce41a12b587a50c862edfea335",
  bm_daniel: "6b3194bbceffb746733cbc22c8f593dd44e401a71d53895a2dca891bc595a1e8",
  bm_george: "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
} as const;

export type TrainingVoice = keyof typeof TRAINING_VOICES;

/** One speaker: a training voice, or two of them blended evenly, written "af_nova+bm_george". */
export type Speaker = TrainingVoice | `${TrainingVoice}+${TrainingVoice}`;

export const VOICE_NAMES: readonly TrainingVoice[] = Object.keys(TRAINING_VOICES).map(trainingVoice);

/** Blends that keep one accent and one sex each, so that they still sound like a person. */
export const BLENDS: readonly Speaker[] = [
  "af_alloy+af_nova",
  "af_bella+af_sky",
  "af_jessica+af_alloy",
  "af_nova+af_jessica",
  "af_sky+af_nova",
  "am_adam+am_eric",
  "am_eric+am_michael",
  "am_michael+am_onyx",
  "am_onyx+am_adam",
  "bf_emma+bf_lily",
  "bm_daniel+bm_george",
  "bf_emma+af_bella",
];

/** @throws SottoError USAGE for every voice that is not free for training */
export function trainingVoice(name: string): TrainingVoice {
  if (isTrainingVoice(name)) return name;
  throw new SottoError("USAGE", `the voice ${name} is not one of those that may be spoken`);
}

/** The one or two voices of a speaker. @throws SottoError USAGE */
export function voicesOf(speaker: string): readonly TrainingVoice[] {
  const voices = speaker.split("+").map(trainingVoice);
  if (voices.length > 2) throw new SottoError("USAGE", "a speaker is one voice or a blend of two");
  return voices;
}

function isTrainingVoice(name: string): name is TrainingVoice {
  return Object.hasOwn(TRAINING_VOICES, name);
}
