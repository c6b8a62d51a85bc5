import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { LinkMessage, Selector } from "../../src/link/messages.js";
import { MAX_OPEN, TombstoneDesk, type TombstoneEvent } from "../../src/pipeline/tombstone-desk.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { decodeTombstone } from "../../src/seal/notices.js";
import { verifyEnvelope } from "../../src/seal/open-clip.js";
import { deviceFromSeed } from "../support/fixed-keys.js";

const device = deviceFromSeed(new Uint8Array(32).fill(7));
const ownerKeyId = new Uint8Array(16).fill(9);
const request = "a".repeat(32);
const other = "b".repeat(32);

function desk() {
  const sent: LinkMessage<"ear-to-uplink">[] = [];
  const events: TombstoneEvent[] = [];
  const erased: Selector[] = [];
  let signatures = 0;
  const made = new TombstoneDesk({
    signer: {
      ...device.signer,
      sign(bytes) {
        signatures += 1;
        return device.signer.sign(bytes);
      },
    },
    ownerKeyId: () => ownerKeyId,
    random: (length) => Uint8Array.from(randomBytes(length)),
    send: (message) => {
      sent.push(message);
      return true;
    },
    eraseHeld: (selector) => {
      erased.push(selector);
      return selector;
    },
    observe: (event) => events.push(event),
  });
  return { desk: made, sent, events, erased, signatures: () => signatures };
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, n) => n.toString(16).padStart(32, "0"));
}

const resolved = (all: boolean, named: readonly string[], to = request) =>
  ({ kind: "resolved", request: to, all, ids: named }) as const;

/** What the signed tombstones of the last message say; each is verified. */
function told(sent: readonly LinkMessage<"ear-to-uplink">[]) {
  const last = sent.at(-1);
  if (last?.kind !== "tombstones") return expect.fail("no tombstones were sent");
  return last.messages.map((message) => {
    const envelope = parseEnvelope(message);
    verifyEnvelope(envelope, [device.trusted]);
    expect(envelope.header.kind).toBe("tombstone");
    expect(envelope.header.recipientKeyId).toEqual(ownerKeyId);
    return decodeTombstone(envelope.body);
  });
}

describe("an erasure that the light asked for", () => {
  it("is resolved by the uplink, signed, stored by the uplink, and told to the light", () => {
    const { desk: made, sent, erased, events } = desk();
    made.asked(request, { kind: "last" });
    expect(erased).toEqual([{ kind: "last" }]);
    expect(sent).toEqual([{ kind: "resolve", request, selector: { kind: "last" } }]);
    made.resolved(resolved(false, ids(1)));
    const [only] = told(sent);
    expect(only?.scope === "listed" && only.ids.map(toHex)).toEqual(ids(1));
    expect(made.erasing(request)).toBe(true);
    expect(made.open).toBe(0);
    expect(events).toEqual([
      { kind: "signed", request, tombstones: 1, clips: 1 },
      { kind: "erasing", request },
    ]);
  });

  it.each([
    [0, []],
    [1, [1]],
    [400, [400]],
    [401, [400, 1]],
    [4_000, Array(10).fill(400)],
  ])("of a range of %i clips becomes tombstones of %j", (count, sizes) => {
    const { desk: made, sent } = desk();
    made.asked(request, { kind: "range", fromMs: 0, toMs: 1 });
    made.resolved(resolved(false, ids(count)));
    expect(told(sent).map((each) => (each.scope === "listed" ? each.ids.length : "all"))).toEqual(sizes);
  });

  it("of all is one tombstone for all, and those on their way are named as well", () => {
    const { desk: made, sent } = desk();
    made.asked(request, { kind: "all" });
    made.resolved(resolved(true, ids(2)));
    expect(told(sent).map((each) => each.scope)).toEqual(["all", "listed"]);
  });

  it("is asked for again after a reconnect, and what was signed is then the same", () => {
    const { desk: made, sent, signatures } = desk();
    made.asked(request, { kind: "last" });
    made.step();
    expect(sent.map((message) => message.kind)).toEqual(["resolve", "resolve"]);
    made.resolved(resolved(false, ids(1)));
    made.step();
    expect(sent[2]).toEqual(sent[3]);
    expect(signatures()).toBe(1);
  });

  it("that the light tells twice is one", () => {
    const { desk: made, sent, erased } = desk();
    made.asked(request, { kind: "last" });
    made.asked(request, { kind: "last" });
    expect(sent).toHaveLength(1);
    expect(erased).toHaveLength(1);
  });

  it("waits for the one before it", () => {
    const { desk: made, sent } = desk();
    made.asked(request, { kind: "last" });
    made.asked(other, { kind: "all" });
    expect(sent).toHaveLength(1);
    made.resolved(resolved(false, []));
    made.erasing(request);
    expect(sent.at(-1)).toEqual({ kind: "resolve", request: other, selector: { kind: "all" } });
  });

  it("beyond the bound is left to the light, and told", () => {
    const { desk: made, events, erased } = desk();
    for (const id of ids(MAX_OPEN + 1)) made.asked(id, { kind: "last" });
    expect(made.open).toBe(MAX_OPEN);
    expect(erased).toHaveLength(MAX_OPEN);
    expect(events).toEqual([{ kind: "ignored", why: "too-many" }]);
  });
});

describe("a hostile uplink", () => {
  it.each<[string, Selector | undefined, LinkMessage<"uplink-to-ear"> & { kind: "resolved" }]>([
    ["without any erasure", undefined, resolved(true, ids(3))],
    ["for another erasure", { kind: "last" }, resolved(false, ids(1), other)],
    ["for all where the last was meant", { kind: "last" }, resolved(true, [])],
    ["for two where the last was meant", { kind: "last" }, resolved(false, ids(2))],
    ["for a clip that was not listed", { kind: "listed", ids: ids(2) }, resolved(false, ids(3))],
    ["for all where a range was meant", { kind: "range", fromMs: 0, toMs: 9 }, resolved(true, ids(1))],
    ["for some where all were meant", { kind: "all" }, resolved(false, ids(3))],
  ])("gets nothing signed %s", (_, selector, answer) => {
    const { desk: made, sent, events, signatures } = desk();
    if (selector) made.asked(request, selector);
    const before = sent.length;
    made.resolved(answer);
    expect(signatures()).toBe(0);
    expect(sent).toHaveLength(before);
    expect(events).toEqual([
      { kind: "ignored", why: selector && answer.request === request ? "too-much" : "unasked" },
    ]);
    expect(made.erasing(answer.request)).toBe(false);
  });

  it("gets one answer signed, not a second one", () => {
    const { desk: made, signatures } = desk();
    made.asked(request, { kind: "range", fromMs: 0, toMs: 9 });
    made.resolved(resolved(false, ids(1)));
    made.resolved(resolved(false, ids(3)));
    expect(signatures()).toBe(1);
  });

  it("that says it has what was never signed does not end the erasure", () => {
    const { desk: made } = desk();
    made.asked(request, { kind: "last" });
    expect(made.erasing(request)).toBe(false);
    expect(made.open).toBe(1);
  });

  it("gets nothing signed after the erasure is over", () => {
    const { desk: made, signatures } = desk();
    made.asked(request, { kind: "last" });
    made.resolved(resolved(false, []));
    made.erasing(request);
    made.resolved(resolved(false, ids(1)));
    expect(signatures()).toBe(0);
  });
});
