import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { SampleRing } from "../../src/utterance/sample-ring.js";
import {
  type CollectorEvent,
  MAX_DRAFTS,
  MAX_UTTERANCE_SAMPLES,
  UtteranceCollector,
} from "../../src/utterance/utterance-collector.js";

const OPTIONS = {
  speechThreshold: 0.5,
  endOfSpeechSamples: 0.8 * SAMPLE_RATE_HZ,
  settledSamples: 0.56 * SAMPLE_RATE_HZ,
  patienceSamples: 4 * SAMPLE_RATE_HZ,
};

interface Heard {
  readonly event: CollectorEvent;
  readonly atHop: number;
}

/** Streams hops whose samples hold their own hop number, speech where `isSpeech` says so. */
function listen(isSpeech: (hop: number) => boolean, hops: number, wordEnd = 0): Heard | undefined {
  const ring = new SampleRing(MAX_UTTERANCE_SAMPLES + SAMPLE_RATE_HZ);
  const collector = new UtteranceCollector(ring, OPTIONS);
  collector.begin(wordEnd);
  for (let hop = 0; hop < hops; hop++) {
    ring.push(new Float32Array(HOP_SAMPLES).fill((hop + 1) / 1000));
    const event = collector.hop({ speech: isSpeech(hop) ? 0.9 : 0.1, spotter: hop === 10 ? 0.7 : 0.2 });
    if (event.kind !== "none") return { event, atHop: hop };
  }
  return undefined;
}

function finished(heard: Heard | undefined) {
  if (heard?.event.kind !== "finished") return expect.fail("no utterance");
  return heard.event.utterance;
}

describe("UtteranceCollector", () => {
  it("takes from the end of the wake word to a little after the end of speech", () => {
    const heard = listen((hop) => hop >= 6 && hop < 20, 60, 1000);
    const { span, speechEnd, audio, spotter } = finished(heard);
    expect(span.start).toBe(1000);
    expect(speechEnd).toBe(20 * HOP_SAMPLES);
    expect(span.end).toBe(speechEnd + 0.24 * SAMPLE_RATE_HZ);
    expect(audio.samples).toHaveLength(span.end - span.start);
    expect(audio.samples[0]).toBeCloseTo(0.001, 6);
    expect(spotter.highest).toBeCloseTo(0.7, 6);
    expect(heard?.atHop).toBe(29);
  });

  it("does not take a pause inside of a command for its end", () => {
    const { speechEnd } = finished(listen((hop) => (hop >= 6 && hop < 12) || (hop >= 20 && hop < 25), 60));
    expect(speechEnd).toBe(25 * HOP_SAMPLES);
  });

  it("gives up when nobody goes on speaking, and calls the wake word's own tail no speech", () => {
    const heard = listen((hop) => hop < 4, 60);
    expect(heard?.event).toEqual({ kind: "abandoned", why: "no-speech" });
    expect(heard?.atHop).toBe(49);
  });

  it("ends after 12 s of speech without a pause", () => {
    expect(finished(listen(() => true, 400)).audio.samples).toHaveLength(MAX_UTTERANCE_SAMPLES);
  });

  it("forgets on cancel", () => {
    const ring = new SampleRing(MAX_UTTERANCE_SAMPLES);
    const collector = new UtteranceCollector(ring, OPTIONS);
    collector.begin(0);
    collector.cancel();
    expect(collector.isCollecting).toBe(false);
  });

  it("gives exactly the samples of its span, whatever is spoken when", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 20, maxLength: 250 }),
        fc.integer({ min: 0, max: 5000 }),
        (speech, wordEnd) => {
          const heard = listen((hop) => speech[hop] ?? false, speech.length + 60, wordEnd);
          if (heard?.event.kind !== "finished") return;
          const { span, audio, speechEnd } = heard.event.utterance;
          expect(audio.samples).toHaveLength(span.end - span.start);
          expect(span.end - span.start).toBeLessThanOrEqual(MAX_UTTERANCE_SAMPLES);
          expect(speechEnd).toBeLessThanOrEqual(span.end);
          const middle = Math.floor((span.start + span.end) / 2);
          expect(audio.samples[middle - span.start]).toBeCloseTo(
            (Math.floor(middle / HOP_SAMPLES) + 1) / 1000,
            6,
          );
        },
      ),
    );
  });
});

interface Drafted {
  readonly draft: number;
  readonly samples: Float32Array;
  readonly end: number;
  readonly atHop: number;
}

/** The same stream to a listener that takes every draft it can, and settles those of which the test says so. */
function listenWithDrafts(
  isSpeech: (hop: number) => boolean,
  hops: number,
  settles: (draft: number) => boolean,
) {
  const ring = new SampleRing(MAX_UTTERANCE_SAMPLES + SAMPLE_RATE_HZ);
  const collector = new UtteranceCollector(ring, OPTIONS);
  const drafts: Drafted[] = [];
  collector.begin(0);
  for (let hop = 0; hop < hops; hop++) {
    ring.push(new Float32Array(HOP_SAMPLES).fill((hop + 1) / 1000));
    const event = collector.hop({ speech: isSpeech(hop) ? 0.9 : 0.1, spotter: 0.2 });
    if (event.kind === "finished") return { event, atHop: hop, drafts, collector };
    const drafted = collector.takeDraft();
    if (!drafted) continue;
    const { audio, span } = drafted.utterance;
    drafts.push({ draft: drafted.draft, samples: audio.samples, end: span.end, atHop: hop });
    if (settles(drafted.draft)) collector.settle(drafted.draft);
  }
  return { event: undefined, atHop: hops, drafts, collector };
}

const never = () => false;
const twoParts = (hop: number) => (hop >= 6 && hop < 12) || (hop >= 17 && hop < 25);

describe("a draft", () => {
  it("is taken as soon as its last sample is there, and holds the very samples of the utterance", () => {
    const { event, drafts } = listenWithDrafts((hop) => hop >= 6 && hop < 20, 60, never);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.atHop).toBe(22);
    expect(event?.draft).toBe(drafts[0]?.draft);
    expect(event?.utterance.audio.samples).toEqual(drafts[0]?.samples);
  });

  it("is called off when speech goes on, and the next pause makes another", () => {
    const { event, drafts } = listenWithDrafts(twoParts, 60, never);
    expect(drafts.map(({ atHop }) => atHop)).toEqual([14, 27]);
    expect(event?.draft).toBe(drafts[1]?.draft);
    expect(event?.utterance.audio.samples).toEqual(drafts[1]?.samples);
  });

  it("shortens the wait when it is settled, not below, and not when it is called off before its end", () => {
    const speech = (hop: number) => hop >= 6 && hop < 20;
    expect(listenWithDrafts(speech, 60, never).atHop).toBe(29);
    expect(listenWithDrafts(speech, 60, () => true).atHop).toBe(26);
    const { event, drafts, atHop } = listenWithDrafts(twoParts, 60, (draft) => draft === 1);
    expect(drafts).toHaveLength(2);
    expect(event?.utterance.speechEnd).toBe(25 * HOP_SAMPLES);
    expect(atHop).toBe(34);
  });

  it("ends the utterance at once when it is settled after the shorter wait", () => {
    const { collector, drafts } = listenWithDrafts((hop) => hop >= 6 && hop < 20, 28, never);
    expect(collector.settle(drafts[0]?.draft ?? Number.NaN)).toMatchObject({ kind: "finished", draft: 1 });
    expect(collector.isCollecting).toBe(false);
  });

  it("is taken at twelve seconds though speech goes on, for nothing more is taken", () => {
    const { event, drafts } = listenWithDrafts(() => true, 400, never);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.samples).toHaveLength(MAX_UTTERANCE_SAMPLES);
    expect(event?.draft).toBe(1);
  });

  it("is not made more often than the bound", () => {
    const { event, drafts } = listenWithDrafts((hop) => hop >= 6 && hop < 140 && hop % 6 < 2, 200, never);
    expect(drafts).toHaveLength(MAX_DRAFTS);
    expect(event?.draft).toBeUndefined();
  });

  it("does not wait for hops in which nothing sounds, though the head still takes the first for speech", () => {
    const ring = new SampleRing(MAX_UTTERANCE_SAMPLES + SAMPLE_RATE_HZ);
    const collector = new UtteranceCollector(ring, OPTIONS);
    collector.begin(0);
    const drafts: (readonly [atHop: number, end: number])[] = [];
    let finishedAt = -1;
    for (let hop = 0; hop < 60 && finishedAt < 0; hop++) {
      ring.push(new Float32Array(HOP_SAMPLES).fill(hop < 20 ? 0.1 : 0.001));
      if (collector.hop({ speech: hop < 22 ? 0.9 : 0.1, spotter: 0 }).kind === "finished") finishedAt = hop;
      const drafted = collector.takeDraft();
      if (drafted) drafts.push([hop, drafted.utterance.span.end / HOP_SAMPLES]);
    }
    expect(drafts).toEqual([[21, 22]]);
    // The longer wait begins where the head hears nothing any more.
    expect(finishedAt).toBe(31);
  });

  it("whatever is spoken when, holds the utterance's samples if the utterance says so", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 60 }),
        fc.integer({ min: 0, max: 3 }),
        (runs, settledEvery) => {
          const speech = runs.flatMap((hops, run) => new Array<boolean>(hops).fill(run % 2 === 1));
          const { event, drafts } = listenWithDrafts(
            (hop) => speech[hop] ?? false,
            speech.length + 60,
            (draft) => settledEvery > 0 && draft % settledEvery === 0,
          );
          const same = drafts.find(({ draft }) => draft === event?.draft);
          if (event === undefined || event.draft === undefined) return;
          expect(same?.end).toBe(event.utterance.span.end);
          expect(event.utterance.audio.samples).toEqual(same?.samples);
        },
      ),
    );
  });
});

describe("SampleRing", () => {
  it("gives back what it holds and refuses what it no longer does", () => {
    const ring = new SampleRing(4);
    ring.push(new Float32Array([1, 2, 3]));
    ring.push(new Float32Array([4, 5, 6]));
    expect([...ring.copy(2, 6)]).toEqual([3, 4, 5, 6]);
    expect(() => ring.copy(1, 3)).toThrow("INTERNAL");
    expect(() => ring.copy(5, 7)).toThrow("INTERNAL");
  });

  it("holds no sound after erasure", () => {
    const ring = new SampleRing(4);
    ring.push(new Float32Array([1, 2, 3, 4]));
    ring.erase();
    ring.push(new Float32Array(4));
    expect([...ring.copy(0, 4)]).toEqual([0, 0, 0, 0]);
  });
});
