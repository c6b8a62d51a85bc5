import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { ReleaseFolder } from "../../update/edge/release-folder.js";
import { loadReleaseKey, RELEASE_KEY } from "../../update/edge/release-key.js";
import { runSelfTest } from "../../update/edge/run-self-test.js";
import type { Architecture } from "../../update/release-manifest.js";
import type { DeviceLayout } from "./device-layout.js";
import { type DeviceServices, Updater } from "./updater.js";
import { waitingBundles } from "./waiting-bundle.js";

export interface DeviceUpdate {
  readonly layout: DeviceLayout;
  readonly services: DeviceServices;
  readonly tell: (line: string) => void;
}

/** @throws SottoError UPDATE_UNAVAILABLE */
export function openUpdater({ layout, services, tell }: DeviceUpdate): Updater {
  const key = () => loadReleaseKey(join(layout.root, RELEASE_KEY));
  mkdirSync(layout.releases, { recursive: true, mode: 0o755 });
  return new Updater({
    ...{ key, services, tell, root: layout.root, arch: ownArchitecture(), clock: systemClock },
    releases: new ReleaseFolder(layout.releases),
    selfTest: (tree) => runSelfTest(tree),
  });
}

/** @throws SottoError UPDATE_UNAVAILABLE */
export function ownArchitecture(): Architecture {
  if (process.arch === "arm64") return "arm64";
  if (process.arch === "x64") return "amd64";
  throw new SottoError("UPDATE_UNAVAILABLE", `there are no releases for ${process.arch}`);
}

/**
 * Applies what waits, and tells in plain words how it went, beside where it waited. A bundle is tried once.
 * @returns how many failed
 */
export async function applyWaiting(update: DeviceUpdate): Promise<number> {
  let failed = 0;
  for (const waiting of waitingBundles(update.layout)) {
    const lines: string[] = [];
    const tell = (line: string) => {
      lines.push(line);
      update.tell(line);
    };
    tell(`Sotto update of ${new Date(systemClock.wallMs()).toISOString()}, ${waiting.path}`);
    let how: "done" | "refused" = "done";
    try {
      const version = await openUpdater({ ...update, tell }).update(waiting.take());
      tell(`DONE. Version ${version} runs.`);
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      how = "refused";
      failed += 1;
      for (const line of [`NOT DONE. ${error.message}`, error.meaning, error.remedy]) tell(line);
    }
    waiting.finish(`${lines.join("\n")}\n`, how);
  }
  return failed;
}
