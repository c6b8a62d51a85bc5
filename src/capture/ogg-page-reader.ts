import { SottoError } from "../domain/errors.js";
import { OGG_CRC_OFFSET, oggPageCrc } from "../domain/ogg-crc.js";
import { ByteQueue } from "./byte-queue.js";

const HEADER_BYTES = 27;
const FLAG_BEGIN = 2;
const FLAG_END = 4;

/** One checked page of the only logical stream. */
export interface OggPage {
  /** The whole page with its header. */
  readonly bytes: Uint8Array;
  readonly body: Uint8Array;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The stream's position at the end of this page, in the codec's own units. */
  readonly granule: bigint;
}

/**
 * Splits an Ogg file into pages (RFC 3533) and refuses what is not one unbroken logical stream: a wrong
 * checksum, a page out of order, several streams, no end. The decoders behind it skip such damage silently.
 */
export class OggPageReader {
  readonly #queue = new ByteQueue();
  #serial: number | undefined;
  #nextSequence = 0;
  #ended = false;

  /** @throws SottoError AUDIO_DAMAGED, AUDIO_FORMAT_UNSUPPORTED */
  push(bytes: Uint8Array): OggPage[] {
    this.#queue.push(bytes);
    const pages: OggPage[] = [];
    for (let page = this.#next(); page !== undefined; page = this.#next()) pages.push(page);
    return pages;
  }

  /** @throws SottoError AUDIO_TRUNCATED when the stream's last page has not come */
  finish(): void {
    if (!this.#ended)
      throw new SottoError("AUDIO_TRUNCATED", "Ogg: the page that ends the stream is missing");
    if (this.#queue.length > 0) throw damaged("bytes after the end");
  }

  #next(): OggPage | undefined {
    const header = this.#queue.peek(HEADER_BYTES);
    if (header === undefined) return undefined;
    if (!startsWith(header, "OggS") || header[4] !== 0) throw damaged("no page where one should begin");
    const segments = header[26] ?? 0;
    const lacing = this.#queue.peek(HEADER_BYTES + segments)?.subarray(HEADER_BYTES);
    if (lacing === undefined) return undefined;
    const bodyBytes = lacing.reduce((sum, size) => sum + size, 0);
    const size = HEADER_BYTES + segments + bodyBytes;
    if (this.#queue.peek(size) === undefined) return undefined;
    return this.#check(this.#queue.take(size), HEADER_BYTES + segments);
  }

  #check(bytes: Uint8Array, bodyAt: number): OggPage {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(OGG_CRC_OFFSET, true) !== oggPageCrc(bytes))
      throw damaged("a page's checksum is wrong");
    const flags = view.getUint8(5);
    const serial = view.getUint32(14, true);
    const isFirst = (flags & FLAG_BEGIN) !== 0;
    if (this.#ended || (isFirst && this.#serial !== undefined) || (this.#serial ?? serial) !== serial) {
      throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", "Ogg: several streams in one file");
    }
    if (this.#serial === undefined && !isFirst) throw damaged("the first page is missing");
    if (view.getUint32(18, true) !== this.#nextSequence) throw damaged("a page is missing");
    this.#serial = serial;
    this.#nextSequence++;
    this.#ended = (flags & FLAG_END) !== 0;
    return {
      bytes,
      body: bytes.subarray(bodyAt),
      isFirst,
      isLast: this.#ended,
      granule: view.getBigInt64(6, true),
    };
  }
}

/** Whether the bytes begin with these ASCII characters. */
export function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}

function damaged(what: string): SottoError {
  return new SottoError("AUDIO_DAMAGED", `Ogg: ${what}`);
}
