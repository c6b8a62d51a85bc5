/** Intervals come from `monotonicMs`; `wallMs` is an annotation for people and is never compared. */
export interface Clock {
  /** Milliseconds since an arbitrary moment, never going back. */
  monotonicMs(): number;
  /** Milliseconds since 1970 as this machine believes. */
  wallMs(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
