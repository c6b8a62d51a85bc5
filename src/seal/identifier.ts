/** Message, device and key ids: 128 bits. */
export const ID_BYTES = 16;
