import { Encoder } from "@evan/opus/wasm/index.mjs";
import { SottoError } from "../../domain/errors.js";
import { OPUS_BITRATE, type OpusCodec, type OpusEncoder } from "../opus-codec.js";

/** Commands of libopus, opus_defines.h; each is answered by the one after it. */
const SET_BITRATE = 4_002;
const SET_VBR = 4_006;
const SET_COMPLEXITY = 4_010;
const SET_INBAND_FEC = 4_012;
const SET_DTX = 4_016;
const SET_SIGNAL = 4_024;
const SIGNAL_VOICE = 3_001;
const GET_LOOKAHEAD = 4_027;

const SETTINGS: readonly (readonly [command: number, value: number])[] = [
  [SET_BITRATE, OPUS_BITRATE],
  [SET_VBR, 0],
  [SET_DTX, 0],
  [SET_INBAND_FEC, 0],
  [SET_COMPLEXITY, 5],
  [SET_SIGNAL, SIGNAL_VOICE],
];

/**
 * libopus in WebAssembly. The package's native builds are left aside: the same bytes on every machine, and no
 * prebuilt program in the process that hears.
 */
export const evanOpus: OpusCodec = {
  open(): OpusEncoder {
    return guarded(() => {
      const encoder = new Encoder({ channels: 1, sample_rate: 16_000, application: "voip" });
      for (const [command, value] of SETTINGS) {
        encoder.ctl(command, value);
        const set = encoder.ctl(command + 1);
        if (set !== value) throw new SottoError("ENCODE_FAILED", `Opus kept ${set} for command ${command}`);
      }
      return {
        lookaheadSamples: encoder.ctl(GET_LOOKAHEAD),
        encode: (frame) => guarded(() => encoder.encode(frame)),
        release: () => encoder.drop(),
      };
    });
  },
};

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof SottoError) throw cause;
    throw new SottoError("ENCODE_FAILED", "Opus gave up", cause);
  }
}
