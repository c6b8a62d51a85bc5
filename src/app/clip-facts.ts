import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import type { Mode } from "../domain/mode.js";
import { RULES } from "../findings/finders.js";
import type { UtteranceOutcome } from "../pipeline/process-utterance.js";
import type { ClipDetails } from "../seal/clip-contents.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
/** systemd-timesyncd makes this file once a time server has answered. */
const TIME_WAS_SET = "/run/systemd/timesync/synchronized";

function sha256(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
}

/** Which models decided: the manifest of the fetched ones and the card of our own. */
function modelsHash(): Uint8Array {
  return sha256(
    readFileSync(join(project, "models", "manifest.json")),
    readFileSync(join(project, "models", "heads", "heads.json")),
    readFileSync(join(project, "models", "tagger", "tagger.json")),
  );
}

function milliseconds(samples: number): number {
  return Math.round((samples * 1000) / SAMPLE_RATE_HZ);
}

/** Makes what is said about each clip inside its ciphertext. Reads the models' cards once. */
export function clipFacts(mode: Mode) {
  const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const policyHash = sha256(
    JSON.stringify({ version, mode, finders: [...RULES.map(({ source }) => source), "tagger"] }),
  );
  const models = modelsHash();
  return (outcome: Extract<UtteranceOutcome, { kind: "forward" }>, recordedAtMs: number): ClipDetails => ({
    recordedAtMs,
    clock: existsSync(TIME_WAS_SET) ? "synced" : "unsynced",
    mode,
    policyHash,
    modelsHash: models,
    removed: outcome.cuts.cuts.map(({ span, types }) => ({
      startMs: milliseconds(span.start),
      endMs: milliseconds(span.end),
      types,
    })),
  });
}
