import { renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { codeOf } from "../../domain/errors.js";
import { readPrivateFile } from "../../keys/edge/private-file.js";
import { MAX_LISTED } from "../../link/messages.js";
import { ERASURE_ENDS, ERASURE_STAGES, Erasures, MAX_NOTED, MAX_REMEMBERED } from "../erasures.js";
import { replaceDurably, WriteQueue } from "./durable-file.js";

const NAME = "erasures.json";
const MAX_BYTES = 1_000_000;

const id = z.string().regex(/^[0-9a-f]{32}$/);
const wallMs = z.int().min(0);
const selector = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("last") }),
  z.strictObject({ kind: z.literal("listed"), ids: z.array(id).max(MAX_LISTED) }),
  z.strictObject({ kind: z.literal("range"), fromMs: wallMs, toMs: wallMs }),
  z.strictObject({ kind: z.literal("all") }),
]);
const file = z.strictObject({
  v: z.literal(1),
  erasures: z
    .array(
      z.strictObject({
        request: id,
        stage: z.enum(ERASURE_STAGES),
        selector: selector.optional(),
        toldEnd: z.enum(ERASURE_ENDS).optional(),
      }),
    )
    .max(MAX_NOTED + MAX_REMEMBERED),
});

/** The erasures that survive a power cut. */
export class ErasureFile {
  readonly #path: string;
  readonly #queue: WriteQueue<Erasures>;

  /** @param folder the light's own, which exists */
  constructor(folder: string) {
    this.#path = join(folder, NAME);
    this.#queue = new WriteQueue((erasures) => replaceDurably(this.#path, textOf(erasures)));
  }

  /** What the disk remembers. A damaged file is put aside, where a person may look at it, and told. */
  read(): { readonly erasures: Erasures; readonly damaged: boolean } {
    try {
      const bytes = readPrivateFile(this.#path, MAX_BYTES);
      if (bytes === undefined) return { erasures: new Erasures([]), damaged: false };
      const { erasures } = file.parse(JSON.parse(new TextDecoder().decode(bytes)));
      return {
        erasures: new Erasures(
          erasures.map(({ request, stage, selector, toldEnd }) => ({
            ...{ request, stage, selector },
            ...(toldEnd ? { toldEnd } : {}),
          })),
        ),
        damaged: false,
      };
    } catch (error) {
      const isBadText = error instanceof SyntaxError || error instanceof z.ZodError;
      if (!isBadText && codeOf(error) === undefined) throw error;
      renameSync(this.#path, `${this.#path}.damaged`);
      return { erasures: new Erasures([]), damaged: true };
    }
  }

  /**
   * Resolves when these erasures, or newer ones, are on disk.
   * @throws SottoError FILE_UNREADABLE
   */
  save(erasures: Erasures): Promise<void> {
    return this.#queue.write(erasures);
  }
}

function textOf({ list }: Erasures): string {
  return `${JSON.stringify({ v: 1, erasures: list })}\n`;
}
