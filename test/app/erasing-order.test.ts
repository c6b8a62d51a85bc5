import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { EarService } from "../../src/app/ear/ear-service.js";
import { UplinkService } from "../../src/app/uplink/uplink-service.js";
import type { AudioEvent, AudioSource } from "../../src/capture/audio-source.js";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import type { Clock } from "../../src/domain/clock.js";
import { SottoError } from "../../src/domain/errors.js";
import type { LinkMessage, Selector } from "../../src/link/messages.js";
import { Ear } from "../../src/pipeline/ear.js";
import type { EarEvent } from "../../src/pipeline/ear-event.js";
import { HearingGauge } from "../../src/pipeline/hearing-gauge.js";
import { Listener } from "../../src/pipeline/listener.js";
import { SourceListening } from "../../src/pipeline/source-listening.js";
import type { SealedClip, SealingKeys } from "../../src/seal/sealed-clip.js";
import { FirstLookDetector } from "../../src/wake/first-look.js";
import { VECTOR_INPUTS } from "../support/clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "../support/fixed-keys.js";
import { type OutboxWorld, outboxWorld } from "../support/outbox-world.js";
import { SAMPLE_DETAILS, sealingKeysOf } from "../support/sealed-clips.js";

const MINUTE_MS = 60_000;
const LOOK = { word: "computer", score: 1, endSample: 0 } as const;
const MS = { wait: 0, recognise: 0, find: 0, align: 0, redact: 0, verify: 0, total: 0 };
const REPORT = {
  look: LOOK,
  span: { start: 0, end: 1, wordEnd: 0 },
  ms: { ...MS, early: 0, encode: 0, seal: 0, fromSpeechEnd: 0 },
};

let world: OutboxWorld;
let keys: SealingKeys;
let house: House;
beforeAll(async () => {
  world = await outboxWorld();
  const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
  keys = await sealingKeysOf(owner, deviceFromSeed(VECTOR_INPUTS.deviceSeed));
});
afterEach(() => house.outbox.close());
afterAll(() => world.end());

/** Sound that a test gives; somebody says the wake word in the 30th block and goes on talking. */
class TalkingSource implements AudioSource {
  #give: (event: AudioEvent) => void = () => undefined;
  #taken: () => void = () => undefined;
  #next = this.#promise();

  #promise(): Promise<AudioEvent> {
    return new Promise((resolve) => {
      this.#give = resolve;
    });
  }

  async *events(): AsyncIterable<AudioEvent> {
    yield { kind: "opened" };
    for (;;) {
      const event = await this.#next;
      this.#next = this.#promise();
      yield event;
      this.#taken();
      if (event.kind === "closed") return;
    }
  }

  async talk(blocks: number): Promise<void> {
    for (let block = 0; block < blocks; block += 1) {
      const taken = new Promise<void>((resolve) => {
        this.#taken = resolve;
      });
      this.#give({ kind: "samples", samples: new Float32Array(HOP_SAMPLES).fill(0.1) });
      await taken;
    }
  }

  async close(): Promise<void> {
    this.#give({ kind: "closed", why: "muted" });
  }
}

function listener(): Listener {
  const wake = new Float32Array(3);
  let hop = 0;
  return new Listener({
    hotLoop: {
      words: ["computer", "alexa", "jarvis"],
      hop: () => {
        hop += 1;
        wake[0] = hop === 30 ? 0.95 : 0;
        return { ready: true, speech: hop > 35 ? 0.9 : 0.1, wake, spotter: 0 };
      },
      strictScore: () => undefined,
      reset: () => undefined,
    },
    firstLook: new FirstLookDetector({
      thresholds: { computer: 0.5, alexa: 0.5, jarvis: 0.5 },
      smoothingHops: 1,
    }),
    collector: {
      speechThreshold: 0.5,
      endOfSpeechSamples: 12_800,
      settledSamples: 8_960,
      patienceSamples: 64_000,
    },
  });
}

const unmade = (): never => {
  throw new SottoError("INTERNAL", "nothing is made here");
};

/** Ear and uplink as their processes run them, an outbox on a disk, and a light of which one hears what it is told. */
function openHouse() {
  const outbox = world.open(world.folder());
  const told: LinkMessage<"ear-to-light" | "uplink-to-light">[] = [];
  const underWay: (() => void)[] = [];
  const link = { isThere: true };
  const log = { write: () => undefined };
  const clock: Clock = {
    monotonicMs: () => world.clock.uptime,
    wallMs: () => world.clock.wall,
    sleep: () => new Promise(() => undefined),
  };
  const uplink = new UplinkService({
    ...{ outbox, log, origin: world.expected },
    sender: { wake: () => undefined, left: () => undefined },
    toEar: (message) => void underWay.push(() => house.ear.fromUplink(message)),
    toLight: (message) => told.push(message) > 0,
  });
  const newEar = () =>
    new EarService({
      ...{ keys, clock, log, ownerKeyId: () => keys.sealer.recipientKeyId },
      toLight: (message) => told.push(message) > 0,
      toUplink: (message) => {
        if (link.isThere) underWay.push(() => uplink.fromEar(message));
        return link.isThere;
      },
    });
  let seal: (event: EarEvent) => void = () => undefined;
  const source = new TalkingSource();
  const house = {
    ...{ outbox, told, link, source },
    ear: newEar(),
    /** As after a mute: it has never heard anything. */
    freshEar: () => {
      house.ear = newEar();
    },
    listen: () => {
      house.ear.fromLight({ kind: "listen" });
      house.ear.ready((observe) => {
        seal = observe;
        const parts = { process: unmade, encode: unmade, details: unmade, seal: unmade };
        const secondLook = async () => ({ verdict: "accepted" as const, score: 1 });
        const gauge = new HearingGauge();
        const listening = new SourceListening({ source, listener: listener(), clock, gauge });
        return new Ear({ ...parts, listening, secondLook, clock, observe });
      });
    },
    say: (clip: SealedClip) => seal({ kind: "sealed", clip, details: SAMPLE_DETAILS, report: REPORT }),
    ask: (selector: Selector) => {
      const request = world.request();
      house.ear.fromLight({ kind: "erase", request, selector });
      return request;
    },
    /** Everything arrives that is under way, and its answers. */
    flow: () => {
      for (let next = underWay.shift(); next; next = underWay.shift()) next();
    },
    ends: () => told.filter(({ kind }) => kind === "confirmed" || kind === "nothing"),
    waiting: () => outbox.waiting(100, new Set()).map(({ id }) => id),
  };
  return house;
}
type House = ReturnType<typeof openHouse>;

async function twoClips(): Promise<readonly [SealedClip, SealedClip]> {
  return [await world.clip(), await world.clip()];
}

describe("an erasure of the last, asked for while the uplink is away", () => {
  it("takes what was said before it and leaves what was said after it, whoever has been asked first", async () => {
    house = openHouse();
    const [before, after] = await twoClips();
    house.listen();
    house.say(before);
    house.flow();
    house.link.isThere = false;
    house.ask({ kind: "last" });
    house.say(after);
    house.link.isThere = true;
    house.ear.uplinkConnected();
    house.flow();
    expect(house.waiting()).toEqual([after.messageId]);
    expect(house.outbox.ledger).toMatchObject({ accepted: 2, erased: 1, pending: 1 });
  });

  it("does so behind another erasure, in an ear that has heard nothing of the clip that is meant", async () => {
    house = openHouse();
    const [before, after] = await twoClips();
    house.outbox.accept(before);
    house.link.isThere = false;
    house.ask({ kind: "listed", ids: ["0".repeat(32)] });
    house.ask({ kind: "last" });
    house.listen();
    house.say(after);
    house.link.isThere = true;
    house.ear.tick();
    house.flow();
    expect(house.waiting()).toEqual([after.messageId]);
  });
});

describe("an erasure while somebody is talking", () => {
  it("of the last drops that, leaves the clip before it, and tells the light that nobody has signed", async () => {
    house = openHouse();
    const [before] = await twoClips();
    house.listen();
    house.say(before);
    house.flow();
    await house.source.talk(45);
    expect(house.told.at(-1)).toEqual({ kind: "phase", phase: "recording" });
    const request = house.ask({ kind: "last" });
    expect(house.told.at(-1)).toEqual({ kind: "phase", phase: "waiting" });
    house.flow();
    expect(house.waiting()).toEqual([before.messageId]);
    expect(house.ends()).toEqual([{ kind: "nothing", request }]);
    expect(house.outbox.history(1)).toMatchObject([{ id: request, state: "nothing" }]);
    house.ask({ kind: "last" });
    house.flow();
    expect(house.waiting()).toEqual([before.messageId]);
  });

  it.each<[string, (nowMs: number) => Selector, "recording" | "waiting"]>([
    ["of all drops it", () => ({ kind: "all" }), "waiting"],
    ["of a range until now drops it", (now) => ({ kind: "range", fromMs: 0, toMs: now - 2_000 }), "waiting"],
    [
      "of a range in the past lets it be",
      (now) => ({ kind: "range", fromMs: 0, toMs: now - 120_000 }),
      "recording",
    ],
    ["of a clip that is named lets it be", () => ({ kind: "listed", ids: ["0".repeat(32)] }), "recording"],
  ])("%s", async (_, selector, phase) => {
    house = openHouse();
    house.listen();
    await house.source.talk(45);
    house.ask(selector(world.clock.wall));
    expect(house.told.filter(({ kind }) => kind === "phase").at(-1)).toEqual({ kind: "phase", phase });
  });
});

describe("an erasure of the last by a fresh ear, as after the button", () => {
  it.each([
    [5, "is the clip of five minutes ago"],
    [6, "is nothing where the last clip is older, and that is told"],
  ])("%i minutes after the last clip %s", async (minutes) => {
    house = openHouse();
    const [clip] = await twoClips();
    house.listen();
    house.say(clip);
    house.flow();
    world.clock.pass(minutes * MINUTE_MS);
    house.freshEar();
    const request = house.ask({ kind: "last" });
    house.flow();
    expect(house.waiting()).toEqual(minutes === 5 ? [] : [clip.messageId]);
    expect(house.ends()).toEqual(minutes === 5 ? [] : [{ kind: "nothing", request }]);
  });
});
