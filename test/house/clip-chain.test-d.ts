import { expectTypeOf, test } from "vitest";
import type { RawAudio } from "../../src/capture/raw-audio.js";
import type { Transport } from "../../src/deliver/transport.js";
import { EncodedClip } from "../../src/encode/encoded-clip.js";
import type { Outbox } from "../../src/outbox/outbox.js";
import { RedactedClip } from "../../src/redact/redacted-clip.js";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { VerifiedClip } from "../../src/verify/verified-clip.js";

type Publish = Transport["publish"];
type Accept = Outbox["accept"];

test("the way out takes a sealed clip and nothing before it", () => {
  expectTypeOf<Parameters<Publish>[0]>().toEqualTypeOf<SealedClip>();
  expectTypeOf<Parameters<Accept>[0]>().toEqualTypeOf<SealedClip>();
  expectTypeOf<RawAudio>().not.toExtend<SealedClip>();
  expectTypeOf<RedactedClip>().not.toExtend<SealedClip>();
  expectTypeOf<VerifiedClip>().not.toExtend<SealedClip>();
  expectTypeOf<EncodedClip>().not.toExtend<SealedClip>();
  expectTypeOf<Uint8Array>().not.toExtend<SealedClip>();
});

test("each stage takes what the one before it made", () => {
  expectTypeOf<Parameters<typeof RedactedClip.redact>[0]>().toEqualTypeOf<RawAudio>();
  expectTypeOf<Parameters<typeof VerifiedClip.ofSound>[0]>().toEqualTypeOf<RedactedClip>();
  expectTypeOf<Parameters<typeof EncodedClip.encode>[0]>().toEqualTypeOf<VerifiedClip>();
  expectTypeOf<Parameters<typeof SealedClip.seal>[0]>().toEqualTypeOf<EncodedClip>();
  expectTypeOf<RawAudio>().not.toExtend<RedactedClip>();
  expectTypeOf<RedactedClip>().not.toExtend<VerifiedClip>();
  expectTypeOf<VerifiedClip>().not.toExtend<EncodedClip>();
});

test("no stage's clip can be made outside of its own file", () => {
  // @ts-expect-error the constructor is private
  new RedactedClip(new Float32Array(1), { lengthSamples: 1, cuts: [] }, "tone");
  // @ts-expect-error the constructor is private
  new VerifiedClip({ kind: "text", text: "" });
  // @ts-expect-error the constructor is private
  new EncodedClip("text/plain", new Uint8Array(1), 0);
  // @ts-expect-error the constructor is private
  new SealedClip(new Uint8Array(1), "", 8192);
});

test("publishing raw sound does not compile", () => {
  const publish = (transport: Transport, raw: RawAudio, redacted: RedactedClip, verified: VerifiedClip) => {
    // @ts-expect-error raw sound is no sealed clip
    void transport.publish(raw);
    // @ts-expect-error redacted sound is no sealed clip
    void transport.publish(redacted);
    // @ts-expect-error verified sound is no sealed clip
    void transport.publish(verified);
    // @ts-expect-error bytes are no sealed clip
    void transport.publish(raw.samples);
  };
  expectTypeOf(publish).toBeFunction();
});
