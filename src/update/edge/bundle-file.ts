import { createHash, type KeyObject } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { SottoError } from "../../domain/errors.js";
import { type BundleHead, MAX_HEAD_BYTES, parseHead } from "../bundle-head.js";
import { requireSignature } from "./release-key.js";

/** A bundle whose head is signed; its payload is looked at as it is read. */
export interface SignedBundle {
  readonly path: string;
  readonly head: BundleHead;
}

/**
 * Reads no more than the head before the signature is known to hold.
 * @throws SottoError BUNDLE_INVALID, BUNDLE_UNSIGNED, FILE_UNREADABLE
 */
export async function openBundle(path: string, key: KeyObject): Promise<SignedBundle> {
  const { start, size } = await readStart(path);
  const head = parseHead(start);
  requireSignature(head, key);
  if (size !== head.payloadAt + head.manifest.payload.bytes) {
    throw new SottoError("BUNDLE_INVALID", `${path} is cut short or has something behind its end`);
  }
  return { path, head };
}

async function readStart(path: string): Promise<{ readonly start: Uint8Array; readonly size: number }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const status = await file.stat();
    if (!status.isFile()) throw new SottoError("BUNDLE_INVALID", `${path} is no file`);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_HEAD_BYTES), 0, MAX_HEAD_BYTES, 0);
    return { start: buffer.subarray(0, bytesRead), size: status.size };
  } catch (cause) {
    throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", path, cause);
  } finally {
    await file?.close();
  }
}

/** @throws SottoError BUNDLE_INVALID when it is not the payload that was signed, FILE_UNREADABLE */
export async function checkPayload({ path, head }: SignedBundle): Promise<void> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { start: head.payloadAt })) hash.update(chunk);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  if (hash.digest("hex") !== head.manifest.payload.sha256) {
    throw new SottoError("BUNDLE_INVALID", "the payload is not the one that was signed");
  }
}

/** The archive, as it is inside of the payload. @throws SottoError BUNDLE_INVALID, FILE_UNREADABLE */
export async function* readArchive({ path, head }: SignedBundle): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { start: head.payloadAt });
  const unpacked = file.pipe(createGunzip());
  file.on("error", (error) => unpacked.destroy(error));
  try {
    for await (const chunk of unpacked) {
      if (!(chunk instanceof Uint8Array)) throw new SottoError("INTERNAL", "a stream of text");
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof SottoError) throw cause;
    throw new SottoError("BUNDLE_INVALID", `the payload of ${path} does not unpack`, cause);
  } finally {
    file.destroy();
  }
}
