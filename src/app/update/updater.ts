import type { KeyObject } from "node:crypto";
import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { admit } from "../../update/admit.js";
import { checkPayload, openBundle, readArchive, type SignedBundle } from "../../update/edge/bundle-file.js";
import { keepingReserve, requireRoom, spaceOf } from "../../update/edge/free-space.js";
import { type ReleaseFolder, versionOfTree } from "../../update/edge/release-folder.js";
import { requireTree } from "../../update/edge/tree-hash.js";
import { unpack } from "../../update/edge/unpack.js";
import {
  BEFORE_MS,
  either,
  type Hearing,
  type HearingLook,
  HearingWatch,
  hearingOf,
  isWhole,
} from "../../update/hearing.js";
import type { Architecture } from "../../update/release-manifest.js";
import {
  abandonUpdate,
  allOf,
  beginTrial,
  beginUpdate,
  confirmTrial,
  type Failure,
  freeSlot,
  type Place,
  type ReleaseState,
  rollBack,
  settleAtStart,
  unnamedSlots,
  type WayBack,
} from "../../update/releases.js";
import { compareVersions, isVersion } from "../../update/version.js";

/** Ear, light and uplink, whoever runs them. */
export interface DeviceServices {
  /** Starts them anew, out of the release that is current by now. */
  restart(): Promise<void>;
  look(): Promise<HearingLook>;
}

export interface UpdaterParts {
  readonly releases: ReleaseFolder;
  /** The tree that is always there. */
  readonly root: string;
  /** Asked for by an update alone: going back needs none. @throws SottoError UPDATE_UNAVAILABLE, KEY_INVALID */
  readonly key: () => KeyObject;
  readonly arch: Architecture;
  readonly services: DeviceServices;
  readonly selfTest: (tree: string) => Promise<void>;
  readonly clock: Clock;
  /** What goes on, a line each. */
  readonly tell: (line: string) => void;
}

const LOOK_MS = 1_000;

/** Exchanges the release that runs, and changes it back. */
export class Updater {
  readonly #parts: UpdaterParts;

  constructor(parts: UpdaterParts) {
    this.#parts = parts;
  }

  /** @throws SottoError FILE_UNREADABLE */
  get version(): string {
    return this.#versionAt(this.#parts.releases.linked());
  }

  /**
   * From a file to a version that hears. Whatever fails leaves what ran before.
   * @returns the new version
   * @throws SottoError BUNDLE_*, UPDATE_UNDER_WAY, UPDATE_FAILED, FILE_UNREADABLE
   */
  async update(path: string): Promise<string> {
    const { key, arch, tell, releases } = this.#parts;
    const bundle = await openBundle(path, key());
    const { version } = bundle.head.manifest;
    tell(`version ${version} for ${bundle.head.manifest.arch}, signed`);
    admit(bundle.head.manifest, { version: this.version, arch });
    await checkPayload(bundle);
    const steps = beginUpdate(releases.read(), version);
    this.#requireRoom(bundle);
    releases.carryOut(steps);
    try {
      await this.#stage(bundle);
    } catch (error) {
      releases.carryOut(allOf(abandonUpdate(releases.read(), failureOf(error))));
      throw error;
    }
    const had = await this.#hearingNow();
    releases.carryOut(beginTrial(releases.read()));
    await this.#try(version, had);
    return version;
  }

  /** @throws SottoError UPDATE_UNDER_WAY, NOTHING_BEFORE */
  async rollBack(): Promise<string> {
    const { releases } = this.#parts;
    await this.#goBack(rollBack(releases.read(), this.version));
    return this.version;
  }

  /**
   * Before anything hears: see settleAtStart.
   * @returns what was done, in words; undefined where all was as it should be, and then nothing is written
   */
  settle(): string | undefined {
    const { releases } = this.#parts;
    const before = releases.read();
    const isOutdated = this.#isOutdated(before.current);
    const isClear = unnamedSlots(before).every((slot) => !releases.holds(slot));
    const isRight = before.phase === "settled" && releases.linked() === before.current;
    if (isRight && isClear && !isOutdated) return undefined;
    releases.carryOut(settleAtStart(before, isOutdated));
    return `${whatWasWrong(before, isOutdated)}; version ${this.version} runs`;
  }

  /** Whoever updated has died: the version on trial has nobody who watches it. */
  async abandon(): Promise<"settled" | "taken-back"> {
    const { releases } = this.#parts;
    const state = releases.read();
    if (state.phase === "settled") return "settled";
    const way = abandonUpdate(state, "interrupted");
    if (state.phase === "trial") await this.#goBack(way);
    else releases.carryOut(allOf(way));
    return "taken-back";
  }

  /** What ran is removed when nothing runs out of it any more. */
  async #goBack({ before, after }: WayBack): Promise<void> {
    const { releases, services } = this.#parts;
    releases.carryOut(before);
    await services.restart();
    releases.carryOut(after);
  }

  /** Before anything is changed; the folder that is to be filled anew gives its own room. */
  #requireRoom({ head }: SignedBundle): void {
    const { releases } = this.#parts;
    const { current } = releases.read();
    requireRoom(releases.path, head.manifest.tree, spaceOf(releases.slot(freeSlot(current))));
  }

  async #stage(bundle: SignedBundle): Promise<void> {
    const { releases, selfTest, tell } = this.#parts;
    const state = releases.read();
    if (state.phase !== "staging") throw new SottoError("INTERNAL", "no folder to unpack into");
    const tree = releases.slot(state.into);
    await unpack(keepingReserve(readArchive(bundle), releases.path), tree);
    await requireTree(tree, bundle.head.manifest);
    if (versionOfTree(tree) !== state.version) {
      throw new SottoError("BUNDLE_INVALID", "the release inside is of another version");
    }
    tell("unpacked, on the disk, and every file is what was signed");
    await selfTest(tree);
    tell("heard, cut and sealed its own recordings");
  }

  async #try(version: string, had: Hearing): Promise<void> {
    const { releases, tell } = this.#parts;
    if (await this.#hears(had)) {
      releases.carryOut(confirmTrial(releases.read()));
      tell(`version ${version} runs and hears`);
      return;
    }
    await this.#goBack(abandonUpdate(releases.read(), "deaf"));
    throw new SottoError(
      "UPDATE_FAILED",
      `version ${version} did not hear in time; ${this.version} runs again`,
    );
  }

  /** What runs, before the switch; at once where nothing is missing. */
  async #hearingNow(): Promise<Hearing> {
    const { services, clock, tell } = this.#parts;
    const fromMs = clock.monotonicMs();
    let had = hearingOf(await services.look());
    while (!isWhole(had) && clock.monotonicMs() - fromMs < BEFORE_MS) {
      await clock.sleep(LOOK_MS);
      had = either(had, hearingOf(await services.look()));
    }
    const word = (isThere: boolean) => (isThere ? "there" : "away");
    const microphone = had.isOpen ? "open" : "closed";
    tell(`before: ear ${word(had.ear)}, uplink ${word(had.uplink)}, microphone ${microphone}`);
    return had;
  }

  async #hears(had: Hearing): Promise<boolean> {
    const { services, clock } = this.#parts;
    const watch = new HearingWatch(had, clock.monotonicMs());
    await services.restart();
    for (;;) {
      const verdict = watch.look(await services.look(), clock.monotonicMs());
      if (verdict !== "wait") return verdict === "hears";
      await clock.sleep(LOOK_MS);
    }
  }

  #versionAt(place: Place): string {
    const { releases, root } = this.#parts;
    return versionOfTree(place === "root" ? root : releases.slot(place));
  }

  /** Also true of a release that is no release any more. */
  #isOutdated(place: Place): boolean {
    if (place === "root") return false;
    const { releases, root } = this.#parts;
    const version = releases.versionIn(place);
    return version === undefined || !isVersion(version) || compareVersions(versionOfTree(root), version) >= 0;
  }
}

function whatWasWrong(state: ReleaseState, isOutdated: boolean): string {
  if (state.phase !== "settled") return `${state.version} was interrupted`;
  return isOutdated ? "the root is as new" : "what was left over is removed";
}

function failureOf(error: unknown): Failure {
  return codeOf(error) === "SELF_TEST_FAILED" ? "self-test" : "damaged";
}
