/** `absent` is no fault: this machine plays another part, as a device without a reader does. */
export type Health = "well" | "absent" | "ill";

export interface Finding {
  readonly what: string;
  readonly health: Health;
  /** What was seen. */
  readonly seen: string;
  /** What to do, where it is not well. */
  readonly advice: string | undefined;
}
