import { createHash, type KeyObject, sign } from "node:crypto";
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { bytesToSign, encodeHead } from "../../src/update/bundle-head.js";
import { hashTree, walkTree } from "../../src/update/edge/tree-hash.js";
import type { Architecture, ReleaseManifest } from "../../src/update/release-manifest.js";
import { BLOCK_BYTES, paddedBytes, writeHeader } from "../../src/update/ustar.js";

export interface BundleOrder {
  /** The folder that becomes the release, as the package lays it out. */
  readonly tree: string;
  readonly out: string;
  /** Ed25519, private. */
  readonly key: KeyObject;
  readonly version: string;
  readonly arch: Architecture;
  /** The oldest version that it may take the place of. */
  readonly replaces: string;
}

/** Writes a signed bundle. The same tree gives the same bytes. */
export async function makeBundle(order: BundleOrder): Promise<ReleaseManifest> {
  const { tree, out, key, version, arch, replaces } = order;
  const payloadFile = `${out}.payload`;
  try {
    await pipeline(Readable.from(archiveOf(tree)), createGzip({ level: 9 }), createWriteStream(payloadFile));
    const manifest: ReleaseManifest = {
      ...{ name: "sotto", version, arch, replaces },
      payload: await describe(payloadFile),
      tree: await hashTree(tree),
    };
    await writeFiles(out, encodeHead(manifest, sign(null, bytesToSign(manifest), key)), payloadFile);
    return manifest;
  } finally {
    rmSync(payloadFile, { force: true });
  }
}

async function* archiveOf(tree: string): AsyncGenerator<Uint8Array> {
  for await (const entry of walkTree(tree)) {
    yield writeHeader(entry);
    if (entry.kind !== "file") continue;
    for await (const chunk of createReadStream(join(tree, entry.path))) yield chunk;
    yield new Uint8Array(paddedBytes(entry.bytes) - entry.bytes);
  }
  yield new Uint8Array(2 * BLOCK_BYTES);
}

async function describe(path: string): Promise<ReleaseManifest["payload"]> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function writeFiles(out: string, head: Uint8Array, payloadFile: string): Promise<void> {
  const file = await open(out, "w", 0o644);
  try {
    await file.writeFile(head);
    for await (const chunk of createReadStream(payloadFile)) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}
