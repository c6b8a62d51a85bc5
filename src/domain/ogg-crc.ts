const POLYNOMIAL = 0x04c11db7;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 0x8000_0000 ? (remainder << 1) ^ POLYNOMIAL : remainder << 1;
  }
  return remainder >>> 0;
});

/** Offset of the checksum in an Ogg page; its four bytes count as zero. */
export const OGG_CRC_OFFSET = 22;

/** Checksum of one whole Ogg page (RFC 3533, section 6): CRC-32, not reflected, no inversion. */
export function oggPageCrc(page: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= OGG_CRC_OFFSET && i < OGG_CRC_OFFSET + 4 ? 0 : (page[i] ?? 0);
    crc = ((crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  }
  return crc;
}
