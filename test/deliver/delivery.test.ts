import { afterEach, describe, expect, it } from "vitest";
import { Delivery, type DeliveryEvent, type DeliveryOptions } from "../../src/deliver/delivery.js";
import type { PublishResult } from "../../src/deliver/transport.js";
import type { Clock } from "../../src/domain/clock.js";
import { brokerWorld } from "../support/broker-world.js";
import { ScriptedTransport } from "../support/scripted-transport.js";
import { thrownCode } from "../support/thrown.js";

const world = await brokerWorld();
afterEach(() => world.end());

const ACCEPTED: PublishResult = { outcome: "accepted", consumed: true };
const REFUSED: PublishResult = { outcome: "refused", code: "PUBLISH_FAILED", reasonCode: 135 };
const LOST: PublishResult = { outcome: "unconfirmed", reason: "closed" };
const AWAY: PublishResult = { outcome: "unreachable", code: "BROKER_UNREACHABLE" };

/** Sleeps take no time and are written down. */
function instantClock(slept: number[]): Clock {
  return {
    monotonicMs: () => 0,
    wallMs: () => 0,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
    },
  };
}

function deliver(transport: ScriptedTransport, more: Partial<DeliveryOptions> = {}) {
  const slept: number[] = [];
  const events: DeliveryEvent[] = [];
  const delivery = new Delivery({
    transport,
    clock: instantClock(slept),
    random: () => 0.5,
    observe: (event) => events.push(event),
    ...more,
  });
  world.later(() => delivery.close());
  return { delivery, slept, events };
}

describe("Delivery", () => {
  it("sends clips in order, each until it is accepted", async () => {
    const transport = new ScriptedTransport((_, attempt) => [AWAY, LOST, ACCEPTED][attempt - 1] ?? ACCEPTED);
    const { delivery, slept, events } = deliver(transport);
    const [a, b] = [await world.clip(), await world.clip()];
    delivery.send(a);
    delivery.send(b);
    await delivery.idle();
    expect(transport.sent).toEqual([a.messageId, a.messageId, a.messageId, b.messageId]);
    expect(slept).toEqual([500, 1_000]);
    expect(delivery.counts).toEqual({
      queued: 2,
      delivered: 2,
      evicted: 0,
      refused: 0,
      abandoned: 0,
      pending: 0,
    });
    expect(events.filter(({ kind }) => kind === "delivered").length).toBe(2);
  });

  it("gives a refused clip up after three times and lets the others pass it", async () => {
    const poison = await world.clip();
    const good = await world.clip();
    const transport = new ScriptedTransport((clip) => (clip === poison ? REFUSED : ACCEPTED));
    const { delivery, events } = deliver(transport);
    delivery.send(poison);
    delivery.send(good);
    await delivery.idle();
    expect(transport.sent.filter((id) => id === poison.messageId).length).toBe(3);
    expect(transport.sent.slice(0, 2)).toEqual([poison.messageId, good.messageId]);
    expect(delivery.counts).toMatchObject({ delivered: 1, refused: 1, pending: 0 });
    expect(events).toContainEqual({ kind: "refused", messageId: poison.messageId, reasonCode: 135 });
  });

  it("counts what goes at the bound and what is left at the end, and loses none from the account", async () => {
    let release: (result: PublishResult) => void = () => undefined;
    const transport = new ScriptedTransport(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    const { delivery } = deliver(transport, { bounds: { maxClips: 3, maxBytes: 1_000_000 } });
    for (let n = 0; n < 5; n += 1) delivery.send(await world.clip());
    expect(delivery.counts).toMatchObject({ queued: 5, evicted: 2, pending: 3 });
    const closing = delivery.close();
    release(ACCEPTED);
    await closing;
    const { queued, delivered, evicted, refused, abandoned, pending } = delivery.counts;
    expect(delivered + evicted + refused + abandoned + pending).toBe(queued);
    expect([evicted, abandoned, pending]).toEqual([2, 3, 0]);
    expect(await thrownCode(async () => delivery.send(await world.clip()))).toBe("INTERNAL");
  });

  it("ends a wait for the broker when it is closed", async () => {
    const transport = new ScriptedTransport(() => AWAY);
    const never: Clock = {
      monotonicMs: () => 0,
      wallMs: () => 0,
      sleep: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        }),
    };
    let retrying: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => {
      retrying = resolve;
    });
    const { delivery } = deliver(transport, { clock: never, observe: () => retrying() });
    delivery.send(await world.clip());
    await waits;
    await delivery.close();
    expect(delivery.counts).toMatchObject({ queued: 1, abandoned: 1, pending: 0 });
  });
});
