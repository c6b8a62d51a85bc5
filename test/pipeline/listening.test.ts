import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { codeOf } from "../../src/domain/errors.js";
import { ThreadListening } from "../../src/pipeline/edge/thread-listening.js";
import { HearingGauge } from "../../src/pipeline/hearing-gauge.js";
import type { Listening, ListeningEvent } from "../../src/pipeline/listening.js";
import { type CompiledChild, compileChild } from "../support/compiled-child.js";
import {
  ASKED,
  type Happening,
  levelOf,
  MAY,
  type Script,
  scriptedListening,
} from "../support/scripted-listening.js";
import { thrownCode } from "../support/thrown.js";

/** A wake word and a command; what is heard after it holds neither. */
const COMMAND = { wakes: [30], speech: { from: 36, to: 60 } } as const;
const COMMAND_HOPS = 80;
const WHOLE_COMMAND = ["collecting true", "looked", "draft", "utterance", "collecting false"];
/** Another thread may obey an order so many hops late. */
const LATE_HOPS = 5;

let child: CompiledChild;
const opened: Listening[] = [];

beforeAll(() => {
  child = compileChild(fileURLToPath(new URL("../support/scripted-thread.ts", import.meta.url)));
});
afterEach(async () => {
  for (const listening of opened.splice(0)) await listening.close();
});
afterAll(() => child.remove());

type Place = "in the thread that asks" | "in a thread of its own";

/** Listening to a script that the test lets go on, and all that it tells. */
class Scripted {
  readonly events: ListeningEvent[] = [];
  readonly listening: Listening;
  /** "in order", or the code of what it threw. */
  readonly ended: Promise<string>;
  readonly #gate: Int32Array;
  onEvent: (event: ListeningEvent) => void = () => undefined;

  constructor(listening: Listening, gate: SharedArrayBuffer) {
    this.listening = listening;
    this.#gate = new Int32Array(gate);
    opened.push(listening);
    const running = listening.run((event) => {
      this.events.push(event);
      this.onEvent(event);
    });
    this.ended = running.then(
      () => "in order",
      (error: unknown) => codeOf(error) ?? "no code",
    );
  }

  allow(hops: number): void {
    Atomics.add(this.#gate, MAY, hops);
  }

  get asked(): number {
    return Atomics.load(this.#gate, ASKED);
  }

  /** Lets so many hops be heard, and waits until they are; what came of them may still be on its way. */
  async hear(hops: number): Promise<void> {
    this.allow(hops);
    await expect.poll(() => this.asked, { interval: 1 }).toBe(Atomics.load(this.#gate, MAY));
  }

  /** The same, but this thread stands still meanwhile. */
  hearBlocked(hops: number): void {
    this.allow(hops);
    const until = Atomics.load(this.#gate, MAY);
    for (let asked = this.asked; asked < until; asked = this.asked) {
      expect(Atomics.wait(this.#gate, ASKED, asked, 10_000)).not.toBe("timed-out");
    }
  }

  of<K extends ListeningEvent["kind"]>(kind: K): Extract<ListeningEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<ListeningEvent, { kind: K }> => event.kind === kind);
  }

  get kinds(): string[] {
    return this.events.map((event) =>
      event.kind === "collecting" ? `collecting ${event.isCollecting}` : event.kind,
    );
  }
}

type Told = Partial<Pick<Script, "wakes" | "speech">> & { readonly happenings?: Record<number, Happening> };

async function listen(
  place: Place,
  told: Told = {},
  pulse?: { lookMs: number; looks: number },
): Promise<Scripted> {
  const gate = new SharedArrayBuffer(8);
  const script: Script = { ...COMMAND, happenings: {}, gate, ...told };
  if (place === "in the thread that asks") {
    return new Scripted(scriptedListening(script, new HearingGauge()), gate);
  }
  const entry = pathToFileURL(child.program);
  const options = { entry, start: script, clock: systemClock, ...(pulse ? { pulse } : {}) };
  const { listening } = await ThreadListening.start(options);
  return new Scripted(listening, gate);
}

describe.each<Place>(["in the thread that asks", "in a thread of its own"])("listening %s", (place) => {
  it("tells of a command from the wake word to its sound, with times of this thread's clock", async () => {
    const beforeMs = systemClock.monotonicMs();
    const heard = await listen(place);
    await heard.hear(COMMAND_HOPS);
    await expect.poll(() => heard.kinds).toHaveLength(6);
    expect(heard.kinds).toEqual(["opened", ...WHOLE_COMMAND]);
    const [looked] = heard.of("looked");
    const [told] = heard.of("utterance");
    expect(looked?.look.number).toBe(told?.look.number);
    expect(looked?.window.at(-1)).toBeGreaterThan(levelOf(30));
    expect(looked?.strict).toBe(0.875);
    const { audio, span, spotter } = told?.utterance ?? expect.fail("no utterance");
    expect(audio.samples).toHaveLength(span.end - span.start);
    expect(audio.samples[0]).toBeCloseTo(levelOf(Math.floor(span.start / HOP_SAMPLES)), 6);
    expect(audio.samples.at(-1)).toBeCloseTo(levelOf(Math.floor((span.end - 1) / HOP_SAMPLES)), 6);
    expect(spotter).toEqual({ highest: 0.25, convicted: [] });
    expect(told?.collectedMs).toBeGreaterThan(beforeMs);
    expect(told?.collectedMs).toBeLessThan(systemClock.monotonicMs());
    expect((told?.collectedMs ?? 0) - (told?.speechEndMs ?? 0)).toBeCloseTo(800, 3);
  });

  it("tells of a draft before, with the same sound and look", async () => {
    const heard = await listen(place);
    await heard.hear(COMMAND_HOPS);
    await expect.poll(() => heard.of("utterance")).toHaveLength(1);
    const [draft] = heard.of("draft");
    const [told] = heard.of("utterance");
    expect(draft?.draft).toBe(told?.draft);
    expect(draft?.look).toEqual(told?.look);
    expect(draft?.utterance.span).toEqual(told?.utterance.span);
    expect(draft?.utterance.audio.samples).toEqual(told?.utterance.audio.samples);
  });

  it("ends the wait sooner when a draft is settled", async () => {
    const heard = await listen(place);
    heard.onEvent = (event) => {
      if (event.kind === "draft") heard.listening.settle(event.draft);
    };
    await heard.hear(63);
    await expect.poll(() => heard.of("draft")).toHaveLength(1);
    await heard.hear(4 + LATE_HOPS);
    await expect.poll(() => heard.of("utterance")).toHaveLength(1);
    expect(heard.of("utterance")[0]?.draft).toBe(1);
    expect(heard.asked).toBeLessThan(COMMAND_HOPS);
  });

  it("calls a draft off when its look is rejected", async () => {
    const heard = await listen(place);
    await heard.hear(65);
    await expect.poll(() => heard.of("draft")).toHaveLength(1);
    const [looked] = heard.of("looked");
    heard.listening.reject({ number: looked?.look.number ?? Number.NaN });
    await heard.hear(LATE_HOPS);
    await expect.poll(() => heard.kinds.slice(-2)).toEqual(["called-off", "collecting false"]);
    expect(heard.of("called-off")).toMatchObject([
      { kind: "called-off", draft: heard.of("draft")[0]?.draft },
    ]);
  });

  it("forgets the command whose look is rejected", async () => {
    const heard = await listen(place);
    heard.onEvent = (event) => {
      if (event.kind === "looked") heard.listening.reject(event.look);
    };
    await heard.hear(36);
    await expect.poll(() => heard.of("looked")).toHaveLength(1);
    await heard.hear(COMMAND_HOPS - 36);
    await expect.poll(() => heard.kinds.at(-1)).toBe("collecting false");
    await heard.listening.close();
    await heard.ended;
    expect(heard.kinds).toEqual(["opened", "collecting true", "looked", "collecting false", "closed"]);
  });

  it("tells nothing of what was heard before it was to forget, and hears the next command", async () => {
    const heard = await listen(place);
    await heard.hear(50);
    await expect.poll(() => heard.of("looked")).toHaveLength(1);
    heard.listening.forget();
    await heard.hear(COMMAND_HOPS + LATE_HOPS);
    await expect.poll(() => heard.of("utterance")).toHaveLength(1);
    expect(heard.kinds).toEqual(["opened", "collecting true", "looked", ...WHOLE_COMMAND]);
    const [first, second] = heard.of("looked");
    expect(second?.look.number).not.toBe(first?.look.number);
    expect(heard.of("utterance")[0]?.look.number).toBe(second?.look.number);
  });

  it.each([
    ["lost", { kind: "lost", code: "MICROPHONE_LOST", retryInMs: 1 }],
    ["gap", { kind: "gap", samples: 1_000 }],
  ] as const)("makes no command out of two halves around a %s", async (happening, event) => {
    const heard = await listen(place, { happenings: { 50: happening } });
    await heard.hear(51);
    await expect.poll(() => heard.events).toContainEqual(event);
    await heard.hear(COMMAND_HOPS);
    await expect.poll(() => heard.of("utterance")).toHaveLength(1);
    await heard.listening.close();
    await heard.ended;
    expect(heard.of("utterance")).toHaveLength(1);
    expect(heard.of("utterance")[0]?.look.number).toBe(2);
    expect(heard.of("opened")).toHaveLength(happening === "lost" ? 2 : 1);
  });

  it("tells last that it is closed, at its own end and when it is told to close", async () => {
    const ending = await listen(place, { happenings: { 3: "ended" } });
    ending.allow(4);
    expect(await ending.ended).toBe("in order");
    expect(ending.events).toEqual([{ kind: "opened" }, { kind: "closed", why: "ended" }]);
    const closed = await listen(place);
    await closed.hear(50);
    await closed.listening.close();
    expect(await closed.ended).toBe("in order");
    expect(closed.events.at(-1)).toEqual({ kind: "closed", why: "muted" });
    expect(closed.of("utterance")).toEqual([]);
    await closed.listening.close();
  });

  it("throws what the source throws", async () => {
    const heard = await listen(place, { happenings: { 2: "broken" } });
    heard.allow(3);
    expect(await heard.ended).toBe("AUDIO_TRUNCATED");
  });
});

describe("a thread that listens", () => {
  const place = "in a thread of its own";

  it("is not held up by this one, and what it tells waits", async () => {
    const heard = await listen(place);
    await expect.poll(() => heard.kinds).toEqual(["opened"]);
    heard.hearBlocked(COMMAND_HOPS);
    expect(heard.kinds).toEqual(["opened"]);
    await expect.poll(() => heard.of("utterance")).toHaveLength(1);
  });

  it("tells nothing that was on its way when it was to forget", async () => {
    const heard = await listen(place, { wakes: [30] });
    await expect.poll(() => heard.kinds).toEqual(["opened"]);
    heard.hearBlocked(COMMAND_HOPS);
    heard.listening.forget();
    await heard.hear(COMMAND_HOPS + LATE_HOPS);
    await expect.poll(() => heard.of("utterance")).toHaveLength(1);
    expect(heard.kinds).toEqual(["opened", ...WHOLE_COMMAND]);
    expect(heard.of("looked")[0]?.look.number).toBe(2);
  });

  it("opens a lost device again only when this one has heard of it", async () => {
    const heard = await listen(place, { happenings: { 5: "lost" } });
    await expect.poll(() => heard.kinds).toEqual(["opened"]);
    heard.hearBlocked(5);
    heard.allow(10);
    const from = systemClock.monotonicMs();
    while (systemClock.monotonicMs() - from < 100) expect(heard.asked).toBe(5);
    await expect.poll(() => heard.asked).toBe(15);
    expect(heard.kinds).toEqual(["opened", "lost", "opened"]);
  });

  it("closes its source and ends when this one takes nothing of what it tells", async () => {
    const wakes = Array.from({ length: 40 }, (_, k) => 30 + 75 * k);
    const heard = await listen(place, { wakes, speech: { from: 0, to: 0 } });
    await expect.poll(() => heard.kinds).toEqual(["opened"]);
    heard.allow(75 * 40);
    for (let asked = -1; asked !== heard.asked; ) {
      asked = heard.asked;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
    expect(heard.asked).toBeGreaterThan(75 * 15);
    expect(heard.asked).toBeLessThan(75 * 18);
    expect(await heard.ended).toBe("HEARING_STOPPED");
  });

  it.each([
    ["has ended", "exit"],
    ["hangs", "hang"],
  ] as const)("is noticed when it %s", async (_, happening) => {
    const heard = await listen(place, { happenings: { 5: happening } }, { lookMs: 200, looks: 5 });
    heard.allow(6);
    expect(await heard.ended).toBe("HEARING_STOPPED");
    await heard.listening.close();
  });

  it("that cannot be loaded is told with the code of the reason", async () => {
    const entry = new URL("data:text/javascript,throw new Error('made to fail')");
    const start = { entry, start: {}, clock: systemClock };
    expect(await thrownCode(() => ThreadListening.start(start))).toBe("HEARING_STOPPED");
  });
});
