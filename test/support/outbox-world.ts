import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SealedClip, sealContents } from "../../src/seal/sealed-clip.js";
import { TEXT_CONTENTS } from "./clip-vectors.js";
import { outboxSurroundings } from "./outbox-surroundings.js";
import { sealingKeysOf } from "./sealed-clips.js";

export { bytesOf, type Told, TurnedClock, WIDE_BOUNDS } from "./outbox-surroundings.js";

/** The surroundings of an outbox, clips of any size, and folders that go again. */
export async function outboxWorld() {
  const surroundings = await outboxSurroundings();
  const { owner, device, expected } = surroundings;
  const keys = await sealingKeysOf(owner, device);
  const endings: (() => void)[] = [];
  const later = (ending: () => void) => void endings.push(ending);

  return {
    ...surroundings,
    later,

    folder(): string {
      const folder = mkdtempSync(join(tmpdir(), "sotto-outbox-"));
      later(() => rmSync(folder, { recursive: true, force: true }));
      return join(folder, "outbox");
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
