import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type DemonstrationResult,
  demonstrate,
  type RecordingResult,
} from "../../src/app/demonstration/demonstration.js";
import { openDemonstrationHouse } from "../../src/app/demonstration/demonstration-house.js";
import type { CrewEvent } from "../../src/app/household/crew.js";
import type { Config } from "../../src/config/config.js";

/** The six that the project keeps. */
export const RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));
/** Entries of the processes, as they were built. */
export const BUILT_PROCESSES = fileURLToPath(new URL("../../dist/app/processes", import.meta.url));

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
  /** Empty; the house's folders are made below it. */
  readonly folder: string;
  readonly recordings: string;
  readonly observe?: (event: CrewEvent) => void;
}

/** The program's own demonstration: recorder, ear, light, uplink, broker, keeper, reader, with new keys, in sandboxes. */
export async function walkTheWholeWay(way: WholeWay): Promise<DemonstrationResult> {
  const house = await openDemonstrationHouse({
    ...{ config: way.config, folder: way.folder, confinement: "enforced", entries: BUILT_PROCESSES },
    ...(way.observe ? { observe: way.observe } : {}),
  });
  try {
    return await demonstrate({
      ...{ crew: house.household.crew, feed: house.feed, microphone: house.microphone, reader: house.reader },
      recordings: way.recordings,
      observe: () => undefined,
    });
  } finally {
    await house.close();
  }
}

/** What became of each recording: never a value, so that a failing test may print it. */
export function verdicts(results: readonly RecordingResult[]): string[] {
  return results.map(({ verdict, dropped }) =>
    verdict.kind === "passed" ? "passed" : `${verdict.why}${dropped === undefined ? "" : ` (${dropped})`}`,
  );
}
