import { HOP_SAMPLES, toPcm16 } from "../../src/domain/audio.js";
import { MEL_BANDS, MEL_FRAMES_PER_HOP } from "../../src/hotloop/embedding-engine.js";
import { LogMel, MEL_HISTORY_SAMPLES } from "../../src/hotloop/mel.js";

export const FORMS = ["int16", "float32", "float64", "mel"] as const;
export type FormName = (typeof FORMS)[number];

/** A recording as it may lie in a memory. */
export interface Form {
  readonly name: FormName;
  readonly bytes: Buffer;
  readonly elementBytes: number;
  /** Elements of 10 ms: 160 samples, or one frame of the spectrogram. */
  readonly elementsPer10Ms: number;
}

/** The hop loop's frames begin every 160 samples, so a recording that begins on this grid has the same frames in any hop. */
const FRAME_STEP = 160;

/**
 * The frames that the hot loop computes for the sound itself, none of them with what was heard before it.
 * @param samples begins at a multiple of 160 samples of the stream
 */
function melFrames(samples: Float32Array): Float32Array {
  const mel = new LogMel();
  const hops = Math.floor(samples.length / HOP_SAMPLES);
  const perHop = MEL_FRAMES_PER_HOP * MEL_BANDS;
  const frames = new Float32Array(hops * perHop);
  for (let hop = 0; hop < hops; hop++) {
    const at = hop * HOP_SAMPLES;
    mel.process(samples.subarray(at, at + HOP_SAMPLES), frames.subarray(hop * perHop, (hop + 1) * perHop));
  }
  return frames.subarray((MEL_HISTORY_SAMPLES / FRAME_STEP) * MEL_BANDS);
}

function bytesOf(array: ArrayBufferView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/**
 * What a microphone gives of this sound, and what the ear makes of it: 16-bit integers as the recorder writes them,
 * floats in [-1, 1], doubles on the scale of 16 bits (the spectrogram's own window holds 110 ms of those), and
 * log-mel frames. All little-endian, as this machine is.
 *
 * @param played mono, 16 kHz
 */
export function formsOf(played: Float32Array): readonly Form[] {
  const pcm = Int16Array.from(played, toPcm16);
  const floats = Float32Array.from(pcm, (sample) => sample / 32_768);
  const each = { elementsPer10Ms: FRAME_STEP };
  return [
    { name: "int16", bytes: bytesOf(pcm), elementBytes: 2, ...each },
    { name: "float32", bytes: bytesOf(floats), elementBytes: 4, ...each },
    { name: "float64", bytes: bytesOf(Float64Array.from(pcm)), elementBytes: 8, ...each },
    { name: "mel", bytes: bytesOf(melFrames(floats)), elementBytes: 4, elementsPer10Ms: MEL_BANDS },
  ];
}
