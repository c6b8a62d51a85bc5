import { join } from "node:path";
import { z } from "zod";
import { type Places, SOCKETS, socketFolder } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { openPrivateFolder } from "../../keys/edge/private-file.js";
import { type StartedProcess, SupervisedProcess } from "../../supervise/edge/supervised-process.js";

/** In the order of their start: the light is there before anything can hear, the ear comes last. */
export const CREW = ["light", "uplink", "keep", "ear"] as const;
export type CrewName = (typeof CREW)[number];

/** A line of a process's log. Its fields are what the logger's type lets through: ids, counts, codes, kinds. */
const logLine = z.looseObject({ event: z.string() });
export type LogLine = z.infer<typeof logLine>;

export type CrewEvent =
  | { readonly kind: "line"; readonly from: CrewName; readonly line: LogLine }
  | { readonly kind: "started"; readonly name: CrewName; readonly starts: number }
  | { readonly kind: "ended"; readonly name: CrewName; readonly signal: string | null };

export interface LaunchOptions {
  readonly entry: string;
  readonly args: readonly string[];
  readonly stdin: "pipe" | "ignore" | "inherit";
}

/** Starts a process in its sandbox, or without one. */
export type Launch = (name: CrewName, options: LaunchOptions) => StartedProcess;

export interface CrewOptions {
  /** Their folders are there: see makeFolders. */
  readonly members: readonly CrewName[];
  readonly places: Places;
  readonly launch: Launch;
  /** Folder of the processes' built entries. */
  readonly entries: string;
  /** Arguments for all, such as `--config`. */
  readonly args: readonly string[];
  /** Arguments for one. */
  readonly argsOf?: Partial<Record<CrewName, readonly string[]>>;
  /** The ear's standard input; the light's is the stand-in button. */
  readonly earInput?: "ignore" | "inherit";
  /** The light has died: its lamp shows nothing any more, so nothing may be heard. */
  readonly makeSafe: () => void;
  readonly observe: (event: CrewEvent) => void;
}

/**
 * Folders of the state and of the sockets, before any sandbox looks for them.
 * @throws SottoError KEY_INVALID for one that others may enter, FILE_UNREADABLE
 */
export function makeFolders(places: Places, members: readonly CrewName[]): void {
  const folders = [places.light, places.uplink, ...(members.includes("keep") ? [places.keeper] : [])];
  folders.push(places.run, ...SOCKETS.map((name) => socketFolder(places.run, name)));
  for (const folder of folders) openPrivateFolder(folder);
}

/** The processes of one house on one machine: started, read, started again when they end. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #members = new Map<CrewName, SupervisedProcess>();
  #unreadable = 0;

  constructor(options: CrewOptions) {
    this.#options = options;
    for (const name of CREW) {
      if (options.members.includes(name)) this.#members.set(name, this.#supervise(name));
    }
  }

  /** Lines of their standard output that were no log lines; they are not shown, since nobody vouches for them. */
  get unreadableLines(): number {
    return this.#unreadable;
  }

  /** Process id of the outer process in this view, where it runs. */
  pidOf(name: CrewName): number | undefined {
    return this.#members.get(name)?.started?.child.pid;
  }

  /** The stand-in button. */
  button(edge: "down" | "up"): void {
    this.#members.get("light")?.started?.child.stdin?.write(`${edge}\n`);
  }

  /** Nothing more is heard. */
  async stopEar(): Promise<void> {
    await this.#members.get("ear")?.stop();
  }

  /** The ear first, so that nothing is heard any more; the light last, so that it shows it. */
  async stop(): Promise<void> {
    for (const name of [...CREW].reverse()) await this.#members.get(name)?.stop();
  }

  #supervise(name: CrewName): SupervisedProcess {
    const { launch, entries, args, argsOf, earInput, observe, makeSafe } = this.#options;
    const stdin = name === "light" ? "pipe" : name === "ear" ? (earInput ?? "ignore") : "ignore";
    let starts = 0;
    return new SupervisedProcess({
      clock: systemClock,
      start: () =>
        launch(name, {
          entry: join(entries, `${name}.js`),
          args: [...args, ...(argsOf?.[name] ?? [])],
          stdin,
        }),
      onStart: () => {
        starts += 1;
        observe({ kind: "started", name, starts });
      },
      onEnd: ({ signal }) => {
        if (name === "light") makeSafe();
        observe({ kind: "ended", name, signal });
      },
      onLine: (text) => this.#read(name, text),
    });
  }

  #read(from: CrewName, text: string): void {
    try {
      this.#options.observe({ kind: "line", from, line: logLine.parse(JSON.parse(text)) });
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      this.#unreadable += 1;
    }
  }
}
