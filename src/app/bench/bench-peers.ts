import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { writeFlac } from "../../encode/edge/flac.js";
import { type TimingLine, timingLine } from "../../evaluation/stage-table.js";
import { cacheFolder } from "../../models/edge/cache-folder.js";

const peersFolder = fileURLToPath(new URL("../../../scripts/peers", import.meta.url));
const lineSchema = z.object({ ms: z.number(), peakMb: z.number() });

export interface PeerReport {
  readonly line: TimingLine;
  readonly peakMb: number;
}

/** Installs the recogniser's peer into the cache, which takes the network the first time. */
export function installPeers(): void {
  const done = spawnSync(join(peersFolder, "install"), { stdio: ["ignore", "inherit", "inherit"] });
  if (done.status !== 0)
    throw new SottoError("USAGE", "scripts/peers/install failed; it needs python3 with venv and pip");
}

/** Whisper tiny.en on the same utterances; undefined where it is not installed. */
export function measureWhisper(commands: readonly Float32Array[], rounds: number): PeerReport | undefined {
  const python = join(cacheFolder(), "peers", "whisper", "bin", "python");
  if (!existsSync(python)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "sotto-peers-"));
  try {
    const paths = commands.map((command, index) => {
      const path = join(folder, `${index}.flac`);
      writeFileSync(path, writeFlac(command));
      return path;
    });
    // One round more, not counted, as with our own stages.
    const input = Array.from({ length: rounds + 1 }, () => paths)
      .flat()
      .join("\n");
    const done = spawnSync(python, [join(peersFolder, "whisper.py")], { input, encoding: "utf8" });
    if (done.status !== 0) throw new SottoError("USAGE", `the peer failed: ${done.stderr.slice(-300)}`);
    const lines = done.stdout
      .trim()
      .split("\n")
      .map((line) => lineSchema.parse(JSON.parse(line)));
    const counted = lines.slice(commands.length).map(({ ms }) => ms);
    return {
      line: timingLine({ what: "recognise: Whisper tiny.en, int8, faster-whisper", ms: counted }),
      peakMb: Math.round(Math.max(...lines.map(({ peakMb }) => peakMb))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
