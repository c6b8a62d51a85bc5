import { ChannelCheck } from "../../capture/channel-check.js";
import { setMixer } from "../../capture/edge/mixer.js";
import { type MicrophoneFault, RecorderProcess } from "../../capture/edge/recorder-process.js";
import { RawPcmReader } from "../../capture/mono-stream.js";
import type { Config } from "../../config/config.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import type { OpenedDevice } from "./doctor-card.js";

export interface BriefRecording {
  readonly check: ChannelCheck;
  /** Gains of the configuration that the card has not taken. */
  readonly refusedGains: number;
  /** It ended by itself, and not by us. */
  readonly fault: MicrophoneFault | undefined;
}

/**
 * Opens the microphone for so long, with every channel that it has, and closes it again; the sound goes nowhere. The
 * recorder bears the house's name, so that the light knows it for one of its own: it shows it, and ends it when the
 * button is pressed.
 */
export async function recordBriefly(options: {
  readonly microphone: Config["microphone"];
  readonly opened: OpenedDevice;
  readonly name: string;
  readonly forMs: number;
}): Promise<BriefRecording> {
  const { microphone, opened, name, forMs } = options;
  const refusedGains =
    opened.card === undefined ? 0 : await setMixer({ card: opened.card, settings: microphone.gains });
  const check = new ChannelCheck(microphone);
  const reader = new RawPcmReader(microphone);
  const recorder = new RecorderProcess({
    ...{ device: opened.device, rateHz: microphone.rateHz, channels: microphone.channels },
    ...{ silenceMs: microphone.silenceMs, name, clock: systemClock },
    onBytes: (bytes) => {
      const block = reader.push(bytes);
      check.add(block);
      for (const channel of block) channel.fill(0);
    },
    onOverrun: () => undefined,
  });
  const over = new AbortController();
  const ended = recorder.ended.then((fault) => {
    over.abort();
    return fault;
  });
  try {
    await systemClock.sleep(forMs, over.signal);
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
  const fault = over.signal.aborted ? await ended : undefined;
  await recorder.stop();
  return { check, refusedGains, fault };
}
