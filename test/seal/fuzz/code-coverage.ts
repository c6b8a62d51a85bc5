import { Session } from "node:inspector";
import { z } from "zod";
import { type FileCoverage, fileCoverage } from "./covered-arms.js";

const taken = z.object({
  result: z.array(
    z.object({
      scriptId: z.string(),
      url: z.string(),
      functions: z.array(
        z.object({
          ranges: z.array(z.object({ startOffset: z.int(), endOffset: z.int(), count: z.int() })),
        }),
      ),
    }),
  ),
});
type ScriptTaken = z.output<typeof taken>["result"][number];
/** Characters, in the code as it runs, that were reached for the first time. */
export type News = readonly {
  readonly file: string;
  readonly scriptId: string;
  readonly characters: readonly number[];
}[];
const source = z.object({ scriptSource: z.string() });

/**
 * V8's own block coverage of some files, added up over many looks. It sees what is compiled after `start`, so what is
 * to be measured must be imported later.
 */
export class CodeCoverage {
  readonly #session = new Session();
  readonly #files: readonly string[];
  /** For each file: which characters of the code that runs were reached. */
  readonly #reached = new Map<string, { readonly scriptId: string; readonly marks: Uint8Array }>();

  /** @param files ends of paths, as `src/seal/envelope.ts` */
  private constructor(files: readonly string[]) {
    this.#files = files;
  }

  static start(files: readonly string[]): CodeCoverage {
    const coverage = new CodeCoverage(files);
    coverage.#session.connect();
    coverage.#ask("Profiler.enable");
    coverage.#ask("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    return coverage;
  }

  /** What was reached since the last look and never before that. It stays news until it is `added`. */
  look(): News {
    const { result } = taken.parse(this.#ask("Profiler.takePreciseCoverage"));
    return result.flatMap((script) => {
      const file = this.#fileOf(script.url);
      return file === undefined ? [] : this.#newsIn(file, script);
    });
  }

  add(news: News): void {
    for (const { file, scriptId, characters } of news) {
      const before = this.#reached.get(file)?.marks ?? new Uint8Array(0);
      const marks = new Uint8Array(Math.max(before.length, ...characters.map((at) => at + 1)));
      marks.set(before);
      for (const at of characters) marks[at] = 1;
      this.#reached.set(file, { scriptId, marks });
    }
  }

  files(): readonly FileCoverage[] {
    this.#ask("Debugger.enable");
    return this.#files.flatMap((file) => {
      const reached = this.#reached.get(file);
      if (reached === undefined) return [];
      const { scriptSource } = source.parse(
        this.#ask("Debugger.getScriptSource", { scriptId: reached.scriptId }),
      );
      return [fileCoverage(file, scriptSource, reached.marks)];
    });
  }

  end(): void {
    this.#session.disconnect();
  }

  #fileOf(url: string): string | undefined {
    const [path = ""] = url.split("?");
    return this.#files.find((file) => path.endsWith(`/${file}`));
  }

  #newsIn(file: string, { scriptId, functions }: ScriptTaken): News {
    const ranges = functions.flatMap((each) => each.ranges);
    const now = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)));
    // Inner ranges correct what outer ones say.
    const outerFirst = ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
    for (const { startOffset, endOffset, count } of outerFirst)
      now.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    const marks = this.#reached.get(file)?.marks ?? new Uint8Array(0);
    const characters: number[] = [];
    for (let at = 0; at < now.length; at += 1) if (now[at] === 1 && marks[at] !== 1) characters.push(at);
    return characters.length === 0 ? [] : [{ file, scriptId, characters }];
  }

  /** A session within the same thread answers before `post` returns. */
  #ask(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }
}
