import { describe, expect, it } from "vitest";
import { accountFor, type DeliveryFacts } from "./delivery-account.js";

const id = (n: number) => n.toString(16).padStart(32, "0");

/** Three clips that went the ordinary way. */
const WELL: DeliveryFacts = {
  told: new Set([id(1), id(2), id(3)]),
  outbox: new Map([1, 2, 3].map((n) => [id(n), "receipted"])),
  keeper: new Set([id(1), id(2), id(3)]),
  reader: [id(1), id(2), id(3)],
};

describe("the account of delivery", () => {
  it("has nothing to say when each clip is where it should be, once", () => {
    expect(accountFor(WELL)).toEqual({ accepted: 3, receipted: 3, otherwise: 0, atReader: 3, problems: [] });
  });

  it.each<[string, Partial<DeliveryFacts>]>([
    ["was lost between outbox and reader", { reader: [id(1), id(2)] }],
    ["reached the reader twice", { reader: [id(1), id(2), id(3), id(3)] }],
    ["was accepted and forgotten", { told: new Set([id(1), id(4)]) }],
    ["never left", { outbox: new Map([...WELL.outbox, [id(3), "pending"]]) }],
    ["is not with the keeper that signed for it", { keeper: new Set([id(1), id(2)]) }],
    ["was erased and is read all the same", { outbox: new Map([...WELL.outbox, [id(3), "erased"]]) }],
  ])("finds the clip that %s", (_what, wrong) => {
    expect(accountFor({ ...WELL, ...wrong }).problems.length).toBeGreaterThan(0);
  });

  it("lets a clip that was erased be nowhere", () => {
    const erased = { ...WELL, outbox: new Map([...WELL.outbox, [id(3), "erased"]]), reader: [id(1), id(2)] };
    expect(accountFor(erased)).toMatchObject({ receipted: 2, otherwise: 1, atReader: 2, problems: [] });
  });
});
