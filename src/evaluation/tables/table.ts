/** A table of a report, before it is written as Markdown or HTML. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is said below. */
  readonly notes?: readonly string[];
}
