/** What a caller may do about an error. */
export type Retry = "never" | "now" | "backoff" | "after-fix";

export interface ErrorEntry {
  /** What happened, in one sentence, for the person at the device. */
  readonly meaning: string;
  /** The way out, in one sentence. */
  readonly remedy: string;
  readonly retry: Retry;
}
