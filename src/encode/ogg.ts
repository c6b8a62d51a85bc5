import { OGG_CRC_OFFSET, oggPageCrc } from "../domain/ogg-crc.js";

/** Opus counts in 48 kHz samples whatever was recorded (RFC 7845, section 4). */
export const GRANULES_PER_SAMPLE = 3;
/** One second of 20 ms packets a page. A page can hold 255 segments of 255 bytes. */
const PACKETS_PER_PAGE = 50;
/** One fixed number: a random one would mark a clip, and a clip has no second stream to be told from. */
const SERIAL = 0x0050_7454;
const FLAG_BEGIN = 2;
const FLAG_END = 4;

export interface OggOpusStream {
  /** At least one, each of fewer than 255 x 255 bytes, each of `packetSamples` samples. */
  readonly packets: readonly Uint8Array[];
  /** Samples at 16 kHz of one packet. */
  readonly packetSamples: number;
  /** Samples at 16 kHz that a player drops at the start: the encoder's lookahead. */
  readonly skipSamples: number;
  /** Samples at 16 kHz that remain; the rest of the last packet is filling. */
  readonly samples: number;
}

/**
 * Opus packets in an Ogg file (RFC 3533, RFC 7845): mono, no comments, nothing that names a person, a device,
 * a program version or a time. The same packets give the same bytes.
 */
export function muxOggOpus(stream: OggOpusStream): Uint8Array {
  const pages = [
    page({ sequence: 0, flags: FLAG_BEGIN, granule: 0, packets: [opusHead(stream.skipSamples)] }),
    page({ sequence: 1, flags: 0, granule: 0, packets: [opusTags()] }),
  ];
  for (let at = 0; at < stream.packets.length; at += PACKETS_PER_PAGE) {
    const packets = stream.packets.slice(at, at + PACKETS_PER_PAGE);
    const isLast = at + packets.length === stream.packets.length;
    const end = isLast ? stream.skipSamples + stream.samples : (at + packets.length) * stream.packetSamples;
    const granule = end * GRANULES_PER_SAMPLE;
    pages.push(page({ sequence: pages.length, flags: isLast ? FLAG_END : 0, granule, packets }));
  }
  return join(pages);
}

function opusHead(skipSamples: number): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(ascii("OpusHead"));
  view.setUint8(8, 1); // version
  view.setUint8(9, 1); // channels
  view.setUint16(10, skipSamples * GRANULES_PER_SAMPLE, true);
  view.setUint32(12, 16_000, true); // rate of the original, for people
  view.setInt16(16, 0, true); // gain
  view.setUint8(18, 0); // channel mapping family
  return head;
}

function opusTags(): Uint8Array {
  const vendor = ascii("sotto");
  const tags = new Uint8Array(8 + 4 + vendor.length + 4);
  tags.set(ascii("OpusTags"));
  new DataView(tags.buffer).setUint32(8, vendor.length, true);
  tags.set(vendor, 12);
  return tags;
}

function page(given: {
  readonly sequence: number;
  readonly flags: number;
  readonly granule: number;
  readonly packets: readonly Uint8Array[];
}): Uint8Array {
  const lacing = given.packets.flatMap((packet) => [
    ...Array.from({ length: Math.floor(packet.length / 255) }, () => 255),
    packet.length % 255,
  ]);
  const header = new Uint8Array(27 + lacing.length);
  const view = new DataView(header.buffer);
  header.set(ascii("OggS"));
  view.setUint8(5, given.flags);
  view.setBigUint64(6, BigInt(given.granule), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, given.sequence, true);
  view.setUint8(26, lacing.length);
  header.set(lacing, 27);
  const bytes = join([header, ...given.packets]);
  new DataView(bytes.buffer).setUint32(OGG_CRC_OFFSET, oggPageCrc(bytes), true);
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
