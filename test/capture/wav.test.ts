import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PcmBlock } from "../../src/capture/sound-decoder.js";
import { WavDecoder } from "../../src/capture/wav.js";
import { bytesOf, chunk, wavFile } from "./wav-file.js";

async function decode(bytes: Uint8Array, pieceBytes = bytes.length): Promise<number[][]> {
  const decoder = new WavDecoder(bytes.length);
  const blocks: PcmBlock[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    blocks.push(...(await decoder.push(bytes.subarray(at, at + pieceBytes))));
  }
  blocks.push(...(await decoder.finish()));
  const channels = decoder.format?.channels ?? 0;
  return Array.from({ length: channels }, (_, channel) =>
    blocks.flatMap((block) => [...(block[channel] ?? [])]),
  );
}

const SIXTEEN = bytesOf(Int16Array.of(-32_768, 0, 16_384, 32_767));

describe("WAV reading", () => {
  test.each([
    ["8-bit unsigned", wavFile({ bits: 8, data: Uint8Array.of(0, 128, 192) }), [-1, 0, 0.5]],
    ["16-bit", wavFile({ bits: 16, data: SIXTEEN }), [-1, 0, 0.5, 32_767 / 32_768]],
    [
      "24-bit",
      wavFile({ bits: 24, data: Uint8Array.of(0, 0, 0x80, 0, 0, 0x40, 1, 0, 0) }),
      [-1, 0.5, 2 ** -23],
    ],
    ["32-bit", wavFile({ bits: 32, data: bytesOf(Int32Array.of(-(2 ** 31), 2 ** 30)) }), [-1, 0.5]],
    ["32-bit float", wavFile({ tag: 3, bits: 32, data: bytesOf(Float32Array.of(-0.25, 0.5)) }), [-0.25, 0.5]],
    ["64-bit float", wavFile({ tag: 3, bits: 64, data: bytesOf(Float64Array.of(-0.25, 0.5)) }), [-0.25, 0.5]],
    [
      "extensible 16-bit",
      wavFile({ extensibleTag: 1, bits: 16, data: SIXTEEN }),
      [-1, 0, 0.5, 32_767 / 32_768],
    ],
  ])("reads %s samples exactly", async (_, file, expected) => {
    expect(await decode(file)).toEqual([expected]);
  });

  test("keeps channels apart and skips chunks that it does not know, however the bytes arrive", async () => {
    const file = wavFile({
      channels: 2,
      bits: 16,
      data: bytesOf(Int16Array.of(1, -1, 2, -2, 3, -3)),
      before: chunk("JUNK", new Uint8Array(7)),
      after: chunk("LIST", new Uint8Array(9)),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (pieceBytes) => {
        const back = await decode(file, pieceBytes);
        expect(back.map((channel) => channel.map((x) => x * 32_768))).toEqual([
          [1, 2, 3],
          [-1, -2, -3],
        ]);
      }),
      { verbose: 1 },
    );
  });

  test("reads to the end where a writer on a pipe could not know the length", async () => {
    for (const dataBytes of [0xffff_ffff, 0x7fff_ffff, 0x7fff_f000]) {
      expect(await decode(wavFile({ bits: 16, data: SIXTEEN, dataBytes }))).toHaveLength(1);
    }
  });

  test.each([
    [
      "sound that ends before its header says so",
      wavFile({ bits: 16, data: SIXTEEN, dataBytes: 100 }),
      "TRUNCATED",
    ],
    ["a file cut inside its header", wavFile({ bits: 16, data: SIXTEEN }).subarray(0, 30), "TRUNCATED"],
    ["a file that ends before the sound", wavFile({ bits: 16, data: SIXTEEN }).subarray(0, 36), "TRUNCATED"],
    ["A-law", wavFile({ tag: 6, bits: 8, data: SIXTEEN }), "UNSUPPORTED"],
    ["mu-law", wavFile({ tag: 7, bits: 8, data: SIXTEEN }), "UNSUPPORTED"],
    ["12-bit integers", wavFile({ bits: 12, channels: 2, data: SIXTEEN }), "UNSUPPORTED"],
    [
      "several data chunks",
      wavFile({ bits: 16, data: SIXTEEN, after: chunk("data", SIXTEEN) }),
      "UNSUPPORTED",
    ],
    [
      "frames that are not whole",
      wavFile({ bits: 16, channels: 2, data: SIXTEEN.subarray(0, 6) }),
      "UNSUPPORTED",
    ],
    ["no channels", wavFile({ bits: 16, channels: 0, data: SIXTEEN }), "UNSUPPORTED"],
    ["a rate of 1 Hz", wavFile({ bits: 16, rateHz: 1, data: SIXTEEN }), "UNSUPPORTED"],
    [
      "RF64",
      Uint8Array.from(wavFile({ bits: 16, data: SIXTEEN }), (x, i) =>
        i < 4 ? (0x52463634 >>> (24 - 8 * i)) & 255 : x,
      ),
      "UNSUPPORTED",
    ],
  ])("refuses %s", async (_, file, code) => {
    await expect(decode(file)).rejects.toThrow(code);
  });

  test("refuses a cut at any byte, or gives an error, but never fewer samples", async () => {
    const file = wavFile({ bits: 16, data: bytesOf(Int16Array.from({ length: 50 }, (_, i) => i)) });
    for (let length = 0; length < file.length; length++) {
      await expect(decode(file.slice(0, length))).rejects.toThrow("AUDIO_");
    }
  });
});
