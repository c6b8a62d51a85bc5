import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Blinker, FLASH_EVERY_MS } from "../../src/light/blinker.js";
import { LIGHT_FAULTS, type LightInput, type LightPattern } from "../../src/light/light-state.js";
import { PHASES } from "../../src/link/messages.js";
import { effectsOf, inOrder, looks, press, type TimedInput, type Walked, walk } from "./traces.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
const RUNS = { seed, numRuns: 2_000 };
console.log(`button and light: seed ${seed}`);

const start = fc.constantFrom("muted" as const, "lifted" as const);

/** Anything that may ever arrive, at any time. */
const anyInput: fc.Arbitrary<LightInput> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("account" as const),
      account: fc.constantFrom("open" as const, "closed" as const, "unreadable" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("button" as const),
      edge: fc.constantFrom("down" as const, "up" as const),
    }),
  },
  fc.record({
    kind: fc.constant("button" as const),
    edge: fc.constantFrom("already-down" as const, "lost" as const),
  }),
  fc.record({ kind: fc.constantFrom("ear" as const, "uplink" as const), connected: fc.boolean() }),
  fc.record({ kind: fc.constant("phase" as const), phase: fc.constantFrom(...PHASES) }),
  fc.record({ kind: fc.constantFrom("mute" as const, "ask" as const, "withdraw" as const) }),
  fc.record({
    kind: fc.constant("fault" as const),
    fault: fc.constantFrom(...LIGHT_FAULTS),
    active: fc.boolean(),
  }),
);
const anyTrace = fc
  .array(fc.tuple(fc.oneof(fc.nat(60), fc.nat(1_200), fc.nat(12_000)), anyInput), { maxLength: 60 })
  .map((steps) => {
    let atMs = 0;
    return steps.map(([gapMs, input]): TimedInput => {
      atMs += gapMs;
      return { atMs, input };
    });
  });

function isSteady(pattern: LightPattern): boolean {
  return pattern === "dim" || pattern === "bright";
}

describe("whatever happens", () => {
  it("the light is steady if and only if the kernel says open", () => {
    fc.assert(
      fc.property(anyTrace, start, (trace, mute) => {
        let account = "closed";
        for (const { input, pattern } of walk(trace, mute)) {
          if (input.kind === "account") account = input.account;
          expect(isSteady(pattern)).toBe(account === "open");
        }
      }),
      RUNS,
    );
  });

  it("the mute comes with every down edge and every command, and recorders are ended before anything else", () => {
    fc.assert(
      fc.property(anyTrace, start, (trace, mute) => {
        for (const { input, after, effects } of walk(trace, mute)) {
          const mutes =
            input.kind === "mute" ||
            input.kind === "ask" ||
            (input.kind === "button" && (input.edge === "down" || input.edge === "already-down"));
          if (!mutes) continue;
          expect(after.muted).toBe(true);
          const own = effects.findIndex(({ kind }) => kind === "end-recorders");
          const told = effects.findIndex(
            (each) => each.kind === "close" || (each.kind === "save-mute" && each.muted),
          );
          expect(own).toBeGreaterThanOrEqual(0);
          if (told >= 0) expect(own).toBeLessThan(told);
        }
      }),
      RUNS,
    );
  });

  it("nothing lifts the mute but a press of 25 ms to 1 s that began while muted and has rested", () => {
    fc.assert(
      fc.property(anyTrace, start, (trace, mute) => {
        const walked = walk(trace, mute);
        walked.forEach((step, index) => {
          const { before, after, effects, atMs } = step;
          const lifts = effects.some((each) => each.kind === "save-mute" && !each.muted);
          if (before.muted && !after.muted) expect(lifts).toBe(true);
          if (!lifts) return;
          // From the bare trace, with none of the machine's own words.
          const edges = walked
            .slice(0, index)
            .filter(({ input }) => ["button", "mute", "ask"].includes(input.kind));
          const end = edges.findLastIndex(({ input }) => input.kind === "button" && input.edge === "down");
          const ups = edges.slice(end + 1);
          expect(ups.length).toBeGreaterThan(0);
          expect(ups.every(({ input }) => input.kind === "button" && input.edge === "up")).toBe(true);
          expect(atMs - (ups[0]?.atMs ?? atMs)).toBeGreaterThanOrEqual(40);
          const first = beginningOf(edges, end);
          expect(edges[first]?.before.muted).toBe(true);
          const lengthMs = (ups[0]?.atMs ?? 0) - (edges[first]?.atMs ?? 0);
          expect(lengthMs).toBeGreaterThanOrEqual(25);
          expect(lengthMs).toBeLessThanOrEqual(1_000);
        });
      }),
      RUNS,
    );
  });

  it("no question is answered with yes but by a press of one to three seconds that began after it, in its minute", () => {
    fc.assert(
      fc.property(anyTrace, start, (trace, mute) => {
        const walked = walk(trace, mute);
        walked.forEach(({ effects, atMs }, index) => {
          const answer = effects.find(({ kind }) => kind === "answer");
          if (answer?.kind !== "answer") return;
          const earlier = walked.slice(0, index);
          const asked = earlier.findLastIndex(({ input }) => input.kind === "ask");
          expect(asked).toBeGreaterThanOrEqual(0);
          // Each question is answered once, and one that was withdrawn not at all.
          const since = earlier.slice(asked + 1);
          expect(since.some((each) => each.effects.some(({ kind }) => kind === "answer"))).toBe(false);
          expect(since.some(({ input }) => input.kind === "withdraw")).toBe(false);
          if (answer.answer === "refused") return;
          const edges = since.filter(({ input }) => input.kind === "button");
          const ups = edges.slice(edges.findLastIndex((each) => isEdge(each, "down")) + 1);
          const down = edges[beginningOf(edges, edges.length - ups.length - 1)];
          const upMs = ups[0]?.atMs ?? atMs;
          expect(ups.every((each) => isEdge(each, "up"))).toBe(true);
          expect((down?.atMs ?? 0) - (walked[asked]?.atMs ?? 0)).toBeLessThan(60_000);
          expect(upMs - (down?.atMs ?? upMs)).toBeGreaterThan(1_000);
        });
      }),
      RUNS,
    );
  });

  it("nobody is let listen while muted, and nothing is erased without a button held for three seconds", () => {
    fc.assert(
      fc.property(anyTrace, start, (trace, mute) => {
        const walked = walk(trace, mute);
        walked.forEach(({ after, before, effects, atMs }, index) => {
          if (effects.some(({ kind }) => kind === "listen")) expect(before.muted && after.muted).toBe(false);
          const erase = effects.find(({ kind }) => kind === "erase");
          if (erase?.kind !== "erase") return;
          const downs = walked
            .slice(0, index)
            .filter(({ input }) => input.kind === "button" && input.edge === "down");
          expect(atMs - (downs[0]?.atMs ?? atMs)).toBeGreaterThanOrEqual(
            erase.selector === "all" ? 10_000 : 3_000,
          );
        });
      }),
      RUNS,
    );
  });
});

function isEdge(step: Walked | undefined, edge: "down" | "up"): boolean {
  return step?.input.kind === "button" && step.input.edge === edge;
}

/** Back through bounces to the down edge with which the press began. */
function beginningOf(edges: readonly Walked[], down: number): number {
  const previous = edges.findLastIndex((each, i) => i < down && isEdge(each, "down"));
  const between = edges.slice(previous + 1, down);
  const releasedMs = between[0]?.atMs;
  const isBounce =
    previous >= 0 &&
    releasedMs !== undefined &&
    between.every((each) => isEdge(each, "up")) &&
    (edges[down]?.atMs ?? 0) - releasedMs < 40;
  return isBounce ? beginningOf(edges, previous) : down;
}

/** Edges closer together than any finger's: a line that nothing holds at its level, one or more bursts of them. */
const noise = fc
  .array(
    fc.record({
      restMs: fc.integer({ min: 41, max: 3_000 }),
      gaps: fc.oneof(
        fc.array(fc.integer({ min: 0, max: 24 }), { maxLength: 60 }),
        // 50 Hz and 60 Hz, for up to twelve seconds.
        fc
          .tuple(fc.constantFrom(10, 8), fc.integer({ min: 2, max: 600 }))
          .map(([gapMs, count]) => Array.from({ length: 2 * count }, () => gapMs)),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((bursts) => {
    let atMs = 0;
    const edges: TimedInput[] = [];
    for (const { restMs, gaps } of bursts) {
      atMs += restMs;
      gaps.forEach((gapMs, index) => {
        edges.push({ atMs, input: { kind: "button", edge: index % 2 === 0 ? "down" : "up" } });
        atMs += gapMs;
      });
      if (gaps.length % 2 === 1) edges.push({ atMs, input: { kind: "button", edge: "up" } });
    }
    return { edges, endMs: atMs };
  });

it("a line that floats mutes, and lifts, erases and answers nothing", () => {
  fc.assert(
    fc.property(noise, start, fc.boolean(), ({ edges, endMs }, mute, asks) => {
      const asked: TimedInput[] = asks ? [{ atMs: 0, input: { kind: "ask" } }] : [];
      const ticks = looks("closed", { fromMs: 0, toMs: endMs + 1_000, everyMs: 100 });
      const walked = walk(inOrder(asked, ticks, edges), mute);
      if (edges.length > 0) expect(walked.at(-1)?.after.muted).toBe(true);
      expect(effectsOf(walked, "erase")).toEqual([]);
      expect(
        effectsOf(walked, "save-mute").filter(({ effect }) => !("muted" in effect && effect.muted)),
      ).toEqual([]);
      const answers = effectsOf(walked, "answer").map(({ effect }) => "answer" in effect && effect.answer);
      expect(answers).not.toContain("consented");
    }),
    { ...RUNS, numRuns: 100 },
  );
});

/** A person's presses, not nearer to a threshold than contacts bounce, far enough apart to be told from bounces, with contacts that bounce. */
interface PersonsPress {
  readonly gapMs: number;
  readonly lengthMs: number;
  readonly bounces: readonly number[];
  readonly commandedBefore: boolean;
}
const lengthMs = fc.oneof(
  fc.integer({ min: 60, max: 940 }),
  fc.integer({ min: 1_040, max: 2_940 }),
  fc.integer({ min: 3_060, max: 9_940 }),
  fc.integer({ min: 10_060, max: 14_000 }),
);
const persons: fc.Arbitrary<readonly PersonsPress[]> = fc.array(
  fc.record({
    gapMs: fc.integer({ min: 300, max: 3_000 }),
    lengthMs,
    bounces: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
    commandedBefore: fc.boolean(),
  }),
  { maxLength: 8 },
);

function bouncing(fromMs: number, { lengthMs: ms, bounces }: PersonsPress): readonly TimedInput[] {
  let down = fromMs;
  let up = fromMs + ms;
  const edges: TimedInput[] = [];
  for (const gapMs of bounces) {
    edges.push(...press(down, gapMs), ...press(up + gapMs, gapMs));
    down += 2 * gapMs;
    up += 2 * gapMs;
  }
  const [first, last] = [press(down, 0)[0], press(fromMs, ms)[1]];
  return [...edges, ...(first ? [first] : []), ...(last ? [last] : [])];
}

/** The rules as DESIGN puts them, over whole presses. */
function expected(presses: readonly PersonsPress[], mute: "muted" | "lifted") {
  let muted = mute === "muted";
  const asked: string[] = [];
  for (const { lengthMs: ms, commandedBefore } of presses) {
    const wasMuted = muted || commandedBefore;
    muted = !(wasMuted && ms <= 1_000);
    if (ms >= 10_000) asked.push("all");
    else if (ms >= 3_000) asked.push("last");
  }
  return { muted, asked };
}

it("a person's presses, however the contacts bounce, do what DESIGN says", () => {
  fc.assert(
    fc.property(persons, start, (presses, mute) => {
      const trace: TimedInput[] = [];
      let atMs = 1_000;
      for (const each of presses) {
        atMs += each.gapMs;
        if (each.commandedBefore) trace.push({ atMs: atMs - 100, input: { kind: "mute" } });
        trace.push(...bouncing(atMs, each));
        atMs += each.lengthMs + 100;
      }
      const ticks = looks("closed", { fromMs: 0, toMs: atMs + 1_000, everyMs: 20 });
      const walked = walk(inOrder(trace, ticks), mute);
      const { muted, asked } = expected(presses, mute);
      expect(walked.at(-1)?.after.muted).toBe(muted);
      expect(
        effectsOf(walked, "erase").map(({ effect }) => effect.kind === "erase" && effect.selector),
      ).toEqual(asked);
    }),
    { seed, numRuns: 300 },
  );
});

it("a flash lasts below 100 ms, at most one in 2 s, however the pattern changes and timers are late", () => {
  const patterns = fc.constantFrom<LightPattern>("off", "dim", "bright", "flash", "flash");
  const changes = fc.array(fc.tuple(fc.nat(2_500), patterns), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(changes, fc.infiniteStream(fc.nat(40)), (steps, late) => {
      const blinker = new Blinker();
      const lit: { readonly atMs: number; readonly isLit: boolean; readonly isFlash: boolean }[] = [];
      let atMs = 0;
      for (const [lastsMs, pattern] of steps) {
        const endMs = atMs + lastsMs;
        while (atMs < endMs) {
          const { lamp, againInMs } = blinker.look(pattern, atMs);
          lit.push({ atMs, isLit: lamp !== "off", isFlash: pattern === "flash" });
          atMs = Math.min(endMs, atMs + (againInMs ?? lastsMs) + (late.next().value ?? 0));
        }
      }
      // A flash begins where the lamp goes on in the pattern `flash`, whatever was before.
      const flashes = lit.flatMap((each, i) =>
        each.isFlash && each.isLit && !(lit[i - 1]?.isFlash && lit[i - 1]?.isLit)
          ? [{ fromMs: each.atMs, toMs: lit.slice(i + 1).find((next) => !next.isLit || !next.isFlash)?.atMs }]
          : [],
      );
      flashes.forEach(({ fromMs, toMs }, i) => {
        if (toMs !== undefined) expect(toMs - fromMs).toBeLessThan(100);
        const next = flashes[i + 1];
        if (next && lit.every((x) => x.isFlash))
          expect(next.fromMs - fromMs).toBeGreaterThanOrEqual(FLASH_EVERY_MS);
      });
    }),
    { seed, numRuns: 1_000 },
  );
});
