import { ArecordMicrophone } from "../capture/edge/arecord-microphone.js";
import { openPacedDevice } from "../capture/edge/paced-fifo-microphone.js";
import type { Config } from "../config/config.js";
import { SAMPLE_RATE_HZ, toPcm16 } from "../domain/audio.js";
import { systemClock } from "../domain/edge/system-clock.js";
import type { PlayedMicrophone } from "./demonstration.js";

/** The configured microphone. */
export function wireMicrophone(microphone: Config["microphone"]): ArecordMicrophone {
  return new ArecordMicrophone({ ...microphone, clock: systemClock, random: Math.random });
}

/** A real recorder on a device of alsa-lib that hears what is played to it; `close` after the ear was muted. */
export async function openPlayedMicrophone(): Promise<PlayedMicrophone & { close(): Promise<void> }> {
  const paced = await openPacedDevice({ rateHz: SAMPLE_RATE_HZ, channels: 1 });
  const source = new ArecordMicrophone({
    device: paced.device,
    environment: paced.environment,
    rateHz: SAMPLE_RATE_HZ,
    channels: 1,
    channel: 0,
    silenceMs: 2000,
    clock: systemClock,
    random: Math.random,
  });
  return {
    source,
    async play(samples) {
      const { startFrame } = await paced.play(Int16Array.from(samples, toPcm16));
      return { startSample: startFrame };
    },
    close: () => paced.close(),
  };
}
