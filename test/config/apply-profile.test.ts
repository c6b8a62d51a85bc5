import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyProfile } from "../../src/config/apply-profile.js";
import { parseConfig } from "../../src/config/config.js";
import { loadConfig } from "../../src/config/edge/config-file.js";
import { profileShelf, readProfile } from "../../src/config/edge/profile-shelf.js";
import { bootLinesOf } from "../../src/config/profile.js";
import { codeOf } from "../../src/domain/errors.js";

const shelf = profileShelf();
const configOf = (raw: unknown) => parseConfig(applyProfile(raw, shelf));

function refusal(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return expect.fail("it was accepted");
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-profile-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe("a configuration with a profile", () => {
  it("has its microphone and pins by one line of TOML", () => {
    const path = join(folder(), "config.toml");
    writeFileSync(path, '[hardware]\nprofile = "respeaker-usb-v2"\n');
    const { microphone, pins } = loadConfig(path);
    expect(microphone).toMatchObject({
      cards: ["usb:2886:0018", "ArrayUAC10"],
      channels: 6,
      channel: [1, 2, 3, 4],
    });
    expect(pins).toMatchObject({ button: 17, led: 23, ledBright: 24 });
  });

  it("refuses a profile that there is none of, and names those that there are", () => {
    const error = refusal(() => configOf({ hardware: { profile: "matrix-creator" } }));
    expect(codeOf(error)).toBe("CONFIG_INVALID");
    expect(error.message).toContain('hardware.profile: there is no "matrix-creator"');
    for (const name of shelf.names) expect(error.message).toContain(name);
    // A name is looked up, never followed as a path.
    expect(codeOf(refusal(() => configOf({ hardware: { profile: "../profiles/codec-zero" } })))).toBe(
      "CONFIG_INVALID",
    );
    expect(codeOf(refusal(() => configOf({ hardware: { profile: "profile.schema" } })))).toBe(
      "CONFIG_INVALID",
    );
  });

  it("leaves a device set by hand alone, without the profile's cards", () => {
    const { microphone } = configOf({
      hardware: { profile: "respeaker-usb-v2" },
      microphone: { device: "hw:CARD=MicArray,DEV=1" },
    });
    expect(microphone).toMatchObject({ device: "hw:CARD=MicArray,DEV=1", cards: [], channels: 6 });
  });

  it("keeps lamp and strip apart when one of them is set by hand", () => {
    const hat = { hardware: { profile: "respeaker-2mics-v1" } };
    expect(configOf(hat).pins?.strip).toMatchObject({ data: 10, clock: 11, pixels: 3 });
    expect(configOf({ ...hat, pins: { led: 12 } }).pins).toMatchObject({ button: 17, led: 12 });
    expect(configOf({ ...hat, pins: { led: 12 } }).pins?.strip).toBeUndefined();
    const usb = { hardware: { profile: "usb-microphone" } };
    const strip = { data: 10, clock: 11, pixels: 3, brightness: 2 };
    expect(configOf({ ...usb, pins: { strip } }).pins).toMatchObject({ button: 17, strip });
    expect(configOf({ ...usb, pins: { strip } }).pins?.led).toBeUndefined();
    expect(configOf({ ...usb, pins: { led: 5 } }).pins?.ledBright).toBeUndefined();
  });

  it("lets every key set by hand win, whatever it is", () => {
    const byHand = fc.record(
      {
        rateHz: fc.integer({ min: 8_000, max: 192_000 }),
        channels: fc.integer({ min: 6, max: 16 }),
        channel: fc.integer({ min: 0, max: 5 }),
        silenceMs: fc.integer({ min: 200, max: 60_000 }),
        gains: fc.constant([{ control: "Mic Capture Volume", value: "3" }]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...shelf.names),
        byHand,
        fc.constantFrom(4, 5, 6),
        (profile, microphone, button) => {
          const raw = { hardware: { profile }, microphone: { channels: 6, ...microphone }, pins: { button } };
          const config = configOf(raw);
          expect(config.microphone).toMatchObject(raw.microphone);
          expect(config.pins?.button).toBe(button);
          expect(config.microphone.cards).toEqual(readProfile(profile).microphone.cards);
        },
      ),
    );
  });

  it("is the same as before where no profile is named", () => {
    for (const raw of [
      {},
      { hardware: {} },
      { microphone: { device: "default" } },
      [],
      "text",
      3,
      { hardware: 7 },
    ]) {
      expect(applyProfile(raw, shelf)).toBe(raw);
    }
  });

  it("still names the mistakes that were made by hand", () => {
    const raw = { hardware: { profile: "codec-zero" }, microphone: 3, pins: { button: "left" } };
    const { message } = refusal(() => configOf(raw));
    expect(message).toContain("microphone:");
    expect(message).toContain("pins.button:");
  });

  it("takes a device or cards, not both, and cards by name alone", () => {
    const microphone = { device: "hw:CARD=Array", cards: ["Array"] };
    expect(refusal(() => configOf({ microphone })).message).toContain("microphone.cards: and device exclude");
    for (const card of ["2", "hw:CARD=Array", "usb:2886", "a card", "usb:2886:001A"]) {
      expect(refusal(() => configOf({ microphone: { cards: [card] } })).message).toContain(
        "microphone.cards.0",
      );
    }
  });
});

describe("a profile", () => {
  it("that is damaged is a mistake of the configuration, with its path", () => {
    const place = folder();
    writeFileSync(join(place, "half.json"), '{"name": "half"');
    writeFileSync(join(place, "odd.json"), '{"name": "odd", "colour": "red"}');
    for (const name of profileShelf(place).names) {
      const error = refusal(() => applyProfile({ hardware: { profile: name } }, profileShelf(place)));
      expect(codeOf(error)).toBe("CONFIG_INVALID");
      expect(error.message).toContain(join(place, `${name}.json`));
    }
  });

  it("says which lines of config.txt a system needs", () => {
    const profile = readProfile("respeaker-2mics-v1");
    expect(bootLinesOf(profile, "sotto-image")).toEqual(["dtoverlay=sotto-wm8960", "gpio=17=pu"]);
    expect(bootLinesOf(profile, "raspios-trixie")).toContain("dtoverlay=wm8960-soundcard");
  });
});
