/**
 * An id for eyes: groups of four hex digits, to be compared by two people or on two screens.
 * @param id key id, 16 bytes
 */
export function fingerprint(id: Uint8Array): string {
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (hex.match(/.{1,4}/g) ?? []).join(" ");
}
