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
});

describe("isPublicId", () => {
  it("takes ids and no word, name, phone or card number", () => {
    expect(isPublicId("0123456789abcdef0123456789abcdef")).toBe(true);
    for (const text of ["adelaide", "07700900123", "4111111111111111", "DEADBEEF".repeat(4)]) {
      expect(isPublicId(text)).toBe(false);
    }
  });
});
