/** A line longer than this is no log line of ours; it is cut. Characters. */
export const MAX_LINE = 4_096;

/** Cuts a stream of text into lines; keeps at most one unfinished line. */
export class LineSplitter {
  #rest = "";

  /** Hands each finished line, without its end, to `take`. */
  push(text: string, take: (line: string) => void): void {
    const lines = `${this.#rest}${text}`.split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, MAX_LINE);
    for (const line of lines) take(line.slice(0, MAX_LINE));
  }
}
