import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { CrewEvent, LogLine } from "../../src/app/household/crew.js";
import { SottoError } from "../../src/domain/errors.js";
import { type Change, type Lies, longestLies } from "./two-states.js";

const SAMPLER = fileURLToPath(new URL("./recorder-sampler.ts", import.meta.url));
const EVERY_MS = 5;

const told = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("looking"), sinceMs: z.number() }),
  z.object({ kind: z.literal("note"), note: z.string() }),
  z.object({ kind: z.literal("change"), on: z.boolean(), afterMs: z.number(), byMs: z.number() }),
  z.object({
    kind: z.literal("end"),
    looks: z.number(),
    widestGapMs: z.number(),
    hiddenFor: z.number(),
    atMs: z.number(),
  }),
]);

export interface LampReport extends Lies {
  readonly looks: number;
  /** The longest time between two looks at the processes, in milliseconds. */
  readonly widestGapMs: number;
  /** Looks at which a recorder was found that the quick look had overlooked; 0, or the sampler is not to be believed. */
  readonly hiddenFor: number;
  readonly watchedMs: number;
  readonly lampChanges: number;
  readonly deviceChanges: number;
}

export interface LampObserver {
  /** To be called in the very tick of each event of the crew. */
  take(event: CrewEvent): void;
  /** Resolves at the first look, from now on, that finds the device so; in monotonic milliseconds of that look. */
  device(state: "open" | "closed"): Promise<number>;
  /** Resolves when the lamp is so, in monotonic milliseconds. */
  lamp(state: "lit" | "dark"): Promise<number>;
  /** How often the device was opened or closed, up to the last look. */
  readonly changesOfDevice: number;
  /** Ends the observation. */
  report(): Promise<LampReport>;
}

/** The machine's monotonic clock, which all its processes share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

/** What the machine's two clocks are apart. */
const WALL_TO_MONOTONIC_MS = monotonicMs() - Date.now();
/** A line that was longer on its way was written before the wall clock was set. */
const LONGEST_WAY_MS = 10_000;

/**
 * When the light switched the lamp: its lines carry that time. The line comes later where this process, which does more
 * than a supervisor has to, is held up.
 */
function switchedAt(line: LogLine): number {
  const nowMs = monotonicMs();
  const at = typeof line["at"] === "string" ? Date.parse(line["at"]) + WALL_TO_MONOTONIC_MS : Number.NaN;
  return at <= nowMs && nowMs - at < LONGEST_WAY_MS ? at : nowMs;
}

interface Waiting {
  readonly isIt: () => number | undefined;
  readonly done: (atMs: number) => void;
}

/**
 * Holds the stand-in lamp against the list of processes. The lamp is what the light's lines say, from the time that
 * they name, until the supervisor knows that the light has ended: then it is dark.
 * @param name argv[0] of the recorders
 */
export async function watchLamp(name: string): Promise<LampObserver> {
  const sampler = spawn(process.execPath, ["--import", "tsx", SAMPLER, name, String(EVERY_MS)], {
    stdio: ["pipe", "pipe", "inherit"],
    // A session of its own, so that the kernel does not count its work as that of the supervisor.
    detached: true,
  });
  const lamp: Change[] = [];
  const device: Change[] = [];
  let waiting: readonly Waiting[] = [];
  let isLightThere = true;
  let end: Extract<z.infer<typeof told>, { kind: "end" }> | undefined;
  let startMs = 0;
  const settle = () => {
    waiting = waiting.filter(({ isIt, done }) => {
      const atMs = isIt();
      if (atMs !== undefined) done(atMs);
      return atMs === undefined;
    });
  };
  const lines = createInterface({ input: sampler.stdout });
  const exit = once(sampler, "exit");
  await new Promise<void>((resolve, reject) => {
    sampler.once("error", reject);
    sampler.once("exit", () => reject(new SottoError("INTERNAL", "the sampler has ended")));
    lines.on("line", (line) => {
      const said = told.parse(JSON.parse(line));
      if (said.kind === "looking") {
        startMs = said.sinceMs;
        resolve();
      }
      if (said.kind === "end") end = said;
      if (said.kind !== "change") return;
      device.push(said);
      settle();
    });
  });
  const show = (on: boolean, atMs: number = monotonicMs()) => {
    const last = lamp.at(-1);
    if ((last?.on ?? false) === on) return;
    if (last !== undefined && atMs < last.byMs) atMs = last.byMs;
    lamp.push({ on, afterMs: atMs, byMs: atMs });
    settle();
  };
  const until = (changes: readonly Change[], on: boolean) =>
    new Promise<number>((done) => {
      waiting = [
        ...waiting,
        {
          isIt: () => {
            const last = changes.at(-1);
            return (last?.on ?? false) === on ? (last?.byMs ?? startMs) : undefined;
          },
          done,
        },
      ];
      settle();
    });
  return {
    take(event) {
      if (event.kind === "started" && event.name === "light") isLightThere = true;
      if (event.kind === "ended" && event.name === "light") {
        isLightThere = false;
        show(false);
      }
      if (event.kind !== "line" || event.from !== "light" || !isLightThere) return;
      if (event.line.event === "led-on") show(true, switchedAt(event.line));
      if (event.line.event === "led-off") show(false, switchedAt(event.line));
    },
    get changesOfDevice() {
      return device.length;
    },
    device: (state) => until(device, state === "open"),
    lamp: (state) => until(lamp, state === "lit"),
    async report() {
      sampler.stdin.end();
      await exit;
      if (end === undefined) throw new SottoError("INTERNAL", "the sampler has not told its end");
      const { looks, widestGapMs, hiddenFor, atMs } = end;
      const lies = longestLies(lamp, device, { start: startMs, end: atMs });
      const counts = { lampChanges: lamp.length, deviceChanges: device.length };
      return { ...lies, ...counts, looks, widestGapMs, hiddenFor, watchedMs: atMs - startMs };
    },
  };
}
