import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { readBookCopies, writeBookCopy } from "../../src/outbox/edge/book-copy.js";
import { bookCopyPath } from "../../src/outbox/edge/open-records.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import {
  compileDiskLayer,
  DiskControl,
  type DiskFault,
  type DiskLayer,
  layerEnvironment,
} from "../faults/disk-layer/disk-layer.js";
import { readTrace, type TracedCall } from "../faults/disk-layer/disk-trace.js";
import { compileChild } from "../support/compiled-child.js";
import { type OutboxWorld, outboxWorld } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";
import { LifeFacts } from "./life-facts.js";
import { OutboxLife } from "./outbox-life.js";

const CLIPS = 60;
/** Of these, the ones that the grown store has accepted before the life begins. */
const CLIPS_BEFORE = 25;
/** So many changes fill the database's log until the next few copy it into the database. */
const DEEDS_BEFORE = 58;

/**
 * A birth begins with nothing; a day in a store whose log is nearly full, so that it is copied in its course; a mending
 * in one whose records are all there and look older than their copy, so that they are written anew.
 */
export const LIFE_KINDS = ["birth", "day", "mending"] as const;
export type LifeKind = (typeof LIFE_KINDS)[number];

/** One life to be lived: the same plan gives the same calls. */
export interface LifePlan {
  readonly kind: LifeKind;
  readonly seed: number;
  readonly deeds: number;
}

/** What came of one life. */
export interface LivedLife {
  /** The uplink's folder; the outbox lies below it. */
  readonly place: string;
  readonly facts: LifeFacts;
  readonly said: string;
  readonly trace: readonly TracedCall[];
  readonly signal: NodeJS.Signals | null;
  remove(): void;
}

/** Everything that lives need: keys, clips, a grown store, the compiled child and the layer below it. */
export interface LifeWorld {
  readonly world: OutboxWorld;
  readonly clips: ReadonlyMap<string, SealedClip>;
  /** Not used by any life. */
  readonly spare: SealedClip;
  readonly layer: DiskLayer;
  /** A file of all of them, one after the other, and how many of them the grown store has accepted. */
  readonly allClips: string;
  readonly clipsBefore: number;
  readonly fresh: () => string;
  /** Files with which a life of this kind begins. */
  readonly before: (kind: LifeKind) => string | undefined;
  readonly factsBefore: (kind: LifeKind) => LifeFacts;
  live(plan: LifePlan, fault?: DiskFault): Promise<LivedLife>;
  end(): void;
}

/** On tmpfs: what is looked at is what was asked of the disk, not the disk. */
const PLACE = "/dev/shm";

export async function openLifeWorld(): Promise<LifeWorld> {
  const world = await outboxWorld();
  const root = mkdtempSync(join(PLACE, "sotto-lives-"));
  const layer = compileDiskLayer();
  const child = compileChild(fileURLToPath(new URL("./life-child.ts", import.meta.url)));
  const clips = await world.clips(CLIPS + 1);
  const [spare, ...used] = clips;
  if (spare === undefined) throw new RangeError("a clip");
  let folders = 0;
  const fresh = () => {
    folders += 1;
    const folder = join(root, String(folders));
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  };
  const grown = growStore(world, used.slice(0, CLIPS_BEFORE), fresh);
  const clipsFile = join(root, "clips");
  writeFileSync(clipsFile, Buffer.concat(used.slice(CLIPS_BEFORE).map(({ message }) => message)));
  const allClips = join(root, "all-clips");
  writeFileSync(allClips, Buffer.concat(used.map(({ message }) => message)));
  const doubtful = fresh();
  cpSync(grown.folder, doubtful, { recursive: true });
  overtake(bookCopyPath(join(doubtful, "outbox")));
  const before = (kind: LifeKind) => ({ birth: undefined, day: grown.folder, mending: doubtful })[kind];
  const factsBefore = (kind: LifeKind) => (kind === "birth" ? new LifeFacts() : grown.facts);

  return {
    ...{ world, layer, spare, allClips, clipsBefore: CLIPS_BEFORE, fresh, before, factsBefore },
    clips: new Map(used.map((clip) => [clip.messageId, clip])),
    async live({ kind, seed, deeds }, fault) {
      const place = fresh();
      const start = before(kind);
      if (start !== undefined) cpSync(start, place, { recursive: true });
      const trace = join(root, `trace-${folders}`);
      const control = new DiskControl(join(root, `control-${folders}`));
      if (fault) control.set(fault);
      const facts = factsBefore(kind);
      const waits = [...facts.accepted].filter((id) => !facts.left.has(id));
      const earlier = JSON.stringify([waits, [...facts.tombstones]]);
      const args = [
        join(place, "outbox"),
        clipsFile,
        String(spare.bucket),
        String(seed),
        String(deeds),
        earlier,
      ];
      const running = spawn(process.execPath, [child.program, ...args], {
        stdio: ["ignore", "pipe", "inherit"],
        env: {
          ...process.env,
          ...layerEnvironment(layer, { root: place, trace, control: control.path, marks: "kept" }),
        },
      });
      const [said, signal] = await Promise.all([text(running.stdout), ended(running)]);
      return {
        ...{ place, said, signal, trace: readTrace(trace), facts: LifeFacts.of(said, facts) },
        remove() {
          rmSync(place, { recursive: true });
          rmSync(trace);
          rmSync(control.path);
        },
      };
    },
    end() {
      world.end();
      layer.remove();
      child.remove();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<NodeJS.Signals | null> {
  await once(child, "close");
  return child.signalCode;
}

/** A store with a past, copied while it is open. */
function growStore(world: OutboxWorld, clips: readonly SealedClip[], fresh: () => string) {
  const live = fresh();
  const facts = new LifeFacts();
  const life = new OutboxLife({
    ...{ world, clips, folder: join(live, "outbox"), random: seeded(7) },
    say: (lines) => {
      for (const line of lines.split("\n")) facts.take(line);
    },
  });
  life.open();
  for (let done = 0; done < DEEDS_BEFORE; ) {
    const deed = life.plan();
    // Its closing would empty the log.
    if (deed.kind === "reopen") continue;
    life.perform(deed);
    done += 1;
  }
  const folder = fresh();
  cpSync(live, folder, { recursive: true });
  life.close();
  return { folder, facts };
}

/** Makes the copy of the book newer than its records. */
function overtake(path: string): void {
  const [newest] = readBookCopies(path).toSorted((a, b) => b.revision - a.revision);
  if (newest === undefined) throw new RangeError("a copy of the book");
  writeBookCopy(path, { ...newest, revision: newest.revision + 1 });
}

export interface PlacedFile {
  readonly path: string;
  readonly mode: number;
  /** Undefined for a folder. */
  readonly bytes: Buffer | undefined;
}

/** All below a folder, folders before what lies in them. */
export function treeOf(root: string): readonly PlacedFile[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const path = join(root, entry.name);
    const mode = statSync(path).mode & 0o777;
    return entry.isDirectory()
      ? [{ path, mode, bytes: undefined }, ...treeOf(path)]
      : [{ path, mode, bytes: readFileSync(path) }];
  });
}

/** The same as it lies when it is copied to another folder; nothing where there is no folder. */
export function placedIn(from: string | undefined, to: string): readonly PlacedFile[] {
  if (from === undefined) return [];
  return treeOf(from).map((file) => ({ ...file, path: join(to, relative(from, file.path)) }));
}
