import { chanceOf } from "./chance.js";
import type { CodeCoverage } from "./code-coverage.js";
import { type Input, InputMaker } from "./envelope-inputs.js";
import { type EnvelopeCode, EnvelopeJudge } from "./envelope-judge.js";
import { type Cost, costOf, tooCostly } from "./measured.js";
import { validWorld } from "./valid-messages.js";
import { Watchdog } from "./watchdog.js";

/** Coverage is looked at after so many inputs: a look costs as much as a hundred of them. */
const BATCH = 1_000;
const MAX_FINDINGS = 20;

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Started before this module was loaded; without it no input is kept for the code that it reached. */
  readonly coverage?: CodeCoverage | undefined;
  /** A faulty one, to see that it is found. */
  readonly code?: EnvelopeCode;
  /** After so many the run ends. */
  readonly maxFindings?: number;
  /** Told after each batch. */
  readonly progress?: (done: number) => void;
}

export interface Finding {
  readonly number: number;
  readonly kind: string;
  readonly finding: string;
  readonly bytes: Uint8Array;
}

export interface FuzzReport {
  readonly seed: number;
  readonly inputs: number;
  readonly mutations: number;
  readonly kinds: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  /** Of clips that parsed, those of which the seal was tried by itself. */
  readonly seals: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  readonly seconds: number;
  readonly slowestMs: number;
  readonly kept: number;
  /** Largest resident memory of the process, in megabytes, at the start and at the end. */
  readonly memoryMb: readonly [number, number];
}

export async function fuzzEnvelopes(options: FuzzOptions): Promise<FuzzReport> {
  const run = new FuzzRun(options, await validWorld(options.seed));
  const watchdog = new Watchdog();
  try {
    return await run.all(watchdog);
  } finally {
    await watchdog.end();
  }
}

class FuzzRun {
  readonly #options: FuzzOptions;
  readonly #maker: InputMaker;
  readonly #judge: EnvelopeJudge;
  readonly #kinds = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #seals = new Map<string, number>();
  readonly #findings: Finding[] = [];
  #done = 0;
  #mutations = 0;
  #slowestMs = 0;

  constructor(options: FuzzOptions, world: Awaited<ReturnType<typeof validWorld>>) {
    this.#options = options;
    this.#maker = new InputMaker(world.messages, chanceOf(options.seed));
    this.#judge = new EnvelopeJudge(world, options.code);
  }

  async all(watchdog: Watchdog): Promise<FuzzReport> {
    const { inputs, seed, coverage, progress, maxFindings = MAX_FINDINGS } = this.#options;
    const begin = performance.now();
    const before = peakMb();
    // What the valid messages made while they were signed and sealed is no input's merit.
    coverage?.look();
    while (this.#done < inputs && this.#findings.length < maxFindings) {
      const batch = Array.from({ length: Math.min(BATCH, inputs - this.#done) }, () => this.#maker.next());
      for (const input of batch) {
        if (this.#findings.length >= maxFindings) break;
        watchdog.begins(this.#done, input.bytes);
        await this.#try(input);
      }
      watchdog.rests();
      if (coverage) this.#keep(coverage, batch);
      progress?.(this.#done);
    }
    return {
      ...{ seed, inputs: this.#done, mutations: this.#mutations, kinds: this.#kinds },
      ...{ outcomes: this.#outcomes, seals: this.#seals, findings: this.#findings },
      seconds: (performance.now() - begin) / 1_000,
      slowestMs: this.#slowestMs,
      kept: this.#maker.kept,
      memoryMb: [before, peakMb()],
    };
  }

  async #try(input: Input): Promise<void> {
    let judged: ReturnType<EnvelopeJudge["judge"]> | undefined;
    const work = () => {
      judged = this.#judge.judge(input);
    };
    const cost = costOf(work);
    this.#count(input, cost, tooCostly(cost, work));
    if (judged === undefined) return;
    bump(this.#outcomes, judged.outcome);
    this.#find(input, judged.finding);
    if (judged.envelope) {
      const sealed = await this.#judge.judgeSeal(judged.envelope);
      if (sealed) bump(this.#seals, sealed.outcome);
      this.#find(input, sealed?.finding);
    }
    this.#done += 1;
  }

  #count({ kind, isMutation, ...input }: Input, cost: Cost, tooMuch: string | undefined): void {
    bump(this.#kinds, kind);
    if (isMutation) this.#mutations += 1;
    this.#slowestMs = Math.max(this.#slowestMs, cost.ms);
    this.#find({ kind, isMutation, ...input }, tooMuch);
  }

  #find({ kind, bytes }: Input, finding: string | undefined): void {
    if (finding === undefined) return;
    this.#findings.push({ number: this.#done, kind, finding, bytes });
  }

  /** Halves the batch until each input that reached new code is alone. */
  #keep(coverage: CodeCoverage, batch: readonly Input[]): void {
    const news = coverage.look();
    if (news.length === 0) return;
    this.#search(coverage, batch);
    coverage.add(news);
  }

  #search(coverage: CodeCoverage, inputs: readonly Input[]): void {
    for (const input of inputs) this.#judge.judge(input);
    const news = coverage.look();
    const [first] = inputs;
    if (news.length === 0 || first === undefined) return;
    if (inputs.length === 1) {
      this.#maker.keep(first.bytes);
      coverage.add(news);
      return;
    }
    const middle = inputs.length >> 1;
    this.#search(coverage, inputs.slice(0, middle));
    this.#search(coverage, inputs.slice(middle));
  }
}

function bump(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
