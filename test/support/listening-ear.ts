import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startListening } from "../../src/app/ear/start-listening.js";
import { type Judgement, wireEar } from "../../src/app/wire.js";
import { openPacedDevice, type PacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { parseConfig } from "../../src/config/config.js";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import type { EarEvent } from "../../src/pipeline/ear-event.js";
import type { SealingKeys } from "../../src/seal/sealed-clip.js";

const recordings = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));

/** The thread's program; build it before. */
const LISTENING_THREAD = new URL("../../dist/app/ear/listening-thread.js", import.meta.url);

/** A recording of the demonstration, wake word first. */
export async function recording(name: string): Promise<Float32Array> {
  return (await readSoundFile(join(recordings, `${name}.flac`))).audio.samples;
}

/** Silence, played so that a decision that comes late has fallen when it is over. */
export function quiet(seconds: number): Float32Array {
  return new Float32Array(seconds * SAMPLE_RATE_HZ);
}

export interface ListeningEar {
  readonly device: PacedDevice;
  readonly events: readonly EarEvent[];
  /** At the pace of real time; resolves when the recorder was given the last sample. */
  play(...pieces: readonly Float32Array[]): Promise<void>;
  /** The first event of this kind, past or to come. */
  first<K extends EarEvent["kind"]>(kind: K): Promise<Extract<EarEvent, { kind: K }>>;
  kinds(): string[];
  /** What an erasure of the last does to what is no clip yet. @returns how many were dropped */
  drop(): number;
  /** Closes the microphone and waits until the last clip is through. */
  mute(): Promise<void>;
  /** What `mute` does, and removes the device. */
  end(): Promise<void>;
}

function isKind<K extends EarEvent["kind"]>(
  event: EarEvent,
  kind: K,
): event is Extract<EarEvent, { kind: K }> {
  return event.kind === kind;
}

/** An ear as the service wires it, with a thread that listens and a real recorder on a device that hears what is played. */
export async function openEar(senses: Judgement, keys: SealingKeys): Promise<ListeningEar> {
  const device = await openPacedDevice({ rateHz: SAMPLE_RATE_HZ, channels: 1 });
  const config = parseConfig({});
  const { listening, rule } = await startListening({
    config,
    source: {
      ...{ microphone: config.microphone, device: device.device, environment: device.environment },
      ...{ recorderName: "arecord", input: undefined },
    },
    wordsFolder: "no-words-enrolled",
    entry: LISTENING_THREAD,
  });
  const events: EarEvent[] = [];
  const waiting = new Set<() => void>();
  const observe = (event: EarEvent) => {
    events.push(event);
    for (const look of waiting) look();
  };
  const ear = wireEar({ config, listening, rule, senses, keys: async () => keys, observe });
  const running = ear.run();
  const mute = async () => {
    await ear.mute();
    await running;
  };
  return {
    device,
    events,
    async play(...pieces) {
      for (const piece of pieces)
        await device.play(Int16Array.from(piece, (x) => Math.max(-32_768, Math.min(32_767, x * 32_768))));
    },
    first: (kind) =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find((event) => isKind(event, kind));
          if (!found || !isKind(found, kind)) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    kinds: () => events.map((event) => event.kind),
    drop: () => ear.dropUnsealed(),
    mute,
    async end() {
      await mute();
      await device.close();
    },
  };
}
