import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.js";
import { configReference } from "../../src/config/reference.js";
import { codeOf } from "../../src/domain/errors.js";

function refusal(raw: unknown): Error {
  try {
    parseConfig(raw);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return expect.fail("the configuration was accepted");
}

describe("parseConfig", () => {
  it("gives every key a default", () => {
    expect(parseConfig({})).toMatchObject({
      mode: "redact",
      microphone: { device: "default", rateHz: 16_000, channels: 1, channel: "best" },
      wake: { words: ["computer", "alexa", "jarvis"], engine: "auto" },
      broker: {},
    });
  });

  it("names all mistakes at once, each with its path, unknown keys included", () => {
    const error = refusal({
      mode: "loud",
      microphone: { channels: 0, gain: 3 },
      broker: { url: "http://x" },
    });
    expect(codeOf(error)).toBe("CONFIG_INVALID");
    for (const path of ["mode:", "microphone.channels:", "microphone.gain: is no known key", "broker.url:"]) {
      expect(error.message).toContain(path);
    }
  });

  it.each([
    { why: "one line", pins: { led: 27 } },
    { why: "two lines", pins: { led: 27, ledBright: 22, ledLit: "low" } },
    { why: "a strip", pins: { strip: { data: 10, clock: 11, pixels: 3, brightness: 1 } } },
  ])("takes a light of $why", ({ pins }) => {
    expect(parseConfig({ pins: { button: 17, ...pins } }).pins).toMatchObject({ button: 17, ...pins });
  });

  it.each([
    { why: "no light", pins: {}, told: "pins.led: is missing" },
    { why: "two lights", pins: { led: 27, strip: { data: 10, clock: 11, pixels: 3 } }, told: "pins.strip" },
    {
      why: "only what is lit in addition",
      pins: { ledBright: 22, strip: { data: 10, clock: 11, pixels: 3 } },
      told: "pins.ledBright: is lit in addition",
    },
    { why: "button and light on one line", pins: { led: 17 }, told: "pins.led: is the line of pins.button" },
    {
      why: "the two of a light on one line",
      pins: { led: 27, ledBright: 27 },
      told: "pins.ledBright: is the line of pins.led",
    },
    {
      why: "a strip on one line",
      pins: { strip: { data: 10, clock: 10, pixels: 3 } },
      told: "pins.strip.clock: is the line of pins.strip.data",
    },
    {
      why: "one pixel, which cannot be told from all",
      pins: { strip: { data: 10, clock: 11, pixels: 1 } },
      told: "pins.strip.pixels",
    },
    {
      why: "a light that waits unseen",
      pins: { strip: { data: 10, clock: 11, pixels: 3, brightness: 0 } },
      told: "pins.strip.brightness",
    },
  ])("refuses pins with $why", ({ pins, told }) => {
    expect(refusal({ pins: { button: 17, ...pins } }).message).toContain(told);
  });

  it("refuses a channel that the device does not have", () => {
    expect(refusal({ microphone: { channels: 2, channel: 2 } }).message).toContain("microphone.channel");
    expect(refusal({ microphone: { channels: 6, channel: [1, 6] } }).message).toContain("microphone.channel");
    expect(refusal({ microphone: { channel: [] } }).message).toContain("microphone.channel");
    expect(parseConfig({ microphone: { channels: 2, channel: 1 } }).microphone.channel).toBe(1);
    expect(parseConfig({ microphone: { channels: 6, channel: [1, 2] } }).microphone.channel).toEqual([1, 2]);
  });

  it("sends a password over TLS or loopback alone", () => {
    const passwordFile = "secret";
    expect(refusal({ broker: { url: "mqtt://broker.example", passwordFile } }).message).toContain("mqtts://");
    for (const url of ["mqtts://broker.example", "mqtt://127.0.0.1:1883", "mqtt://localhost"]) {
      expect(parseConfig({ broker: { url, passwordFile } }).broker.url).toBe(url);
    }
  });

  it("takes several addresses of one broker, each as private as the others", () => {
    const urls = "mqtts://a.example, mqtts://b.example:8884";
    expect(parseConfig({ broker: { url: urls } }).broker.url).toBe(urls);
    expect(parseConfig({ broker: { url: "amqps://a.example/house" } }).broker.url).toContain("amqps");
    for (const url of ["", "mqtts://a.example,", "mqtts://a.example,http://b.example"]) {
      expect(refusal({ broker: { url } }).message).toContain("broker.url");
    }
    const half = { url: "amqps://a.example,amqp://b.example", passwordFile: "secret" };
    expect(refusal({ broker: half }).message).toContain("mqtts://");
  });

  it("takes a database by its URL, without a password in it", () => {
    const url = "postgresql://keeper@db.example:5432/sotto";
    expect(parseConfig({ store: { url } }).store.url).toBe(url);
    for (const wrong of ["postgresql://keeper:secret@db.example/sotto", "mysql://k@db.example/sotto"]) {
      expect(refusal({ store: { url: wrong } }).message).toContain("store.url");
    }
    expect(refusal({ store: { url, keyFile: "a.pem" } }).message).toContain("go together");
  });

  it("takes any words that can be spelled, and refuses others with the path and the rule", () => {
    const words = ["computer", "hey lighthouse", "o'clock"];
    expect(parseConfig({ wake: { words } }).wake.words).toEqual(words);
    for (const wrong of ["Computer", "r2d2", "../etc", "one two three four five"]) {
      expect(refusal({ wake: { words: ["computer", wrong] } }).message).toMatch(
        /wake\.words\.1: .*lower-case letters/,
      );
    }
    expect(refusal({ wake: { words: [] } }).message).toContain("wake.words");
    expect(refusal({ wake: { words: ["alexa", "alexa"] } }).message).toContain("twice");
  });

  it("wants a client certificate and its key together", () => {
    expect(refusal({ broker: { certFile: "a.pem" } }).message).toContain("go together");
  });

  it.each([
    ["mqtt://broker.example", {}, "in clear"],
    ["mqtt://127.0.0.1.broker.example", {}, "in clear"],
    ["mqtt://localhost@broker.example", {}, "without user"],
    ["mqtt://localhost:1883@broker.example/", {}, "without user"],
    ["mqtt://broker.example", { allowClear: true, passwordFile: "p" }, "a password goes over mqtts://"],
    ["mqtt://127.0.0.1", { caFile: "ca.pem" }, "need mqtts://"],
    ["mqtt://127.0.0.1", { pin: ["A".repeat(43).concat("=")] }, "need mqtts://"],
    ["mqtts://broker.example", { pin: ["sha256"] }, "44 characters"],
  ])("refuses the line %s with %j", (url, more, complaint) => {
    expect(refusal({ broker: { url, ...more } }).message).toContain(complaint);
  });

  it("takes TLS anywhere, clear on loopback, and clear elsewhere by explicit wish alone", () => {
    const pin = ["A".repeat(43).concat("=")];
    for (const broker of [
      { url: "mqtts://broker.example", pin, passwordFile: "p" },
      { url: "mqtt://[::1]:1883", passwordFile: "p" },
      { url: "mqtt://broker.example", allowClear: true },
    ]) {
      expect(parseConfig({ broker }).broker.url).toBe(broker.url);
    }
  });
});

describe("configReference", () => {
  it("has a row for every leaf of the schema", () => {
    const page = configReference();
    for (const key of [
      "mode",
      "microphone.device",
      "microphone.silenceMs",
      "wake.engine",
      "utterance.endOfSpeechMs",
      "broker.caFile",
      "folders.owner",
    ]) {
      expect(page).toContain(`| \`${key}\` |`);
    }
  });
});
