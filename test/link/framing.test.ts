import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameReader, frameOf } from "../../src/link/framing.js";
import { thrownCode } from "../support/thrown.js";

const PAYLOADS = [
  Uint8Array.of(1),
  new Uint8Array(300).fill(2),
  Uint8Array.of(0, 0, 0, 1),
  new Uint8Array(256).fill(255),
];

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe("a reader of frames", () => {
  it("gives the same payloads wherever the stream is cut in two", () => {
    const stream = joined(PAYLOADS.map(frameOf));
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const reader = new FrameReader(300);
      expect([...reader.push(stream.subarray(0, cut)), ...reader.push(stream.subarray(cut))]).toEqual(
        PAYLOADS,
      );
    }
  });

  it("gives the same payloads byte by byte", () => {
    const reader = new FrameReader(300);
    expect(
      [...joined(PAYLOADS.map(frameOf))].flatMap((byte) => [...reader.push(Uint8Array.of(byte))]),
    ).toEqual(PAYLOADS);
  });

  it.each([
    ["empty", [0, 0, 0, 0]],
    ["longer than the bound", [0, 0, 1, 45]],
    ["of four gigabytes", [255, 255, 255, 255]],
  ])("refuses a frame that is %s at its fourth byte, and all that follows", async (_, head) => {
    const reader = new FrameReader(300);
    expect([...reader.push(Uint8Array.from(head.slice(0, 3)))]).toEqual([]);
    expect(await thrownCode(() => [...reader.push(Uint8Array.of(head[3] ?? 0))])).toBe("LINK_INVALID");
    expect(await thrownCode(() => [...reader.push(frameOf(Uint8Array.of(1)))])).toBe("LINK_INVALID");
  });

  it("keeps no part of what it was given: the buffer may be overwritten", () => {
    const reader = new FrameReader(300);
    const stream = frameOf(Uint8Array.of(1, 2, 3));
    const first = stream.subarray(0, 6);
    expect([...reader.push(first)]).toEqual([]);
    first.fill(0);
    expect([...reader.push(stream.subarray(6))]).toEqual([Uint8Array.of(1, 2, 3)]);
  });

  it("gives payloads within the bound or LINK_INVALID for any bytes in any pieces", () => {
    const pieces = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ minLength: 1, maxLength: 30 }).map((payload) => frameOf(payload)),
      ),
      { maxLength: 20 },
    );
    const run = fc.check(
      fc.asyncProperty(pieces, async (parts) => {
        const reader = new FrameReader(32);
        let total = 0;
        try {
          for (const part of parts) for (const payload of reader.push(part)) total += payload.length + 4;
        } catch (error) {
          return (await thrownCode(() => Promise.reject(error))) === "LINK_INVALID";
        }
        return total <= joined(parts).length;
      }),
      { numRuns: 2_000 },
    );
    return run.then((details) => expect(details.failed, `seed ${details.seed}`).toBe(false));
  });
});
