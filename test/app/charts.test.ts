import { describe, expect, it } from "vitest";
import { barChart } from "../../src/app/bench/bar-chart.js";
import { curveChart } from "../../src/app/bench/curve-chart.js";

const bars = [
  { name: "fast & <small>", p50: 0.25, p99: 0.5 },
  { name: "slow", p50: 1, p99: 2 },
];

function widths(svg: string, kind: string): number[] {
  return [...svg.matchAll(new RegExp(`class="${kind}"[^>]* width="([\\d.]+)"`, "g"))].map(([, width]) =>
    Number(width),
  );
}

describe("the picture of the hops", () => {
  it("has bars as long as what they stand for", () => {
    const svg = barChart({ title: "hops", bars, notes: ["a note"] });
    const [fast = 0, slow = 0] = widths(svg, "full");
    const [, slowest = 0] = widths(svg, "pale");
    expect(slow / fast).toBeCloseTo(4, 1);
    expect(slowest / slow).toBeCloseTo(2, 1);
  });

  it("is whole even where a name holds signs of its own language", () => {
    const svg = barChart({ title: 'a "title"', bars, notes: [] });
    expect(svg).toContain("fast &#38; &#60;small&#62;");
    expect(svg).toContain('aria-label="a &#34;title&#34;"');
    expect(svg).not.toContain("<small>");
  });

  it("leads nowhere", () => {
    const addresses = barChart({ title: "hops", bars, notes: [] }).match(/[a-z]+:\/\/[^"]*/g);
    expect(addresses).toEqual(["http://www.w3.org/2000/svg"]);
  });
});

describe("the picture of the memory", () => {
  it("draws what does not grow as a level line, measured from zero", () => {
    const svg = curveChart({
      ...{ title: "memory", from: "0 h", to: "1 h" },
      curves: [
        { name: "flat", unit: "MB", values: [8, 8, 8] },
        { name: "growing", unit: "MB", values: [0, 4, 8] },
      ],
    });
    const heights = [...svg.matchAll(/points="([^"]+)"/g)].map(([, points = ""]) =>
      points.split(" ").map((point) => Number(point.split(",")[1])),
    );
    const [flat = [], growing = []] = heights;
    expect(new Set(flat).size).toBe(1);
    expect((growing[0] ?? 0) - (growing[2] ?? 0)).toBeCloseTo(96, 1);
  });
});
