import type { AudioSource } from "../../capture/audio-source.js";
import { ArecordMicrophone } from "../../capture/edge/arecord-microphone.js";
import { FileSource } from "../../capture/edge/file-source.js";
import { StdinSource } from "../../capture/edge/stdin-source.js";
import { RealTimeSource } from "../../capture/real-time-source.js";
import type { Config } from "../../config/config.js";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import { systemClock } from "../../domain/edge/system-clock.js";

export interface EarSourceOptions {
  readonly microphone: Config["microphone"];
  /** argv[0] of the recorder. */
  readonly recorderName: string;
  /** A device of alsa-lib that is played to, 16 kHz mono, instead of the configured microphone. */
  readonly device: string | undefined;
  /** A sound file, at its own pace, or `-` for standard input, WAV or raw 16 kHz mono, instead of any microphone. */
  readonly input: string | undefined;
}

/** What is listened to. Nothing is opened before its events are asked for. */
export function earSource({ microphone, recorderName, device, input }: EarSourceOptions): AudioSource {
  if (input === "-") return new StdinSource(process.stdin);
  if (input !== undefined) return new RealTimeSource(new FileSource(input), systemClock);
  const played =
    device === undefined ? {} : { device, rateHz: SAMPLE_RATE_HZ, channels: 1, channel: 0 as const };
  return new ArecordMicrophone({
    ...microphone,
    ...played,
    name: recorderName,
    clock: systemClock,
    random: Math.random,
  });
}
