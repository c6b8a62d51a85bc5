import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, type TestContext } from "vitest";
import { type DeviceServices, Updater } from "../../../src/app/update/updater.js";
import type { Clock } from "../../../src/domain/clock.js";
import { SottoError } from "../../../src/domain/errors.js";
import { ReleaseFolder } from "../../../src/update/edge/release-folder.js";
import { runSelfTest } from "../../../src/update/edge/run-self-test.js";
import type { HearingLook } from "../../../src/update/hearing.js";
import { thrownCode } from "../../support/thrown.js";
import {
  layTree,
  releaseKey,
  type SmallRelease,
  smallBundle,
  testFolder,
} from "../../update/small-release.js";

/** Two minutes are eight seconds. */
function fastClock(): Clock {
  const beganMs = performance.now();
  return {
    monotonicMs: () => (performance.now() - beganMs) * 15,
    wallMs: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 15)),
  };
}

/** An ear that says that its microphone is open, and goes on. */
const HEARS = `console.log("open"); setInterval(() => undefined, 1000);`;

/** One real process, out of whatever release is current, as the launcher chooses it. */
class OneEar implements DeviceServices {
  readonly #releases: string;
  readonly #root: string;
  #ear: ChildProcess | undefined;
  #isOpen = false;
  #running = "";
  /** Whether there is one to open, and a broker for an uplink. */
  hasMicrophone = true;
  hasUplink = true;

  constructor(releases: string, root: string) {
    this.#releases = releases;
    this.#root = root;
  }

  get release(): string {
    const current = join(this.#releases, "current");
    return existsSync(join(current, "package.json"))
      ? join(this.#releases, readlinkSync(current))
      : this.#root;
  }

  async restart(): Promise<void> {
    expect(this.#running === "" || existsSync(this.#running), "what runs is not removed").toBe(true);
    await this.stop();
    this.#running = this.release;
    this.#isOpen = false;
    const ear = spawn(join(this.release, "node/bin/node"), [join(this.release, "dist/ear.js")]);
    ear.stdout.on("data", () => {
      this.#isOpen = true;
    });
    this.#ear = ear;
  }

  async look(): Promise<HearingLook> {
    const lives = this.#ear?.exitCode === null && this.#ear.signalCode === null;
    const account = lives && this.#isOpen && this.hasMicrophone ? "open" : "closed";
    const light = { muted: false, account, ear: lives, uplink: this.hasUplink } as const;
    return { ear: lives ? this.#ear?.pid : undefined, light, isReady: lives && this.#isOpen };
  }

  async stop(): Promise<void> {
    if (this.#ear === undefined || this.#ear.exitCode !== null) return;
    const ended = once(this.#ear, "close");
    this.#ear.kill("SIGKILL");
    await ended;
  }
}

/** A disk of its own, so that it can be full. */
function smallDisk(context: TestContext, megabytes: number): string {
  const place = testFolder();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", place]);
  if (status !== 0) context.skip("this machine allows no small file system of one's own");
  onTestFinished(() => {
    execFileSync("umount", ["--lazy", place]);
  });
  return place;
}

/** To the last byte. */
function fill(file: string): void {
  for (let room = 1 << 22; room >= 1; room >>= 1) {
    try {
      for (;;) writeFileSync(file, new Uint8Array(room), { flag: "a" });
    } catch {
      // A smaller piece may still go in.
    }
  }
}

async function device(base = testFolder(), key = () => releaseKey.publicKey) {
  const [root, releases] = [join(base, "opt"), join(base, "releases")];
  mkdirSync(releases);
  layTree(root, { version: "1.0.0", ear: HEARS });
  const services = new OneEar(releases, root);
  onTestFinished(() => services.stop());
  await services.restart();
  const told: string[] = [];
  const updater = new Updater({
    ...{ root, services, clock: fastClock(), arch: "amd64", key },
    releases: new ReleaseFolder(releases),
    selfTest: (tree) => runSelfTest(tree, 5_000),
    tell: (line) => told.push(line),
  });
  const update = async (release: SmallRelease) => updater.update(await smallBundle(release));
  return { updater, update, services, releases, root, told };
}

describe("an update of real processes", () => {
  it("runs the new version when it hears, the next in the other folder, and goes back when asked", async () => {
    const { updater, update, services, releases, root } = await device();
    await update({ version: "1.1.0", ear: HEARS });
    expect(services.release).toBe(join(releases, "a"));
    await update({ version: "1.2.0", ear: HEARS });
    expect(services.release).toBe(join(releases, "b"));
    expect(updater.version).toBe("1.2.0");
    expect(await thrownCode(() => update({ version: "1.1.0", ear: HEARS }))).toBe("BUNDLE_NOT_NEWER");
    expect(await updater.rollBack()).toBe("1.1.0");
    expect(services.release).toBe(join(releases, "a"));
    expect(root).not.toBe(services.release);
    expect((await services.look()).ear).toBeDefined();
  });

  it.each<readonly [string, SmallRelease, string]>([
    ["fails its own test", { version: "2.0.0", selfTest: "process.exit(3)", ear: HEARS }, "SELF_TEST_FAILED"],
    [
      "hangs in its own test",
      { version: "2.0.0", selfTest: "setInterval(() => 0, 9)", ear: HEARS },
      "SELF_TEST_FAILED",
    ],
    ["is no program at all", { version: "2.0.0", selfTest: "}{", ear: HEARS }, "SELF_TEST_FAILED"],
    ["is another version inside", { version: "2.0.0", inside: "3.0.0", ear: HEARS }, "BUNDLE_INVALID"],
    ["crashes at its start", { version: "2.0.0", ear: "process.exit(1)" }, "UPDATE_FAILED"],
    ["runs and never hears", { version: "2.0.0", ear: "setInterval(() => 0, 1000)" }, "UPDATE_FAILED"],
    [
      "hears and dies",
      { version: "2.0.0", ear: `${HEARS} setTimeout(() => process.exit(1), 100)` },
      "UPDATE_FAILED",
    ],
  ])("leaves what ran before when the new one %s", async (_what, release, code) => {
    const { updater, update, services, releases, root } = await device();
    expect(await thrownCode(() => update(release))).toBe(code);
    expect(services.release).toBe(root);
    expect(updater.version).toBe("1.0.0");
    expect((await services.look()).ear).toBeDefined();
    expect(existsSync(join(releases, "a"))).toBe(false);
    expect(JSON.parse(readFileSync(join(releases, "state.json"), "utf8"))).toMatchObject({
      phase: "settled",
      failed: { version: "2.0.0" },
    });
    await update({ version: "2.0.1", ear: HEARS });
    expect(updater.version).toBe("2.0.1");
  });

  it("takes a version that has as much as the one before, without microphone and broker", async () => {
    const { updater, update, services, told } = await device();
    Object.assign(services, { hasMicrophone: false, hasUplink: false });
    await update({ version: "1.1.0", ear: HEARS });
    expect(updater.version).toBe("1.1.0");
    expect(told).toContain("before: ear there, uplink away, microphone closed");
    expect(await thrownCode(() => update({ version: "1.2.0", ear: "setInterval(() => 0, 1000)" }))).toBe(
      "UPDATE_FAILED",
    );
    expect(updater.version).toBe("1.1.0");
  });

  it("takes a trial back whose watcher died, at once or at the next start", async () => {
    for (const end of ["abandon", "settle"] as const) {
      const { updater, services, releases, root } = await device();
      const folder = new ReleaseFolder(releases);
      layTree(folder.slot("a"), { version: "2.0.0", ear: "process.exit(1)" });
      folder.carryOut([
        { kind: "save", state: { phase: "trial", current: "a", previous: "root", version: "2.0.0" } },
        { kind: "link", to: "a" },
      ]);
      expect(services.release).toBe(join(releases, "a"));
      await updater[end]();
      expect(services.release).toBe(root);
      expect(folder.read()).toMatchObject({ phase: "settled", failed: { why: "interrupted" } });
    }
  });

  it("refuses a release that the disk has no room for beside its reserve, and changes nothing", async (context) => {
    const base = smallDisk(context, 70);
    const { update, updater, releases } = await device(base);
    await update({ version: "1.1.0", ear: HEARS });
    await update({ version: "1.2.0", ear: HEARS });
    writeFileSync(join(base, "filler"), new Uint8Array(9_500_000));
    const state = readFileSync(join(releases, "state.json"), "utf8");
    expect(await thrownCode(() => update({ version: "2.0.0", ear: HEARS }))).toBe("UPDATE_NO_ROOM");
    expect(readFileSync(join(releases, "state.json"), "utf8")).toBe(state);
    expect(existsSync(join(releases, "a"))).toBe(true);
    rmSync(join(base, "filler"));
    await update({ version: "2.0.0", ear: HEARS });
    expect(updater.version).toBe("2.0.0");
  });

  it.for(["staging", "trial"] as const)(
    "takes a %s back on a disk that it has filled",
    async (phase, context) => {
      const base = smallDisk(context, 4);
      const { updater, services, releases, root } = await device(base);
      const folder = new ReleaseFolder(releases);
      const rest = { current: "root", into: "a", version: "2.0.0" } as const;
      layTree(folder.slot("a"), { version: "2.0.0", ear: HEARS });
      folder.carryOut([
        phase === "staging"
          ? { kind: "save", state: { phase, ...rest } }
          : { kind: "save", state: { phase, current: "a", previous: "root", version: "2.0.0" } },
      ]);
      if (phase === "trial") folder.carryOut([{ kind: "link", to: "a" }]);
      fill(join(folder.slot("a"), "filler"));
      await updater.abandon();
      expect(services.release).toBe(root);
      expect(existsSync(folder.slot("a"))).toBe(false);
      expect(folder.read()).toMatchObject({ phase: "settled", failed: { why: "interrupted" } });
    },
  );

  it("goes back and settles without the key that signs, and takes nothing without it", async () => {
    let isThere = true;
    const key = () => {
      if (!isThere) throw new SottoError("UPDATE_UNAVAILABLE", "no key");
      return releaseKey.publicKey;
    };
    const { updater, update, root } = await device(testFolder(), key);
    await update({ version: "1.1.0", ear: HEARS });
    isThere = false;
    expect(await thrownCode(() => update({ version: "1.2.0", ear: HEARS }))).toBe("UPDATE_UNAVAILABLE");
    expect(await updater.rollBack()).toBe("1.0.0");
    layTreeAgain(root, "1.1.0");
    expect(updater.settle()).toBeUndefined();
  });

  it("gives way to a root that is as new, as after an upgrade of the package", async () => {
    const { updater, update, services, root } = await device();
    await update({ version: "1.1.0", ear: HEARS });
    expect(updater.settle()).toBeUndefined();
    layTreeAgain(root, "1.1.0");
    expect(updater.settle()).toContain("the root is as new");
    expect(services.release).toBe(root);
  });
});

function layTreeAgain(root: string, version: string): void {
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "sotto", version, type: "module" }));
}
