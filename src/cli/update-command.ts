import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { DEVICE } from "../app/update/device-layout.js";
import { ownArchitecture } from "../app/update/device-update.js";
import { isDone, layIncoming, readReport } from "../app/update/waiting-bundle.js";
import { SottoError } from "../domain/errors.js";
import { admit } from "../update/admit.js";
import { openBundle } from "../update/edge/bundle-file.js";
import { ReleaseFolder, versionOfTree } from "../update/edge/release-folder.js";
import { loadReleaseKey, RELEASE_KEY } from "../update/edge/release-key.js";
import type { ReleaseState } from "../update/releases.js";
import { printJson } from "./options.js";

const UNIT = "sotto-update.service";

/** @throws SottoError UPDATE_UNAVAILABLE */
function requireDevice(): void {
  if (process.getuid?.() !== 0) throw new SottoError("UPDATE_UNAVAILABLE", "this is not root");
  if (!existsSync("/run/systemd/system")) throw new SottoError("UPDATE_UNAVAILABLE", "no systemd");
}

function runningVersion(releases: ReleaseFolder): string {
  const place = releases.linked();
  return versionOfTree(place === "root" ? DEVICE.root : releases.slot(place));
}

/** The service does it, so that a terminal that is closed leaves nothing half-way. */
async function update(file: string): Promise<void> {
  requireDevice();
  const releases = new ReleaseFolder(DEVICE.releases);
  const { head } = await openBundle(file, loadReleaseKey(join(DEVICE.root, RELEASE_KEY)));
  admit(head.manifest, { version: runningVersion(releases), arch: ownArchitecture() });
  if (releases.read().phase !== "settled") {
    throw new SottoError("UPDATE_UNDER_WAY", "sotto update status says which");
  }
  await layIncoming(DEVICE, file);
  process.stdout.write(
    `Version ${head.manifest.version} is signed. Unpacking, testing, listening: some minutes.\n`,
  );
  const { status } = spawnSync("systemctl", ["start", UNIT], { stdio: "inherit" });
  const report = readReport(DEVICE);
  process.stdout.write(report ?? `NOT DONE. The service has told nothing: journalctl -u ${UNIT}\n`);
  if (!isDone(status, report)) process.exitCode = 1;
}

function told(state: ReleaseState): readonly string[] {
  if (state.phase !== "settled") return [`an update to ${state.version} is under way (${state.phase})`];
  return [
    state.previous === undefined
      ? "nothing to go back to"
      : `sotto update roll-back leads to ${state.previous}`,
    ...(state.failed === undefined
      ? []
      : [`${state.failed.version} was tried and failed: ${state.failed.why}`]),
  ];
}

function status({ json }: { readonly json?: boolean }): void {
  const releases = new ReleaseFolder(DEVICE.releases);
  const state = releases.read();
  const seen = { version: runningVersion(releases), runs: releases.linked(), state };
  if (json) {
    printJson(seen);
    return;
  }
  const place = seen.runs === "root" ? DEVICE.root : releases.slot(seen.runs);
  process.stdout.write(`version ${seen.version} runs, out of ${place}\n${told(state).join("\n")}\n`);
  const report = readReport(DEVICE);
  if (report !== undefined) process.stdout.write(`\n${report}`);
}

/** By the root's own code: what is rolled back may be at fault. */
function rollBack(): void {
  requireDevice();
  const program = join(DEVICE.root, "dist/app/processes/update.js");
  try {
    execFileSync(join(DEVICE.root, "node/bin/node"), [program, "roll-back"], { stdio: "inherit" });
  } catch {
    // It has said what is wrong on standard error, which is ours.
    process.exitCode = 1;
  }
}

export function addUpdateCommand(program: Command): void {
  const command = program
    .command("update")
    .description("takes a signed release, tests it, and goes back by itself when it does not hear")
    .argument("[file]", "a bundle: sotto-VERSION-ARCH.bundle")
    .action(async (file: string | undefined) => {
      if (file === undefined) throw new SottoError("USAGE", "give a bundle, or status, or roll-back");
      await update(file);
    });
  command
    .command("status")
    .description("which version runs, out of which folder, and how the last update went")
    .option("--json", "as JSON")
    .action(status);
  command.command("roll-back").description("back to what ran before the last update").action(rollBack);
}
