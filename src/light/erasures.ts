import { MAX_LISTED, type Selector } from "../link/messages.js";

/** `confirmed`: by the keeper's receipt. `nothing`: no clip was known that was meant, so there was nothing to sign. */
export const ERASURE_ENDS = ["confirmed", "nothing"] as const;
export type ErasureEnd = (typeof ERASURE_ENDS)[number];
/** `noted`: on disk here. `erasing`: signed by the ear and on the uplink's disk. */
export const ERASURE_STAGES = ["noted", "erasing", ...ERASURE_ENDS] as const;
export type ErasureStage = (typeof ERASURE_STAGES)[number];

export function isErasureEnd(stage: ErasureStage | undefined): stage is ErasureEnd {
  return ERASURE_ENDS.some((end) => end === stage);
}

export interface Erasure {
  /** 16 random bytes in hex. */
  readonly request: string;
  /** What the ear must be told; gone when it has taken the request over. */
  readonly selector: Selector | undefined;
  readonly stage: ErasureStage;
  /**
   * What the uplink said of its end before the ear said `erasing`. It is believed only then: the uplink, which is the
   * nearest to the network, cannot talk the light out of an erasure.
   */
  readonly toldEnd?: ErasureEnd;
}

/** So many erasures may wait for the ear. */
export const MAX_NOTED = 64;
/** Ids that all of them may list together: the file stays below a megabyte. */
export const MAX_NOTED_IDS = 4 * MAX_LISTED;
/** So many that went on are remembered, so that a request that is told twice is not obeyed twice. */
export const MAX_REMEMBERED = 256;

/** The erasures that this device was asked for, oldest first. A value: each change gives a new one. */
export class Erasures {
  readonly list: readonly Erasure[];

  constructor(list: readonly Erasure[]) {
    this.list = list;
  }

  stageOf(request: string): ErasureStage | undefined {
    return this.list.find((each) => each.request === request)?.stage;
  }

  /** What the ear has not taken over yet, in the order in which it was asked for. */
  get noted(): readonly { readonly request: string; readonly selector: Selector }[] {
    return this.list.flatMap(({ request, selector }) =>
      selector === undefined ? [] : [{ request, selector }],
    );
  }

  /**
   * Takes a request in. A request that is known already changes nothing. `all` always has room: what waits before it
   * is among what it erases.
   * @returns undefined when there is no room
   */
  with(request: string, selector: Selector): Erasures | undefined {
    if (this.stageOf(request) !== undefined) return this;
    const added = { request, selector, stage: "noted" } as const;
    const more = new Erasures([...this.list, added]);
    if (more.#fits()) return more;
    if (selector.kind !== "all") return undefined;
    return new Erasures([...this.list.filter((each) => each.selector === undefined), added]);
  }

  /** The request has come so far; a stage is never taken back. The same value when this is no news. */
  advanced(request: string, stage: "erasing" | ErasureEnd): Erasures {
    const list = this.list.map((each) => (each.request === request ? advance(each, stage) : each));
    const isNews = list.some((each, index) => each !== this.list[index]);
    return isNews ? new Erasures(forgetOldest(list)) : this;
  }

  #fits(): boolean {
    const { noted } = this;
    const ids = noted.reduce(
      (sum, { selector }) => sum + (selector.kind === "listed" ? selector.ids.length : 0),
      0,
    );
    return noted.length <= MAX_NOTED && ids <= MAX_NOTED_IDS;
  }
}

function advance(erasure: Erasure, stage: "erasing" | ErasureEnd): Erasure {
  if (isErasureEnd(erasure.stage) || erasure.stage === stage) return erasure;
  if (erasure.stage === "noted" && stage !== "erasing") {
    return erasure.toldEnd === stage ? erasure : { ...erasure, toldEnd: stage };
  }
  return { request: erasure.request, selector: undefined, stage: erasure.toldEnd ?? stage };
}

function forgetOldest(list: readonly Erasure[]): readonly Erasure[] {
  let surplus = list.filter((each) => each.stage !== "noted").length - MAX_REMEMBERED;
  return list.filter((each) => each.stage === "noted" || surplus-- <= 0);
}
