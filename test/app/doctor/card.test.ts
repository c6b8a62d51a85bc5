import { describe, expect, it } from "vitest";
import { cardOf } from "../../../src/app/doctor/card-name.js";
import { examineCard } from "../../../src/app/doctor/doctor-card.js";
import { judgeOffer, offerOfDump, offerOfStream } from "../../../src/app/doctor/sound-offer.js";
import type { Surroundings } from "../../../src/app/doctor/surroundings.js";
import { type Config, parseConfig } from "../../../src/config/config.js";
import { fakeTree } from "../../support/fake-tree.js";

/** As the kernel shows two cards, of which the second is an array on USB. */
const STREAM = `SEEED ReSpeaker 4 Mic Array (UAC1.0) at usb-0000:01:00.0-1.2, full speed : USB Audio

Playback:
  Status: Stop
  Interface 1
    Altset 1
    Format: S16_LE
    Channels: 2
    Endpoint: 0x01 (1 OUT) (ADAPTIVE)
    Rates: 48000

Capture:
  Status: Stop
  Interface 2
    Altset 1
    Format: S16_LE
    Channels: 6
    Endpoint: 0x82 (2 IN) (ASYNC)
    Rates: 16000
    Bits: 16
    Channel map: FL FR FC LFE RL RR
`;
const CARDS = ` 0 [vc4hdmi        ]: vc4-hdmi - vc4-hdmi
                      vc4-hdmi
 1 [ArrayUAC10     ]: USB-Audio - ReSpeaker 4 Mic Array (UAC1.0)
                      SEEED ReSpeaker 4 Mic Array (UAC1.0) at usb-0000:01:00.0-1.2, full speed
`;

function machine(files: Readonly<Record<string, string>> = {}): Surroundings {
  const proc = fakeTree({
    "asound/cards": CARDS,
    "asound/card0/id": "vc4hdmi\n",
    "asound/card0/pcm0p/info": "",
    "asound/card1/id": "ArrayUAC10\n",
    "asound/card1/usbid": "2886:0018\n",
    "asound/card1/pcm0c/info": "",
    "asound/card1/pcm0p/info": "",
    "asound/card1/stream0": STREAM,
    ...files,
  });
  return { proc, sys: proc, run: proc, units: [] };
}

function look(microphone: Readonly<Record<string, unknown>>, at = machine()) {
  const config: Config = parseConfig({ microphone });
  return [...examineCard(config.microphone, at)].filter(({ what }) => what !== "recorder");
}

describe("the card", () => {
  it("is found by its name, and takes what the configuration asks for", () => {
    const found = look({ device: "hw:CARD=ArrayUAC10", channels: 6 });
    expect(found.map(({ what, health, advice }) => [what, health, advice])).toEqual([
      ["card", "well", undefined],
      ["format", "well", undefined],
    ]);
    expect(found[0]?.seen).toContain("card 1 (ReSpeaker 4 Mic Array (UAC1.0))");
  });

  it("is found by what it is called on USB", () => {
    expect(look({ cards: ["usb:2886:0018"], channels: 6 }).map(({ health }) => health)).toEqual([
      "well",
      "well",
    ]);
    expect(look({ cards: ["usb:1234:5678"] })).toMatchObject([
      { health: "ill", advice: expect.stringContaining('microphone.device = "hw:CARD=ArrayUAC10"') },
    ]);
  });

  it("is ill where it is not there, and the lines for those that are there are written out", () => {
    expect(look({ device: "hw:CARD=Other" })).toMatchObject([
      {
        health: "ill",
        seen: "no card Other that records",
        advice: expect.stringContaining('microphone.device = "hw:CARD=ArrayUAC10" (ReSpeaker'),
      },
    ]);
    // A card that only plays is none.
    expect(look({ device: "hw:vc4hdmi" })[0]?.health).toBe("ill");
    expect(look({ device: "hw:CARD=ArrayUAC10,DEV=1" })).toMatchObject([
      { health: "ill", advice: 'microphone.device = "hw:CARD=ArrayUAC10,DEV=0"' },
    ]);
  });

  it("is better called by name, and as it is", () => {
    expect(look({ device: "hw:1", channels: 6 })[0]?.advice).toContain("Numbers change");
    const plugged = look({ device: "plughw:CARD=ArrayUAC10" });
    expect(plugged[0]?.advice).toContain("mixes all channels");
    // ALSA makes one channel out of six there, so what the card itself has is no fault.
    expect(plugged).toHaveLength(1);
    expect(look({ device: "default" })).toMatchObject([{ health: "untried" }]);
  });

  it("is ill where its form is another, and what to write is said", () => {
    expect(look({ device: "hw:CARD=ArrayUAC10" })[1]).toMatchObject({
      health: "ill",
      advice: "microphone.channels = 6, microphone.rateHz = 16000",
    });
  });

  it("is ill on a machine without sound", () => {
    const none = { ...machine(), proc: fakeTree({}) };
    expect(look({ device: "hw:CARD=ArrayUAC10" }, none)).toMatchObject([{ health: "ill" }]);
  });
});

describe("what a device offers", () => {
  it("is read out of arecord's own words", () => {
    const dump = `HW Params of device "hw:0":
--------------------
ACCESS:  MMAP_INTERLEAVED RW_INTERLEAVED
FORMAT:  S16_LE S32_LE
SUBFORMAT:  STD
CHANNELS: [1 8]
RATE: [8000 48000]
PERIOD_TIME: (333 4096000]
--------------------
`;
    const offers = offerOfDump(dump);
    expect(judgeOffer(offers, { rateHz: 16_000, channels: 6 })?.health).toBe("well");
    expect(judgeOffer(offers, { rateHz: 96_000, channels: 6 })?.advice).toBe(
      "microphone.channels = 8, microphone.rateHz = 16000",
    );
    expect(offerOfDump("arecord: main:831: audio open error: No such file or directory")).toEqual([]);
    expect(judgeOffer([], { rateHz: 16_000, channels: 1 })).toBeUndefined();
  });

  it("has no form of ours where it is 24 or 32 bit alone", () => {
    const [offer] = offerOfStream(STREAM);
    expect(offer).toEqual({
      formats: ["S16_LE"],
      channels: { from: 6, to: 6 },
      rates: [{ from: 16_000, to: 16_000 }],
    });
    const wide = offer === undefined ? [] : [{ ...offer, formats: ["S24_3LE"] }];
    expect(judgeOffer(wide, { rateHz: 16_000, channels: 6 })?.advice).toContain("plughw:CARD=");
  });
});

describe("a name of ALSA's", () => {
  it.each([
    ["hw:CARD=Array,DEV=1", { plugin: "hw", device: 1, id: "Array" }],
    ["hw:Array,1", { plugin: "hw", device: 1, id: "Array" }],
    ["plughw:2", { plugin: "plughw", device: 0, number: 2 }],
    ["default", undefined],
    ["sotto_paced", undefined],
  ])("%s names a card or none", (name, card) => expect(cardOf(name)).toEqual(card));
});
