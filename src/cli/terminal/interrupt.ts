/** Something that a person, or a supervisor, can end. */
export interface Interruption {
  /** Resolves at the first Ctrl-C, SIGTERM, or `now`. */
  readonly happened: Promise<void>;
  now(): void;
}

export function interruption(): Interruption {
  let now: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => {
    now = () => {
      process.removeListener("SIGINT", now);
      process.removeListener("SIGTERM", now);
      resolve();
    };
    process.once("SIGINT", now);
    process.once("SIGTERM", now);
  });
  return { happened, now };
}

/** Resolves at the first Ctrl-C or SIGTERM. */
export function untilInterrupted(): Promise<void> {
  return interruption().happened;
}
