import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { brokerWorld } from "../support/broker-world.js";
import { deviceFromSeed } from "../support/fixed-keys.js";
import { startMosquitto } from "../support/mosquitto.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper } from "../support/test-keeper.js";

const PATIENCE = { timeout: 30_000, interval: 20 };

const world = await brokerWorld();
afterEach(() => world.end());

/** An uplink whose three clips and one tombstone are with a keeper that keeps silent, at a broker without any rights. */
async function waiting() {
  const broker = await startMosquitto({ folder: world.folder() });
  world.later(() => broker.stop());
  const files = { url: broker.url };
  const keeper = await startTestKeeper({ broker: files, device: world.device.trusted });
  world.later(() => keeper.close());
  const up = sendingWorld(world, { broker: files, receiptDeadlineMs: 600_000 });
  const gone = up.accept(await world.clip());
  await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(1);
  keeper.answer("silent");
  const ids = [up.accept(await world.clip()), up.accept(await world.clip())];
  const tombstone = up.tombstone(up.listed(gone));
  up.erase([tombstone], [gone]);
  await expect.poll(() => keeper.order.length, PATIENCE).toBeGreaterThanOrEqual(4);
  return { keeper, up, ids, gone };
}

describe("An uplink deletes nothing for", () => {
  it("a forged, foreign, premature, replayed, truncated or oversized receipt; each is counted with its reason", async () => {
    const { keeper, up, ids, gone } = await waiting();
    const stranger = deviceFromSeed(Uint8Array.from(randomBytes(32)));
    const [first = "", second = ""] = ids;
    const [tombstone] = up.outbox.tombstones();
    const good = keeper.receipt(first, "stored");
    const altered = Uint8Array.from(good);
    altered[altered.length - 80] = (altered[altered.length - 80] ?? 0) ^ 1;
    const tries: readonly (readonly [message: Uint8Array, code: string])[] = [
      [keeper.receipt(first, "stored", { signer: stranger.signer }), "ENVELOPE_SIGNATURE_WRONG"],
      [keeper.receipt(second, "erased", { signer: stranger.signer }), "ENVELOPE_SIGNATURE_WRONG"],
      [keeper.receipt(first, "stored", { signer: world.device.signer }), "ENVELOPE_SIGNATURE_WRONG"],
      [altered, "ENVELOPE_SIGNATURE_WRONG"],
      [keeper.receipt(first, "stored", { device: stranger.trusted }), "ENVELOPE_NOT_FOR_US"],
      [keeper.receipt("ab".repeat(16), "stored"), "RECEIPT_INVALID"],
      [keeper.receipt("ab".repeat(16), "erased"), "RECEIPT_INVALID"],
      [keeper.receipt(tombstone?.id ?? "", "stored"), "RECEIPT_INVALID"],
      ...[0, 1, 60, 150, good.length - 1].map(
        (length) => [good.subarray(0, length), "ENVELOPE_INVALID"] as const,
      ),
      [(await world.clip()).message, "ENVELOPE_INVALID"],
      [tombstone?.message ?? good, "ENVELOPE_INVALID"],
      [Uint8Array.from(randomBytes(400)), "ENVELOPE_INVALID"],
      [new Uint8Array(120_001), "ENVELOPE_TOO_LARGE"],
    ];
    for (const [message] of tries) await keeper.say(message);
    // A receipt of the right keeper for what has left already, ten times.
    for (let count = 0; count < 10; count += 1) await keeper.say(keeper.receipt(gone, "stored"));
    await expect.poll(() => up.sender.counts.repeatedReceipts, PATIENCE).toBe(10);
    const expected: Record<string, number> = {};
    for (const [, code] of tries) expected[code] = (expected[code] ?? 0) + 1;
    expect(up.sender.counts.refusedReceipts).toEqual(expected);
    expect(up.events.filter(({ kind }) => kind === "receipt-refused")).toHaveLength(tries.length);
    expectLedger(up.outbox.ledger, { accepted: 3, receipted: 1, pending: 2 });
    expect(up.outbox.tombstones()).toHaveLength(1);
    process.stdout.write(
      `${tries.length + 10} tries: hostile receipts; 0 deleted, ${JSON.stringify(expected)}\n`,
    );

    for (const id of ids) await keeper.say(keeper.receipt(id, "stored"));
    await keeper.say(keeper.receipt(tombstone?.id ?? "", "erased"));
    await expect
      .poll(() => [up.outbox.ledger.pending, up.outbox.tombstones().length], PATIENCE)
      .toEqual([0, 0]);
  }, 60_000);
});
