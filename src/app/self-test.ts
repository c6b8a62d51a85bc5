import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig } from "../config/config.js";
import { toSeconds } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import { judgeRecording, parseRecordings, type Recording } from "../evaluation/recording.js";
import { random } from "../keys/edge/device-keys.js";
import { describeDevice, describeOwner } from "../keys/edge/owner-keys.js";
import { rawPrivateKey } from "../keys/edge/raw-keys.js";
import type { EarEvent } from "../pipeline/ear-event.js";
import { createSigner } from "../seal/edge/ed25519.js";
import { createOpener, createSealer } from "../seal/edge/hpke.js";
import { parseEnvelope } from "../seal/envelope.js";
import { openClip, verifyEnvelope } from "../seal/open-clip.js";
import type { Opener, TrustedSigner } from "../seal/ports.js";
import type { SealingKeys } from "../seal/sealed-clip.js";
import { startListening } from "./ear/start-listening.js";
import { type Judgement, wireEar, wireJudgement } from "./wire.js";

/** The recordings that travel with every release: made for the purpose, no person spoke them. */
export const BUILT_IN_RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));
/** One that must be cut and one that must stay whole: a release that cuts everything fails as well. */
const TRIED = ["2-door-code.flac", "6-harmless.flac"];

type Sealed = Extract<EarEvent, { kind: "sealed" }>;

interface ThrowAwayKeys {
  readonly sealing: SealingKeys;
  readonly device: TrustedSigner;
  readonly opener: Opener;
}

/**
 * Plays the built-in recordings to a whole ear at their own pace, as a microphone would, seals to keys that are
 * forgotten afterwards, opens the clips and judges what is in them. No microphone is opened, nothing is kept.
 * @param tell what was found, a line each
 * @throws SottoError SELF_TEST_FAILED; as a start of the ear does
 */
export async function selfTest(tell: (line: string) => void): Promise<void> {
  const recordings = parseRecordings(readFileSync(join(BUILT_IN_RECORDINGS, "recordings.json"), "utf8"));
  const keys = await throwAwayKeys();
  const senses = await wireJudgement();
  for (const file of TRIED) {
    const recording = recordings.find((each) => each.file === file);
    if (recording === undefined) throw new SottoError("SELF_TEST_FAILED", `${file} is not there`);
    const sealed = await hear(recording, keys.sealing, senses);
    await judge(recording, sealed, keys);
    tell(`${file}: heard, ${recording.harmless ? "left whole" : "cut"}, sealed and opened again`);
  }
}

async function hear({ file }: Recording, keys: SealingKeys, senses: Judgement): Promise<Sealed> {
  const config = parseConfig({});
  const { listening, rule } = await startListening({
    ...{ config, wordsFolder: "no-words-enrolled" },
    source: {
      ...{ microphone: config.microphone, recorderName: "none", device: undefined },
      input: join(BUILT_IN_RECORDINGS, file),
    },
  });
  let ended: Extract<EarEvent, { kind: "sealed" | "dropped" | "abandoned" }> | undefined;
  const observe = (event: EarEvent) => {
    if (event.kind === "sealed" || event.kind === "dropped" || event.kind === "abandoned") ended = event;
  };
  await wireEar({ config, listening, rule, senses, keys: async () => keys, observe }).run();
  if (ended?.kind === "sealed") return ended;
  const why = ended === undefined ? "the wake word was not heard" : `no clip came of it (${ended.kind})`;
  throw new SottoError("SELF_TEST_FAILED", `${file}: ${why}`);
}

async function judge(recording: Recording, { clip, report }: Sealed, keys: ThrowAwayKeys): Promise<void> {
  const envelope = parseEnvelope(clip.message);
  verifyEnvelope(envelope, [keys.device]);
  const { removed } = await openClip(envelope, [keys.opener]);
  const startSeconds = toSeconds(report.span.start);
  const verdict = judgeRecording(recording, {
    startSeconds,
    endSeconds: toSeconds(report.span.end),
    cuts: removed.map(({ startMs, endMs, types }) => ({
      start: startSeconds + startMs / 1000,
      end: startSeconds + endMs / 1000,
      types,
    })),
  });
  if (verdict.kind === "failed") {
    throw new SottoError("SELF_TEST_FAILED", `${recording.file}: ${verdict.why}`);
  }
}

/** Of this test alone, in memory alone. */
async function throwAwayKeys(): Promise<ThrowAwayKeys> {
  const owner = generateKeyPairSync("x25519").privateKey;
  const device = generateKeyPairSync("ed25519");
  const { publicKey, keyId } = describeOwner(owner);
  const trusted = describeDevice(device.publicKey);
  return {
    sealing: {
      sealer: await createSealer([{ publicKey, keyId }]),
      signer: createSigner(device.privateKey, trusted.deviceId, trusted.signingKeyId),
      random,
    },
    device: trusted,
    opener: await createOpener(rawPrivateKey(owner), publicKey, keyId),
  };
}
