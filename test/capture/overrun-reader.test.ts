import { describe, expect, it } from "vitest";
import { OverrunReader } from "../../src/capture/overrun-reader.js";

describe("what arecord says of overruns", () => {
  it("is summed up, wherever its text is cut", () => {
    const reader = new OverrunReader();
    expect(reader.push("overrun!!! (at least 12.500 ms long)\noverrun!!! (at lea")).toBe(12.5);
    expect(reader.push("st 200.125 ms long)")).toBe(0);
    expect(reader.push("\nSomething else\n")).toBe(200.125);
  });

  it("is nothing where it says something else, however long that is", () => {
    const reader = new OverrunReader();
    expect(reader.push("x".repeat(100_000))).toBe(0);
    expect(reader.push("\narecord: pcm_read:2221: read error: Input/output error\n")).toBe(0);
  });
});
