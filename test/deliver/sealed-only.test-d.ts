import { describe, expectTypeOf, it } from "vitest";
import type { RawAudio } from "../../src/capture/raw-audio.js";
import type { MqttTransport } from "../../src/deliver/edge/mqtt-transport.js";
import type { Transport } from "../../src/deliver/transport.js";
import type { EncodedClip } from "../../src/encode/encoded-clip.js";
import type { Outbox } from "../../src/outbox/outbox.js";
import type { ClipQueue } from "../../src/pipeline/clip-queue.js";
import type { RedactedClip } from "../../src/redact/redacted-clip.js";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { SignedTombstone } from "../../src/seal/signed-tombstone.js";
import type { VerifiedClip } from "../../src/verify/verified-clip.js";

type Sent =
  | Parameters<Transport["publish"]>[0]
  | Parameters<MqttTransport["publish"]>[0]
  | Parameters<Outbox["accept"]>[0]
  | ReturnType<Outbox["waiting"]>[number]["clip"]
  | Parameters<ClipQueue["push"]>[0];

describe("what leaves", () => {
  it("is a sealed clip and nothing else", () => {
    expectTypeOf<Sent>().toEqualTypeOf<SealedClip>();
    expectTypeOf<RawAudio | RedactedClip | VerifiedClip | EncodedClip>().not.toExtend<Sent>();
    expectTypeOf<Uint8Array>().not.toExtend<Sent>();
    expectTypeOf<{ message: Uint8Array; messageId: string; bucket: 8_000 }>().not.toExtend<Sent>();
  });

  it("is besides that a tombstone which somebody has checked", () => {
    expectTypeOf<Parameters<Transport["withdraw"]>[0]>().toEqualTypeOf<SignedTombstone>();
    expectTypeOf<Uint8Array | SealedClip>().not.toExtend<SignedTombstone>();
    // @ts-expect-error the constructor is private
    new SignedTombstone(new Uint8Array(), "", "all", []);
  });

  it("is made from an encoded clip only, by sealing", () => {
    expectTypeOf<Parameters<typeof SealedClip.seal>[0]>().toEqualTypeOf<EncodedClip>();
    // @ts-expect-error the constructor is private
    new SealedClip(new Uint8Array(), "", 8_000);
  });
});
