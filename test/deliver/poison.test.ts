import { afterEach, describe, expect, it } from "vitest";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import { brokerWorld } from "../support/broker-world.js";
import { startMosquitto } from "../support/mosquitto.js";
import { IS_NIGHTLY } from "../support/nightly.js";
import {
  connack,
  disconnect,
  PACKET,
  puback,
  type SeenPacket,
  startScriptedBroker,
  suback,
} from "../support/scripted-broker.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper } from "../support/test-keeper.js";

const world = await brokerWorld();
afterEach(() => world.end());

const PATIENCE = { timeout: 60_000, interval: 10 };
const OTHERS = 20;
/** Before, among and behind the others; behind a whole window of them. */
const PLACES = IS_NIGHTLY ? [0, 3, 17, OTHERS] : [3, OTHERS];
/** Sendings of the poison before the last of the others is through: among others, alone, and one by chance. */
const MOST_TRIES = 5;

type Poisoned = (packet: SeenPacket, id: number) => void;

/** What a broker may do about a message that it does not like. */
const SCRIPTED: readonly (readonly [string, 4 | 5, Poisoned])[] = [
  ["answers with 0x83", 5, ({ socket }, id) => socket.write(puback(5, id, 0x83))],
  ["answers with 0x87 (rights)", 5, ({ socket }, id) => socket.write(puback(5, id, 0x87))],
  ["answers with 0x97 (quota)", 5, ({ socket }, id) => socket.write(puback(5, id, 0x97))],
  ["answers with 0x99 (payload format)", 5, ({ socket }, id) => socket.write(puback(5, id, 0x99))],
  ["answers with 0x95, which is none of a PUBACK", 5, ({ socket }, id) => socket.write(puback(5, id, 0x95))],
  ["disconnects with 0x95 (too large)", 5, ({ socket }) => socket.end(disconnect(0x95))],
  ["disconnects with 0x81 (malformed, bad UTF-8)", 5, ({ socket }) => socket.end(disconnect(0x81))],
  ["hangs up without a word (5.0)", 5, ({ socket }) => socket.end()],
  ["hangs up without a word (3.1.1)", 4, ({ socket }) => socket.destroy()],
];

const clips = (count: number) => Promise.all(Array.from({ length: count }, () => world.clip()));
/** Sealed once; each outbox is another one. */
const good = await clips(OTHERS);
const [poison, oneMore] = [await world.clip(), await world.clip()];

describe("a clip that a broker will never take", () => {
  it.each(SCRIPTED)(
    "and %s (version %i) is put aside; the others are through before",
    async (_, version, poisoned) => {
      const runs = PLACES.map(async (place) => {
        const taken = new Set<string>();
        let triesBefore = 0;
        const broker = await startScriptedBroker((packet) => {
          const { type, socket, packetId } = packet;
          const has = ({ message }: SealedClip) => packet.bytes.includes(Buffer.from(message));
          if (packet.version !== version) socket.destroy();
          else if (type === PACKET.connect) socket.write(connack(version, 0));
          else if (type === PACKET.subscribe) socket.write(suback(packet));
          else if (packetId === undefined) return;
          else if (has(poison)) {
            if (taken.size < OTHERS) triesBefore += 1;
            poisoned(packet, packetId);
          } else {
            const clip = good.find(has);
            if (clip !== undefined) taken.add(clip.messageId);
            socket.write(puback(version, packetId, 0));
          }
        });
        world.later(() => broker.close());
        const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
        for (const clip of [...good.slice(0, place), poison, ...good.slice(place)]) up.accept(clip);
        await expect.poll(() => taken.size, PATIENCE).toBe(OTHERS);
        // Some reasons are the broker's own as long as it takes nothing else; so the next command settles it.
        up.accept(oneMore);
        await expect.poll(() => up.outbox.ledger.quarantined, PATIENCE).toBe(1);
        expect(triesBefore).toBeLessThanOrEqual(MOST_TRIES);
        expect(up.events).toEqual([{ kind: "quarantined", id: poison.messageId }]);
        expectLedger(up.outbox.ledger, { accepted: OTHERS + 2, quarantined: 1, pending: OTHERS + 1 });
      });
      await Promise.all(runs);
    },
  );

  it("for Mosquitto's message_size_limit is put aside; the others reach the keeper once", async () => {
    const broker = await startMosquitto({ folder: world.folder(), extra: ["message_size_limit 20000"] });
    world.later(() => broker.stop());
    const keeper = await startTestKeeper({ broker, device: world.device.trusted });
    world.later(() => keeper.close());
    for (const place of PLACES) {
      const fresh = await clips(OTHERS);
      const large = await world.clip(Array.from({ length: 2_500 }, () => "lights").join(" "));
      const up = sendingWorld(world, { broker });
      for (const clip of [...fresh.slice(0, place), large, ...fresh.slice(place)]) up.accept(clip);
      await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(OTHERS);
      up.accept(await world.clip());
      await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
      expectLedger(up.outbox.ledger, { accepted: OTHERS + 2, receipted: OTHERS + 1, quarantined: 1 });
      expect(fresh.map(({ messageId }) => keeper.clips.has(messageId))).not.toContain(false);
      expect(keeper.clips.has(large.messageId)).toBe(false);
      await up.sender.close();
      await up.transport.close();
    }
  });
});
