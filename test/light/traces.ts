import { patternOf, stepLight } from "../../src/light/light.js";
import type { LightPattern } from "../../src/light/light-state.js";
import {
  initialLight,
  type LightEffect,
  type LightInput,
  type LightState,
} from "../../src/light/light-state.js";

export interface TimedInput {
  readonly atMs: number;
  readonly input: LightInput;
}

export interface Walked extends TimedInput {
  readonly before: LightState;
  readonly after: LightState;
  readonly effects: readonly LightEffect[];
  readonly pattern: LightPattern;
}

/** Looks at the microphone every `everyMs`, as the light's process makes them. */
export function looks(account: "open" | "closed", range: { fromMs: number; toMs: number; everyMs: number }) {
  const made: TimedInput[] = [];
  for (let atMs = range.fromMs; atMs <= range.toMs; atMs += range.everyMs) {
    made.push({ atMs, input: { kind: "account", account } });
  }
  return made;
}

/** In the order of time; of one moment in the order given. */
export function inOrder(...traces: readonly (readonly TimedInput[])[]): readonly TimedInput[] {
  return traces.flat().sort((a, b) => a.atMs - b.atMs);
}

export function press(fromMs: number, lengthMs: number): readonly TimedInput[] {
  return [
    { atMs: fromMs, input: { kind: "button", edge: "down" } },
    { atMs: fromMs + lengthMs, input: { kind: "button", edge: "up" } },
  ];
}

export function walk(trace: readonly TimedInput[], mute: "muted" | "lifted" = "lifted"): readonly Walked[] {
  let state = initialLight({ mute, account: "closed", nowMs: 0 });
  return trace.map(({ atMs, input }) => {
    const before = state;
    const { state: after, effects } = stepLight(before, input, atMs);
    state = after;
    return { atMs, input, before, after, effects, pattern: patternOf(after) };
  });
}

export function effectsOf<K extends LightEffect["kind"]>(walked: readonly Walked[], kind: K) {
  return walked.flatMap(({ atMs, effects }) =>
    effects.filter((effect) => effect.kind === kind).map((effect) => ({ atMs, effect })),
  );
}
