/** One WAV file as bytes, with room for every mistake that a writer can make. */
export function wavFile(options: {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly bits: number;
  readonly data: Uint8Array;
  /** What the header says; default the truth. */
  readonly dataBytes?: number;
  readonly extensibleTag?: number;
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
}): Uint8Array {
  const { channels = 1, rateHz = 16_000, bits, data } = options;
  const isExtensible = options.extensibleTag !== undefined;
  const format = new Uint8Array(isExtensible ? 40 : 16);
  const view = new DataView(format.buffer);
  view.setUint16(0, isExtensible ? 0xfffe : (options.tag ?? 1), true);
  view.setUint16(2, channels, true);
  view.setUint32(4, rateHz, true);
  view.setUint32(8, (rateHz * channels * bits) / 8, true);
  view.setUint16(12, (channels * bits) / 8, true);
  view.setUint16(14, bits, true);
  if (isExtensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, bits, true);
    view.setUint16(24, options.extensibleTag ?? 1, true);
    format.set([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71], 26);
  }
  const body = [
    ...(options.before === undefined ? [] : [options.before]),
    chunk("fmt ", format),
    chunk("data", data, options.dataBytes),
    ...(options.after === undefined ? [] : [options.after]),
  ];
  const size = body.reduce((sum, part) => sum + part.length, 4);
  const riff = new Uint8Array(12);
  riff.set(new TextEncoder().encode("RIFF"));
  new DataView(riff.buffer).setUint32(4, size, true);
  riff.set(new TextEncoder().encode("WAVE"), 8);
  return Uint8Array.of(...riff, ...body.flatMap((part) => [...part]));
}

export function chunk(name: string, body: Uint8Array, bytes = body.length): Uint8Array {
  const out = new Uint8Array(8 + body.length + (body.length % 2));
  out.set(new TextEncoder().encode(name));
  new DataView(out.buffer).setUint32(4, bytes, true);
  out.set(body, 8);
  return out;
}

export function bytesOf(values: Int16Array | Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
