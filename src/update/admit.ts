import { SottoError } from "../domain/errors.js";
import type { Architecture, ReleaseManifest } from "./release-manifest.js";
import { compareVersions } from "./version.js";

export interface RunningSystem {
  readonly version: string;
  readonly arch: Architecture;
}

/**
 * Whether a signed release may take the place of what runs. An old bundle has a good signature for ever, so that what
 * is not newer is refused: else whoever keeps one could bring its faults back.
 * @throws SottoError BUNDLE_OTHER_MACHINE, BUNDLE_NOT_NEWER, BUNDLE_TOO_FAR
 */
export function admit({ version, arch, replaces }: ReleaseManifest, running: RunningSystem): void {
  if (arch !== running.arch) {
    throw new SottoError("BUNDLE_OTHER_MACHINE", `it is for ${arch}, this machine is ${running.arch}`);
  }
  if (compareVersions(version, running.version) <= 0) {
    throw new SottoError("BUNDLE_NOT_NEWER", `it is ${version}, and ${running.version} runs`);
  }
  if (compareVersions(running.version, replaces) < 0) {
    throw new SottoError(
      "BUNDLE_TOO_FAR",
      `it takes the place of ${replaces} or newer, and ${running.version} runs`,
    );
  }
}
