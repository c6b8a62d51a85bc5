import { beforeAll, describe, expect, it } from "vitest";
import { type HeldClipEvent, HeldClips, MAX_UNANSWERED } from "../../src/pipeline/held-clips.js";
import type { SealedClip, SealingKeys } from "../../src/seal/sealed-clip.js";
import { deviceFromSeed, ownerFromSeed } from "../support/fixed-keys.js";
import { sealedText, sealingKeysOf } from "../support/sealed-clips.js";

let clips: readonly SealedClip[];
beforeAll(async () => {
  const owner = await ownerFromSeed(new Uint8Array(32).fill(1));
  const keys: SealingKeys = await sealingKeysOf(owner, deviceFromSeed(new Uint8Array(32).fill(2)));
  clips = await Promise.all(Array.from({ length: 70 }, () => sealedText("lights on", keys)));
});

/** An ear's desk beside an uplink that is there or not. */
function desk(bounds?: { readonly maxClips: number; readonly maxBytes: number }) {
  const sent: string[] = [];
  const events: HeldClipEvent[] = [];
  const uplink = { isThere: true };
  const erasure = { isOpen: false };
  const clock = { nowMs: 0, monotonicMs: () => clock.nowMs };
  const held = new HeldClips({
    send: (clip) => {
      if (uplink.isThere) sent.push(clip.messageId);
      return uplink.isThere;
    },
    mayLeave: () => !erasure.isOpen,
    clock,
    observe: (event) => events.push(event),
    ...(bounds ? { bounds } : {}),
  });
  const add = (...numbers: readonly number[]) => {
    for (const number of numbers) held.add(clipAt(number), 1_000 * number);
  };
  return { held, sent, events, uplink, erasure, clock, add };
}

const clipAt = (number: number): SealedClip => clips[number] ?? expect.fail("no such clip");
const idAt = (number: number): string => clipAt(number).messageId;

describe("clips that the uplink has not accepted", () => {
  it("are sent once, and forgotten when they are accepted", () => {
    const { held, sent, events, add } = desk();
    add(0, 1);
    held.accepted(idAt(0));
    held.accepted(idAt(1));
    expect(sent).toEqual([idAt(0), idAt(1)]);
    expect(events).toEqual([
      { kind: "accepted", id: idAt(0) },
      { kind: "accepted", id: idAt(1) },
    ]);
    expect([held.length, held.bytes]).toEqual([0, 0]);
    held.connected();
    expect(sent).toHaveLength(2);
  });

  it("wait while the uplink is away and are sent in order when it is there", () => {
    const { held, sent, uplink, add } = desk();
    uplink.isThere = false;
    add(0, 1, 2);
    expect(sent).toEqual([]);
    uplink.isThere = true;
    held.connected();
    expect(sent).toEqual([idAt(0), idAt(1), idAt(2)]);
  });

  it("are sent again after every reconnect until the answer comes", () => {
    const { held, sent, add } = desk();
    add(0, 1);
    held.connected();
    held.accepted(idAt(0));
    held.connected();
    expect(sent).toEqual([idAt(0), idAt(1), idAt(0), idAt(1), idAt(1)]);
  });

  it("are sent a few at a time, so that a slow uplink is not taken for a deaf one", () => {
    const { held, sent, add } = desk();
    add(...Array(20).keys());
    expect(sent).toHaveLength(MAX_UNANSWERED);
    held.accepted(idAt(0));
    expect(sent).toHaveLength(MAX_UNANSWERED + 1);
  });

  it("beyond the bound push out the oldest, which is told", () => {
    const { held, sent, events, uplink, add } = desk();
    uplink.isThere = false;
    add(...Array(66).keys());
    expect(events).toEqual([
      { kind: "evicted", id: idAt(0) },
      { kind: "evicted", id: idAt(1) },
    ]);
    expect(held.length).toBe(64);
    uplink.isThere = true;
    held.connected();
    expect(sent[0]).toBe(idAt(2));
  });

  it("are bounded in bytes as well", () => {
    const { held, events, uplink, add } = desk({ maxClips: 64, maxBytes: 20_000 });
    uplink.isThere = false;
    add(0, 1, 2);
    expect(held.bytes).toBe(16_000);
    expect(events).toEqual([{ kind: "evicted", id: idAt(0) }]);
  });

  it("wait while an erasure is not handed over, whatever else happens, and leave after it", () => {
    const { held, sent, erasure, add } = desk();
    add(0);
    erasure.isOpen = true;
    add(1);
    held.accepted(idAt(0));
    held.connected();
    held.offerAgain();
    expect(sent).toEqual([idAt(0)]);
    erasure.isOpen = false;
    held.offerAgain();
    expect(sent).toEqual([idAt(0), idAt(1)]);
  });

  it("that are refused for their own fault are dropped and told", () => {
    const { held, sent, events, add } = desk();
    add(0);
    held.refused(idAt(0), "ENVELOPE_SIGNATURE_WRONG");
    held.connected();
    expect(sent).toEqual([idAt(0)]);
    expect(events).toEqual([
      { kind: "refused", id: idAt(0), code: "ENVELOPE_SIGNATURE_WRONG", isKept: false },
    ]);
  });

  it("that are refused for a full disk wait, let others pass, and are offered again", () => {
    const { held, sent, add } = desk();
    add(0);
    held.refused(idAt(0), "OUTBOX_UNWRITABLE");
    add(1);
    expect(sent).toEqual([idAt(0), idAt(1)]);
    held.offerAgain();
    expect(sent).toEqual([idAt(0), idAt(1), idAt(0)]);
    expect(held.length).toBe(2);
  });

  it("are not confused by answers about clips that are not here, which are counted", () => {
    const { held, events, add } = desk();
    add(0);
    held.accepted(idAt(5));
    held.refused(idAt(6), "ENVELOPE_INVALID");
    expect(held.length).toBe(1);
    expect(held.unexpectedAnswers).toBe(2);
    expect(events).toEqual([]);
  });
});

describe("an erasure of clips that are still in the ear", () => {
  it("of the last takes the newest, and asks the uplink for that very one", () => {
    const { held, events, add } = desk();
    add(0, 1);
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [idAt(1)] });
    expect(events).toEqual([{ kind: "erased", id: idAt(1) }]);
    expect(held.length).toBe(1);
  });

  it("of the last is the uplink's to resolve where the ear holds none", () => {
    const { held } = desk();
    expect(held.erase({ kind: "last" })).toEqual({ kind: "last" });
  });

  it("of the last names the one that was said last, though an older one is here still and it is not", () => {
    const { held, events, add } = desk();
    add(0);
    held.refused(idAt(0), "OUTBOX_UNWRITABLE");
    add(1);
    held.accepted(idAt(1));
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [idAt(1)] });
    expect(held.length).toBe(1);
    held.offerAgain();
    held.accepted(idAt(0));
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [idAt(1)] });
    expect(events.filter(({ kind }) => kind === "erased")).toEqual([]);
  });

  it("of the last, asked twice, does not reach for an older one", () => {
    const { held, uplink, add } = desk();
    uplink.isThere = false;
    add(0, 1);
    held.erase({ kind: "last" });
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [idAt(1)] });
    expect(held.length).toBe(1);
  });

  it("of the last means nothing that is here, when what was said after it was dropped", () => {
    const { held, uplink, add } = desk();
    uplink.isThere = false;
    add(0);
    held.droppedUnsealed();
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [] });
    expect(held.length).toBe(1);
  });

  it("of the last is the uplink's to resolve five minutes later, but for a clip that is here still", () => {
    const { held, uplink, clock, add } = desk();
    add(0);
    held.accepted(idAt(0));
    clock.nowMs = 300_000;
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [idAt(0)] });
    clock.nowMs = 300_001;
    expect(held.erase({ kind: "last" })).toEqual({ kind: "last" });
    uplink.isThere = false;
    add(1);
    clock.nowMs = 900_000;
    expect(held.erase({ kind: "last" })).toEqual({ kind: "listed", ids: [idAt(1)] });
    expect(held.length).toBe(0);
  });

  it("of all takes all, and of a range those that were sealed in it", () => {
    const { held, add } = desk();
    add(1, 2, 3);
    const range = { kind: "range", fromMs: 2_000, toMs: 3_000 } as const;
    expect(held.erase(range)).toEqual(range);
    expect(held.length).toBe(1);
    expect(held.erase({ kind: "all" })).toEqual({ kind: "all" });
    expect(held.length).toBe(0);
  });

  it("of listed ones takes those and leaves the list as it is", () => {
    const { held, add } = desk();
    add(0, 1, 2);
    const listed = { kind: "listed", ids: [idAt(1), "0".repeat(32)] } as const;
    expect(held.erase(listed)).toEqual(listed);
    expect(held.length).toBe(2);
  });

  it("is final: what was erased is not sent after a reconnect", () => {
    const { held, sent, uplink, add } = desk();
    uplink.isThere = false;
    add(0);
    held.erase({ kind: "all" });
    uplink.isThere = true;
    held.connected();
    expect(sent).toEqual([]);
  });
});
