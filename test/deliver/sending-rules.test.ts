import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingPause } from "../../src/deliver/growing-pause.js";
import { RefusalJudge } from "../../src/deliver/refusal-judge.js";
import { MAX_TRACKED, SendingBook } from "../../src/deliver/sending-book.js";
import { Suspects } from "../../src/deliver/suspects.js";

const BOUNDS = { receiptDeadlineMs: 1_000, backOff: { firstMs: 100, mostMs: 800 } };
/** The longest wait that jitter gives, nearly. */
const book = () => new SendingBook(BOUNDS, () => 0.999);

describe("SendingBook", () => {
  it("holds a message until its receipt is overdue, lets it rest, and then gives it back", () => {
    const sendings = book();
    sendings.sent("a", "clip");
    expect([[...sendings.held], [...sendings.inFlight]]).toEqual([["a"], ["a"]]);
    sendings.acknowledged("a", 0);
    expect([sendings.inFlight.size, sendings.nextMs]).toEqual([0, 1_000]);
    expect(sendings.pass(999)).toEqual([]);
    expect(sendings.pass(1_000)).toEqual(["a"]);
    expect(sendings.nextMs).toBe(1_099);
    expect([...sendings.held]).toEqual(["a"]);
    sendings.pass(1_099);
    expect([sendings.held.size, sendings.nextMs]).toEqual([0, undefined]);
  });

  it("lets a message rest the longer the more often it was sent, up to a bound", () => {
    const sendings = book();
    const rests = Array.from({ length: 6 }, () => {
      sendings.sent("a", "clip");
      sendings.rest("a", 0, "unconfirmed");
      return sendings.nextMs;
    });
    expect(rests).toEqual([99, 199, 399, 799, 799, 799]);
  });

  it("gives everything back after a new session but what the broker refused", () => {
    const sendings = book();
    for (const id of ["awaiting", "overdue", "refused", "flying"]) sendings.sent(id, "clip");
    sendings.acknowledged("awaiting", 0);
    sendings.rest("overdue", 0, "overdue");
    sendings.rest("refused", 0, "refused");
    sendings.hurry("all");
    expect([...sendings.held].sort()).toEqual(["flying", "refused"]);
  });

  it("leaves what was just sent its time when the keeper speaks again", () => {
    const sendings = book();
    for (const id of ["awaiting", "overdue"]) sendings.sent(id, "clip");
    sendings.acknowledged("awaiting", 0);
    sendings.rest("overdue", 0, "overdue");
    sendings.hurry("rested");
    expect([...sendings.held]).toEqual(["awaiting"]);
  });

  it("keeps the window for a message that was settled before the broker answered", () => {
    const sendings = book();
    sendings.sent("a", "clip");
    expect(sendings.forget("a")).toBe(true);
    expect([sendings.held.size, sendings.inFlight.size, sendings.clipRoom(4)]).toEqual([0, 1, 3]);
    sendings.acknowledged("a", 0);
    expect([sendings.inFlight.size, sendings.clipRoom(4), sendings.forget("a")]).toEqual([0, 4, false]);
  });

  it("has room for no more unreceipted clips than it may, whatever happens, and never holds more than its bound", () => {
    const step = fc.tuple(fc.constantFrom("sent", "ack", "rest", "forget", "hurry", "pass"), fc.nat(30));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const sendings = book();
        let nowMs = 0;
        for (const [what, n] of steps) {
          const id = `${n}`;
          nowMs += n;
          if (what === "sent" && sendings.clipRoom(8) > 0 && !sendings.held.has(id))
            sendings.sent(id, "clip");
          if (what === "ack" && sendings.inFlight.has(id)) sendings.acknowledged(id, nowMs);
          if (what === "rest" && sendings.inFlight.has(id)) sendings.rest(id, nowMs, "unconfirmed");
          if (what === "forget") sendings.forget(id);
          if (what === "hurry") sendings.hurry("all");
          if (what === "pass") sendings.pass(nowMs);
          expect(sendings.clipRoom(8)).toBeGreaterThanOrEqual(0);
          expect(sendings.inFlight.size).toBeLessThanOrEqual(8);
        }
        sendings.pass(nowMs + 1_000_000);
        sendings.pass(nowMs + 2_000_000);
        expect([...sendings.held].every((id) => sendings.inFlight.has(id))).toBe(true);
      }),
    );
  });

  it("takes nothing new at its bound and forgets rested messages before it grows", () => {
    const sendings = book();
    for (let n = 0; n < MAX_TRACKED; n += 1) {
      sendings.sent(`${n}`, "clip");
      sendings.rest(`${n}`, 0, "unconfirmed");
    }
    expect(sendings.clipRoom(1_000_000)).toBe(0);
    sendings.pass(1_000);
    for (let n = 0; n < 100; n += 1) {
      sendings.sent(`new-${n}`, "clip");
      sendings.acknowledged(`new-${n}`, 1_000);
    }
    sendings.hurry("all");
    const known = Array.from({ length: MAX_TRACKED }, (_, n) => sendings.forget(`${n}`)).filter(Boolean);
    expect(known.length).toBe(MAX_TRACKED - 100);
  });
});

describe("Suspects", () => {
  it("are all that was in flight, and the one that was alone is to blame if the broker was there at once", () => {
    const suspects = new Suspects();
    suspects.hungUp(1, new Set(["a", "b"]));
    expect(suspects.reconnected(1)).toBeUndefined();
    expect([suspects.has("a"), suspects.has("b"), suspects.has("c")]).toEqual([true, true, false]);
    suspects.cleared("b");
    suspects.hungUp(2, new Set(["a"]));
    expect(suspects.reconnected(1)).toBe("a");
    expect(suspects.reconnected(1)).toBeUndefined();
  });

  it("are let off when the broker itself was away", () => {
    const suspects = new Suspects();
    suspects.hungUp(1, new Set(["a"]));
    expect(suspects.reconnected(2)).toBeUndefined();
    expect(suspects.has("a")).toBe(false);
  });

  it("are judged once a connection", () => {
    const suspects = new Suspects();
    suspects.hungUp(1, new Set(["a", "b"]));
    suspects.hungUp(1, new Set(["b"]));
    expect(suspects.reconnected(1)).toBeUndefined();
  });

  it("are few", () => {
    const suspects = new Suspects();
    for (let n = 0; n < 100; n += 1) suspects.hungUp(n + 1, new Set([`${n}`]));
    expect(Array.from({ length: 100 }, (_, n) => suspects.has(`${n}`)).filter(Boolean).length).toBe(64);
  });
});

describe("RefusalJudge", () => {
  it("blames a clip for what is wrong with itself", () => {
    const judge = new RefusalJudge();
    expect([149, 153].map((reason) => judge.refused("a", reason))).toEqual(["its-own", "its-own"]);
  });

  it.each([128, 131, 135, 144, 145, 151, 200])(
    "blames the broker for reason %i, whatever a clip holds, until it takes another",
    (reason) => {
      const judge = new RefusalJudge();
      for (let time = 0; time < 10; time += 1) expect(judge.refused("a", reason)).toBe("the-brokers");
      judge.taken("b");
      expect(judge.refused("a", reason)).toBe("its-own");
    },
  );

  it("blames the broker for missing rights and quotas until it takes another clip", () => {
    const judge = new RefusalJudge();
    const refusals = [judge.refused("a", 135), judge.refused("a", 151), judge.inARow];
    expect(refusals).toEqual(["the-brokers", "the-brokers", 2]);
    judge.taken("b");
    expect([judge.inARow, judge.refused("a", 135)]).toEqual([0, "its-own"]);
  });

  it("blames no clip that the broker has taken once, but for what is wrong with its bytes", () => {
    const judge = new RefusalJudge();
    judge.taken("a");
    for (const other of ["b", "c", "d"]) {
      expect([judge.refused("a", 135), judge.hungUpOn("a")]).toEqual(["the-brokers", "the-brokers"]);
      judge.taken(other);
    }
    expect(judge.refused("a", 153)).toBe("its-own");
  });

  it("blames a clip that the broker hangs up on, again and again, while it takes others", () => {
    const judge = new RefusalJudge();
    expect(judge.hungUpOn("a")).toBe("the-brokers");
    judge.taken("b");
    expect([judge.hungUpOn("a"), judge.hungUpOn("a")]).toEqual(["its-own", "its-own"]);
    // A second one that is bad does not acquit the first.
    judge.hungUpOn("other");
    judge.taken("c");
    expect([judge.hungUpOn("a"), judge.hungUpOn("other")]).toEqual(["its-own", "its-own"]);
  });

  it("blames the line where another, blamed for a hang-up, turned out to be innocent", () => {
    const judge = new RefusalJudge();
    judge.hungUpOn("a");
    judge.hungUpOn("innocent");
    judge.taken("innocent");
    expect(judge.hungUpOn("a")).toBe("the-brokers");
    judge.taken("b");
    expect(judge.hungUpOn("a")).toBe("its-own");
  });
});

describe("GrowingPause", () => {
  it("doubles with each failure after the last pause, counts those in a pause once, and ends with a success", () => {
    const pause = new GrowingPause(BOUNDS.backOff, () => 0.999);
    pause.fail(0);
    pause.fail(50);
    expect([pause.endsAtMs(50), pause.isOver(98), pause.isOver(99)]).toEqual([99, false, true]);
    pause.fail(100);
    expect(pause.endsAtMs(100)).toBe(299);
    pause.cutShort();
    expect([pause.isOver(101), pause.isFailing]).toEqual([true, true]);
    expect([pause.succeed(), pause.succeed(), pause.isFailing]).toEqual([true, false, false]);
  });
});
