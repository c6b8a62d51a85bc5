import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter, MAX_LINE } from "../../src/supervise/line-splitter.js";

describe("the line splitter", () => {
  it("gives the same lines however the text was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z ]{0,20}$/)), fc.array(fc.nat(50)), (lines, cuts) => {
        const text = lines.map((line) => `${line}\n`).join("");
        const splitter = new LineSplitter();
        const got: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          splitter.push(text.slice(at, at + cut), (line) => got.push(line));
          at += cut;
        }
        splitter.push(text.slice(at), (line) => got.push(line));
        expect(got).toEqual(lines);
      }),
    );
  });

  it("keeps no more of an endless line than its bound", () => {
    const splitter = new LineSplitter();
    const got: string[] = [];
    for (let part = 0; part < 100; part += 1) splitter.push("x".repeat(1_000), (line) => got.push(line));
    splitter.push("\n", (line) => got.push(line));
    expect(got.map((line) => line.length)).toEqual([MAX_LINE]);
  });
});
