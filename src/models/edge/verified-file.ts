import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { SottoError } from "../../domain/errors.js";
import type { ModelEntry } from "../manifest.js";

const wayOut = "Run: sotto models fetch";

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function codeOfSystem(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

async function openModel(entry: ModelEntry, path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const reason = codeOfSystem(error);
    const why = reason === "ENOENT" ? "is not there" : `cannot be read (${reason})`;
    throw new SottoError("MODEL_MISSING", `${entry.file}: ${path} ${why}. ${wayOut}`, error);
  }
}

/**
 * One file's bytes, judged by size first (so a grown file costs no memory) and then by SHA-256,
 * both on the very handle that the bytes come from.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED; each names the file, the reason and the command that mends it.
 */
export async function readVerified(entry: ModelEntry, path: string): Promise<Uint8Array> {
  const handle = await openModel(entry, path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw new SottoError("MODEL_MISSING", `${entry.file}: ${path} is not a file. ${wayOut}`);
    }
    if (stat.size !== entry.bytes) {
      const sizes = `has ${stat.size} bytes instead of ${entry.bytes}`;
      throw new SottoError("MODEL_ALTERED", `${entry.file}: ${path} ${sizes}. ${wayOut}`);
    }
    const bytes = new Uint8Array(await handle.readFile());
    const found = sha256(bytes);
    if (found !== entry.sha256) {
      const hashes = `has SHA-256 ${found} instead of ${entry.sha256}`;
      throw new SottoError("MODEL_ALTERED", `${entry.file}: ${path} ${hashes}. ${wayOut}`);
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
