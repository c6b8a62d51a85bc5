import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log, Loggable } from "../../src/log/log.js";
import { SqliteOutbox, type SqliteOutboxOptions } from "../../src/outbox/edge/sqlite-outbox.js";
import type { OutboxBounds } from "../../src/outbox/outbox.js";
import { encodeReceipt, encodeTombstone, type ReceiptOutcome, signNotice } from "../../src/seal/notices.js";
import { type ExpectedOrigin, SealedClip, sealContents } from "../../src/seal/sealed-clip.js";
import { TEXT_CONTENTS, VECTOR_INPUTS } from "./clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "./fixed-keys.js";
import { sealingKeysOf } from "./sealed-clips.js";

const HOUR_MS = 3_600_000;

export const WIDE_BOUNDS: OutboxBounds = { maxClips: 2_000, maxBytes: 200_000_000, maxAgeMs: 720 * HOUR_MS };

/** A machine whose clocks a test turns. */
export class TurnedClock {
  wall = 1_800_000_000_000;
  boot = "boot-1";
  uptime = 60_000;
  #starts = 1;

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
    this.#starts += 1;
    this.boot = `boot-${this.#starts}`;
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

/** Owner, device and keeper from fixed seeds, clips of any size, notices, and outboxes in folders that go again. */
export async function outboxWorld() {
  const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
  const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
  const keeper = deviceFromSeed(VECTOR_INPUTS.keeperSeed);
  const keys = await sealingKeysOf(owner, device);
  const expected: ExpectedOrigin = { device: device.trusted, recipientKeyId: owner.public.keyId };
  const told: Told[] = [];
  const log: Log = { write: (event, fields = {}) => void told.push({ event, fields }) };
  const clock = new TurnedClock();
  const endings: (() => void)[] = [];
  const later = (ending: () => void) => void endings.push(ending);
  const newId = () => Uint8Array.from(randomBytes(16));

  return {
    expected,
    told,
    clock,
    keeperKeyId: Buffer.from(keeper.signer.signingKeyId).toString("hex"),
    later,

    folder(): string {
      const folder = mkdtempSync(join(tmpdir(), "sotto-outbox-"));
      later(() => rmSync(folder, { recursive: true, force: true }));
      return join(folder, "outbox");
    },

    /** Closed at the end, if it has not been before. */
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

    /** `payload` bytes inside: 1 makes a message of 8 KB, 110,000 one of 118 KB. */
    async clip(payload = 1): Promise<SealedClip> {
      const { message } = await sealContents(
        { ...TEXT_CONTENTS, payload: new Uint8Array(payload).fill(7) },
        keys,
      );
      return SealedClip.checked(message, expected);
    },

    async clips(count: number, payload = 1): Promise<readonly SealedClip[]> {
      const made: SealedClip[] = [];
      for (let index = 0; index < count; index += 1) made.push(await this.clip(payload));
      return made;
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

    end(): void {
      for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) ending();
    },
  };
}

export type OutboxWorld = Awaited<ReturnType<typeof outboxWorld>>;

/** A seed that was not tried before, printed so that a failure can be run again; SOTTO_SEED sets it. */
export function printedSeed(what: string): number {
  const seed = Number(process.env["SOTTO_SEED"] ?? randomBytes(4).readUInt32LE());
  process.stdout.write(`${what}: seed ${seed}\n`);
  return seed;
}
