import { openPacedDevice } from "../../capture/edge/paced-fifo-microphone.js";
import { SAMPLE_RATE_HZ, toPcm16 } from "../../domain/audio.js";
import type { MadeMicrophone } from "../household/household.js";

/** A device that a real recorder reads and that hears what is played to it. */
export interface PlayedMicrophone extends MadeMicrophone {
  /** Plays mono 16 kHz sound; gives the position in the stream at which it began, when it has ended. */
  play(samples: Float32Array): Promise<{ readonly startSample: number }>;
  close(): Promise<void>;
}

/** A microphone whose sound is made: it plays room tone until it is given something. */
export async function openPlayedMicrophone(): Promise<PlayedMicrophone> {
  const paced = await openPacedDevice({ rateHz: SAMPLE_RATE_HZ, channels: 1 });
  return {
    device: paced.device,
    environment: paced.environment,
    async play(samples) {
      const { startFrame } = await paced.play(Int16Array.from(samples, toPcm16));
      return { startSample: startFrame };
    },
    close: () => paced.close(),
  };
}
