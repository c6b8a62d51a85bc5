import { randomBytes } from "node:crypto";
import type { Log, Loggable } from "../../src/log/log.js";
import { SqliteOutbox, type SqliteOutboxOptions } from "../../src/outbox/edge/sqlite-outbox.js";
import type { OutboxBounds } from "../../src/outbox/outbox.js";
import { encodeReceipt, encodeTombstone, type ReceiptOutcome, signNotice } from "../../src/seal/notices.js";
import type { ExpectedOrigin } from "../../src/seal/sealed-clip.js";
import { deviceFromSeed, FIXED_SEEDS, ownerFromSeed } from "./fixed-keys.js";
import { isKey } from "./is-key.js";

const HOUR_MS = 3_600_000;

export const WIDE_BOUNDS: OutboxBounds = {
  ...{ maxClips: 2_000, maxBytes: 200_000_000 },
  maxAgeMs: 720 * HOUR_MS,
  historyMs: 720 * HOUR_MS,
};

/** A machine whose clocks a test turns. */
export class TurnedClock {
  wall = 1_800_000_000_000;
  boot = "boot-1";
  uptime = 60_000;

  wallMs(): number {
    return this.wall;
  }

  bootId(): string {
    return this.boot;
  }

  uptimeMs(): number {
    return this.uptime;
  }

  /** Time passes, for both clocks. */
  pass(ms: number): void {
    this.wall += ms;
    this.uptime += ms;
  }

  restart(): void {
    this.boot = `${this.boot}+`;
    this.uptime = 5_000;
  }
}

export interface Told {
  readonly event: string;
  readonly fields: Readonly<Record<string, Loggable>>;
}

export function bytesOf(id: string): Uint8Array {
  return Uint8Array.from(Buffer.from(id, "hex"));
}

/** Whoever stands around an outbox, from fixed seeds, without anything that seals: a child process starts sooner so. */
export async function outboxSurroundings() {
  const owner = await ownerFromSeed(FIXED_SEEDS.owner);
  const device = deviceFromSeed(FIXED_SEEDS.device);
  const keeper = deviceFromSeed(FIXED_SEEDS.keeper);
  const expected: ExpectedOrigin = { device: device.trusted, isOwner: isKey(owner.public.keyId) };
  const told: Told[] = [];
  const log: Log = { write: (event, fields = {}) => void told.push({ event, fields }) };
  const clock = new TurnedClock();
  const newId = () => Uint8Array.from(randomBytes(16));

  return {
    ...{ owner, device, expected, told, clock },
    keeperKeyId: Buffer.from(keeper.signer.signingKeyId).toString("hex"),

    open(folder: string, more: Partial<SqliteOutboxOptions> = {}): SqliteOutbox {
      return SqliteOutbox.open({
        folder,
        bounds: WIDE_BOUNDS,
        expected,
        clock,
        bootClock: clock,
        log,
        ...more,
      });
    },

    receipt(of: string, outcome: ReceiptOutcome = "stored"): Uint8Array {
      const address = {
        messageId: newId(),
        deviceId: device.signer.deviceId,
        recipientKeyId: device.signer.signingKeyId,
      };
      return signNotice("receipt", encodeReceipt({ of: bytesOf(of), outcome }), address, keeper.signer);
    },

    tombstone(ids: readonly string[] | "all"): { readonly id: string; readonly message: Uint8Array } {
      const messageId = newId();
      const body =
        ids === "all" ? { scope: "all" as const } : { scope: "listed" as const, ids: ids.map(bytesOf) };
      const address = { messageId, deviceId: device.signer.deviceId, recipientKeyId: owner.public.keyId };
      return {
        id: Buffer.from(messageId).toString("hex"),
        message: signNotice("tombstone", encodeTombstone(body), address, device.signer),
      };
    },

    request: () => randomBytes(16).toString("hex"),
  };
}

export type OutboxSurroundings = Awaited<ReturnType<typeof outboxSurroundings>>;
