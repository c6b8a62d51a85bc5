import { existsSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { assertNever } from "../../domain/assert-never.js";
import { SottoError } from "../../domain/errors.js";
import {
  replacePrivateFile,
  sweepTemporaries,
  syncFolder,
  systemCode,
} from "../../keys/edge/private-file.js";
import {
  FIRST_STATE,
  type Place,
  type ReleaseState,
  type ReleaseStep,
  releaseStateSchema,
  SLOTS,
  type Slot,
} from "../releases.js";

const STATE = "state.json";
const LINK = "current";
const NEW_LINK = "current.new";

/** The folder of a device's releases: `a/`, `b/`, the link `current`, and what state.json remembers of them. */
export class ReleaseFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  slot(slot: Slot): string {
    return join(this.path, slot);
  }

  /**
   * A state that cannot be read says nothing of what was tried, so it counts as a trial that failed: what runs is the root.
   * @throws SottoError FILE_UNREADABLE
   */
  read(): ReleaseState {
    let text: string;
    try {
      text = readFileSync(join(this.path, STATE), "utf8");
    } catch (cause) {
      if (systemCode(cause) === "ENOENT") return FIRST_STATE;
      throw new SottoError("FILE_UNREADABLE", join(this.path, STATE), cause);
    }
    return parseState(text) ?? DAMAGED;
  }

  /** What `current` names as of now; `root` also for a link that leads anywhere else, as the launcher takes it. */
  linked(): Place {
    try {
      const target = readlinkSync(join(this.path, LINK));
      return SLOTS.find((slot) => slot === target) ?? "root";
    } catch (cause) {
      const code = systemCode(cause);
      if (code === "ENOENT" || code === "EINVAL") return "root";
      throw new SottoError("FILE_UNREADABLE", join(this.path, LINK), cause);
    }
  }

  /** Each step is on the disk before the next begins. @throws SottoError FILE_UNREADABLE */
  carryOut(steps: readonly ReleaseStep[]): void {
    for (const step of steps) this.#carryOut(step);
  }

  #carryOut(step: ReleaseStep): void {
    try {
      switch (step.kind) {
        case "save":
          sweepTemporaries(this.path);
          replacePrivateFile(join(this.path, STATE), `${JSON.stringify(step.state)}\n`);
          return;
        case "link":
          this.#link(step.to);
          return;
        case "clear":
          rmSync(this.slot(step.slot), { recursive: true, force: true });
          syncFolder(this.path);
          return;
        default:
          assertNever(step);
      }
    } catch (cause) {
      throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", this.path, cause);
    }
  }

  /** By a rename over the old link, so that at no moment there is none where there was one. */
  #link(to: Place): void {
    const link = join(this.path, LINK);
    if (to === "root") {
      rmSync(link, { force: true });
    } else {
      rmSync(join(this.path, NEW_LINK), { force: true });
      symlinkSync(to, join(this.path, NEW_LINK));
      renameSync(join(this.path, NEW_LINK), link);
    }
    syncFolder(this.path);
  }

  holds(slot: Slot): boolean {
    return existsSync(this.slot(slot));
  }

  /** The version of what lies in a folder, by its own word; undefined where nothing whole lies. */
  versionIn(slot: Slot): string | undefined {
    return existsSync(join(this.slot(slot), "package.json")) ? versionOfTree(this.slot(slot)) : undefined;
  }
}

const DAMAGED: ReleaseState = { phase: "trial", current: "a", previous: "root", version: "unknown" };

function parseState(text: string): ReleaseState | undefined {
  try {
    return releaseStateSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @throws SottoError FILE_UNREADABLE */
export function versionOfTree(tree: string): string {
  const path = join(tree, "package.json");
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof read === "object" && read !== null && "version" in read && typeof read.version === "string") {
      return read.version;
    }
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  throw new SottoError("FILE_UNREADABLE", `${path} has no version`);
}
