import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { demonstrate, type RecordingResult } from "../../src/app/demonstration.js";
import { pairKeys } from "../../src/app/pair-keys.js";
import { openPlayedMicrophone } from "../../src/app/played-microphone.js";
import type { Senses } from "../../src/app/wire.js";
import { wireOutward, wireReader } from "../../src/app/wire-delivery.js";
import type { Config } from "../../src/config/config.js";

/** The six that the project keeps. */
export const RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));
const CONNECT_MS = 15_000;

/** Folders of a test; all are removed by `end`. */
export function temporaryFolders() {
  const folders: string[] = [];
  return {
    folder(): string {
      const folder = mkdtempSync(join(tmpdir(), "sotto-test-"));
      folders.push(folder);
      return folder;
    },
    end(): void {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface WholeWay {
  readonly config: Config;
  readonly senses: Senses;
  /** Empty; the two key folders are made below it. */
  readonly folder: string;
  readonly recordings: string;
}

/** Everything as the program's own demonstration wires it: recorder, ear, broker, reader, with new keys. */
export async function walkTheWholeWay(way: WholeWay): Promise<readonly RecordingResult[]> {
  const { config, senses } = way;
  const folders = { device: join(way.folder, "device"), owner: join(way.folder, "owner") };
  pairKeys(folders);
  const outward = await wireOutward({ broker: config.broker, deviceFolder: folders.device });
  const { reader, subscription } = await wireReader({
    broker: { ...config.broker, url: outward.brokerUrl },
    ownerFolder: folders.owner,
  });
  const microphone = await openPlayedMicrophone();
  try {
    await subscription.ready(AbortSignal.timeout(CONNECT_MS));
    await outward.transport.ready(AbortSignal.timeout(CONNECT_MS));
    return await demonstrate({
      ...{ config, senses, keys: outward.keys, microphone, transport: outward.transport, reader },
      recordings: way.recordings,
      observe: () => undefined,
    });
  } finally {
    await subscription.close();
    await outward.close();
    await microphone.close();
  }
}

/** What became of each recording: never a value, so that a failing test may print it. */
export function verdicts(results: readonly RecordingResult[]): string[] {
  return results.map(({ verdict, dropped }) =>
    verdict.kind === "passed" ? "passed" : `${verdict.why}${dropped === undefined ? "" : ` (${dropped})`}`,
  );
}
