import type { AudioSource } from "../../capture/audio-source.js";
import { RealTimeSource } from "../../capture/real-time-source.js";
import type { Config } from "../../config/config.js";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import { systemClock } from "../../domain/edge/system-clock.js";

/** Plain data, so that it can be handed to the thread that listens. */
export interface EarSourceOptions {
  readonly microphone: Config["microphone"];
  /** argv[0] of the recorder. */
  readonly recorderName: string;
  /** A device of alsa-lib that is played to, 16 kHz mono, instead of the configured microphone. */
  readonly device: string | undefined;
  /** A sound file, at its own pace, or `-` for standard input, WAV or raw 16 kHz mono, instead of any microphone. */
  readonly input: string | undefined;
  /** Added to the recorder's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What is listened to; only what is needed for it is loaded. Nothing is opened before its events are asked for. */
export async function earSource(options: EarSourceOptions): Promise<AudioSource> {
  const { microphone, recorderName, device, input, environment } = options;
  if (input === "-") {
    const { StdinSource } = await import("../../capture/edge/stdin-source.js");
    const { standardInput } = await import("../../capture/edge/standard-input.js");
    return new StdinSource(standardInput());
  }
  if (input !== undefined) {
    const { FileSource } = await import("../../capture/edge/file-source.js");
    return new RealTimeSource(new FileSource(input), systemClock);
  }
  const { ArecordMicrophone } = await import("../../capture/edge/arecord-microphone.js");
  const played =
    device === undefined
      ? {}
      : { device, cards: [], gains: [], rateHz: SAMPLE_RATE_HZ, channels: 1, channel: 0 as const };
  return new ArecordMicrophone({
    ...microphone,
    ...played,
    ...(environment === undefined ? {} : { environment }),
    name: recorderName,
    clock: systemClock,
    random: Math.random,
  });
}
