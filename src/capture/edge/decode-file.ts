import { type FileHandle, open } from "node:fs/promises";
import { SottoError } from "../../domain/errors.js";
import { startsWith } from "../ogg-page-reader.js";
import {
  MAX_CHANNELS,
  MAX_RATE_HZ,
  MIN_RATE_HZ,
  type PcmBlock,
  type SoundDecoder,
  type SoundFormat,
} from "../sound-decoder.js";
import { WavDecoder } from "../wav.js";
import { FlacFileDecoder } from "./flac-decoder.js";
import { OggFileDecoder } from "./ogg-decoder.js";

const READ_BYTES = 65_536;

/** A piece of decoded sound, with the format that it and all the others have. */
export interface DecodedPiece {
  readonly format: SoundFormat;
  readonly block: PcmBlock;
}

/**
 * Decodes a sound file in order, at its own rate and channel count, with memory that does not grow with the file.
 * The format is found by content. When the iteration ends by itself, the file was whole.
 * @throws SottoError FILE_UNREADABLE, AUDIO_EMPTY (no bytes), AUDIO_FORMAT_UNSUPPORTED, AUDIO_TRUNCATED,
 * AUDIO_DAMAGED
 */
export async function* decodeFile(path: string): AsyncGenerator<DecodedPiece> {
  const { file, size } = await openRegular(path);
  let decoder: SoundDecoder | undefined;
  try {
    const buffer = new Uint8Array(READ_BYTES);
    for (;;) {
      const bytes = await readInto(file, buffer, path);
      if (bytes.length === 0) break;
      decoder ??= decoderFor(bytes, size);
      yield* pieces(decoder, await decoder.push(bytes));
    }
    if (decoder === undefined) throw new SottoError("AUDIO_EMPTY", `${path} has no bytes`);
    yield* pieces(decoder, await decoder.finish());
  } finally {
    decoder?.release();
    await file.close();
  }
}

/** @throws SottoError AUDIO_FORMAT_UNSUPPORTED */
export function decoderFor(firstBytes: Uint8Array, totalBytes?: number): SoundDecoder {
  if (startsWith(firstBytes, "RIFF") && startsWith(firstBytes.subarray(8), "WAVE")) {
    return new WavDecoder(totalBytes);
  }
  if (startsWith(firstBytes, "fLaC")) return new FlacFileDecoder();
  if (startsWith(firstBytes, "OggS")) return new OggFileDecoder();
  throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", "not WAV, FLAC or Ogg");
}

/** @throws SottoError AUDIO_FORMAT_UNSUPPORTED for a rate or channel count that is not taken */
export function* pieces(decoder: SoundDecoder, blocks: readonly PcmBlock[]): Generator<DecodedPiece> {
  const format = decoder.format;
  if (format === undefined) return;
  const { rateHz, channels } = format;
  if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ || channels < 1 || channels > MAX_CHANNELS) {
    throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", `${channels} channels at ${rateHz} Hz`);
  }
  for (const block of blocks) yield { format, block };
}

async function openRegular(path: string): Promise<{ file: FileHandle; size: number }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const stat = await file.stat();
    if (stat.isFile()) return { file, size: stat.size };
  } catch (cause) {
    await file?.close();
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  await file.close();
  throw new SottoError("FILE_UNREADABLE", `${path} is not a regular file`);
}

async function readInto(file: FileHandle, buffer: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}
