/** One place for what the whole training is made with. */
export const SEED = 20_261_128;
export const AMOUNTS = {
  wakesPerWord: 80,
  commands: 1_800,
  personal: 500,
  espeakPerWord: 48,
  espeakCommands: 500,
  kokoro: 1_600,
};
/** Clips of the neural voices that are reported beside the recordings of people. */
export const NEURAL_ROWS = 700;
/** Hops whose mean is compared with the threshold of the first look. */
export const SMOOTHING_HOPS = 2;
export const SPEECH_THRESHOLD = 0.5;
