import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { streamLog } from "../../src/log/edge/stream-log.js";
import { isPublicId } from "../../src/log/log.js";

describe("streamLog", () => {
  it("bounds the lines of a second and tells how many it left out", () => {
    const out = new PassThrough();
    let nowMs = 0;
    const log = streamLog(out, { monotonicMs: () => nowMs, wallMs: () => 0, sleep: () => Promise.resolve() });
    for (let i = 0; i < 50; i++) log.write("noise", { i });
    nowMs = 1000;
    log.write("after");
    const lines = String(out.read()).trim().split("\n");
    expect(lines).toHaveLength(21);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ event: "after", suppressed: 30 });
  });

  it("lets the first line of another event through a flood, and is bounded then too", () => {
    const out = new PassThrough();
    const log = streamLog(out, { monotonicMs: () => 0, wallMs: () => 0, sleep: () => Promise.resolve() });
    for (let i = 0; i < 50; i++) log.write("message-refused");
    log.write("keeper-ended", { refused: 50 });
    log.write("keeper-ended", { refused: 51 });
    for (let i = 0; i < 100; i++) log.write(`event-${i}`);
    const lines = String(out.read()).trim().split("\n");
    expect(JSON.parse(lines[20] ?? "")).toMatchObject({ event: "keeper-ended", refused: 50, suppressed: 30 });
    expect(lines).toHaveLength(20 + 1 + 18);
  });
});

describe("isPublicId", () => {
  it("takes ids and no word, name, phone or card number", () => {
    expect(isPublicId("0123456789abcdef0123456789abcdef")).toBe(true);
    for (const text of ["adelaide", "07700900123", "4111111111111111", "DEADBEEF".repeat(4)]) {
      expect(isPublicId(text)).toBe(false);
    }
  });
});
