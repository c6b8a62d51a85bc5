import { describe, expect, it } from "vitest";
import { Erasures, MAX_NOTED, MAX_NOTED_IDS, MAX_REMEMBERED } from "../../src/light/erasures.js";

const id = (n: number) => n.toString(16).padStart(32, "0");
const last = { kind: "last" } as const;
const none = new Erasures([]);

function noted(count: number): Erasures {
  let all = none;
  for (let n = 0; n < count; n++) all = all.with(id(n), last) ?? all;
  return all;
}

describe("the erasures that were asked for", () => {
  it("are told to the ear in the order in which they came, until it has taken them over", () => {
    const three = noted(3).advanced(id(1), "erasing");
    expect(three.noted.map(({ request }) => request)).toEqual([id(0), id(2)]);
    expect(three.stageOf(id(1))).toBe("erasing");
  });

  it("are obeyed once, however often one is asked for", () => {
    const done = noted(1).advanced(id(0), "erasing").advanced(id(0), "confirmed");
    expect(done.with(id(0), { kind: "all" })?.noted).toEqual([]);
    expect(done.stageOf(id(0))).toBe("confirmed");
  });

  it("never go back a stage", () => {
    const done = noted(1).advanced(id(0), "erasing").advanced(id(0), "confirmed").advanced(id(0), "erasing");
    expect(done.stageOf(id(0))).toBe("confirmed");
  });

  it("stay to be done when the uplink alone says that one is", () => {
    const claimed = noted(1).advanced(id(0), "confirmed");
    expect(claimed.stageOf(id(0))).toBe("noted");
    expect(claimed.noted).toHaveLength(1);
    expect(claimed.advanced(id(0), "erasing").stageOf(id(0))).toBe("confirmed");
  });

  it("of nothing end as that, whoever told it first, and are never confirmed after it", () => {
    const first = noted(1).advanced(id(0), "nothing");
    expect(first.stageOf(id(0))).toBe("noted");
    const ended = first.advanced(id(0), "erasing");
    expect(ended.stageOf(id(0))).toBe("nothing");
    expect(ended.advanced(id(0), "confirmed")).toBe(ended);
    expect(noted(1).advanced(id(0), "erasing").advanced(id(0), "nothing").stageOf(id(0))).toBe("nothing");
  });

  it("are the same value after what is no news", () => {
    const one = noted(2).advanced(id(0), "erasing").advanced(id(1), "confirmed");
    for (const [request, stage] of [
      [id(0), "erasing"],
      [id(1), "confirmed"],
      [id(5), "erasing"],
    ] as const) {
      expect(one.advanced(request, stage)).toBe(one);
    }
  });

  it("are bounded in number and in ids; what has no room is refused", () => {
    expect(noted(MAX_NOTED).with(id(1_000), last)).toBeUndefined();
    const ids = Array.from({ length: MAX_NOTED_IDS }, (_, n) => id(n));
    const full = none.with(id(1), { kind: "listed", ids });
    expect(full?.with(id(2), { kind: "listed", ids: [id(3)] })).toBeUndefined();
    expect(full?.with(id(2), last)?.noted).toHaveLength(2);
  });

  it("always have room for all, which is what the others are a part of", () => {
    const full = noted(MAX_NOTED).advanced(id(0), "erasing").with(id(999), last);
    const all = full?.with(id(1_000), { kind: "all" });
    expect(all?.noted).toEqual([{ request: id(1_000), selector: { kind: "all" } }]);
    expect(all?.stageOf(id(0))).toBe("erasing");
  });

  it("are forgotten, oldest first, when too many have gone on", () => {
    let all = none;
    for (let n = 0; n < MAX_REMEMBERED + 10; n++)
      all = (all.with(id(n), last) ?? all).advanced(id(n), "erasing");
    expect(all.list).toHaveLength(MAX_REMEMBERED);
    expect(all.stageOf(id(9))).toBeUndefined();
    expect(all.stageOf(id(10))).toBe("erasing");
  });
});
