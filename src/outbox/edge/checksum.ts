import { crc32 } from "node:zlib";

/** CRC-32 over what a record is, where it belongs and what it holds: a record in another's place is found too. */
export function checksum(place: string, key: number, row: Uint8Array): number {
  return crc32(row, crc32(`${place}/${key}/`));
}
