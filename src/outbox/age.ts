/** The kernel's own account of time: it goes on while the wall clock jumps, and names each start of the machine. */
export interface BootClock {
  /** Another one after each start of the machine. */
  bootId(): string;
  /** Milliseconds since that start, time asleep included. */
  uptimeMs(): number;
}

/** How long this outbox has been powered, up to a moment that is named by boot and uptime. */
export interface AgeMark {
  readonly ageMs: number;
  readonly bootId: string;
  readonly uptimeMs: number;
}

export const NEWBORN: AgeMark = { ageMs: 0, bootId: "", uptimeMs: 0 };

/**
 * The mark moved on to now. Within one boot by the uptime that passed; over a restart by the whole new uptime, since
 * all of it came later. What passed while the machine was off is unknown and not counted: a clip then waits longer
 * rather than being lost to a clock that was wrong.
 */
export function movedOn(mark: AgeMark, clock: BootClock): AgeMark {
  const bootId = clock.bootId();
  const uptimeMs = Math.max(0, Math.floor(clock.uptimeMs()));
  const passed = bootId === mark.bootId ? Math.max(0, uptimeMs - mark.uptimeMs) : uptimeMs;
  return { ageMs: mark.ageMs + passed, bootId, uptimeMs };
}
