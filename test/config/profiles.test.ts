import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { applyProfile } from "../../src/config/apply-profile.js";
import { BOARDS, CHIP_OF_BOARD, SYSTEMS } from "../../src/config/boards.js";
import { parseConfig } from "../../src/config/config.js";
import { PROFILES, profileShelf, readProfile } from "../../src/config/edge/profile-shelf.js";
import { GROUND_PINS, HEADER_PINS, pinName, pinOfLine } from "../../src/config/header.js";
import { usedLines } from "../../src/config/pin-uses.js";
import { HEADER_CHIPS } from "../../src/light/edge/gpio-chip.js";

const shelf = profileShelf();
const project = new URL("../../", import.meta.url);

/** Lines that a board with a codec needs for itself: I2C and I2S. */
const CODEC_LINES = [2, 3, 18, 19, 20, 21];

describe("the header", () => {
  it("gives every line one pin, and no pin two names", () => {
    const pins = Array.from({ length: 58 }, (_, line) => pinOfLine(line)).filter((pin) => pin !== undefined);
    expect(pins.length).toBe(28);
    expect(new Set(pins).size).toBe(28);
    expect(pins.every((pin) => pin >= 1 && pin <= HEADER_PINS && !GROUND_PINS.includes(pin))).toBe(true);
    const names = Array.from({ length: HEADER_PINS }, (_, at) => pinName(at + 1));
    expect(names.filter((name) => name === "GND").length).toBe(GROUND_PINS.length);
    expect(names.filter((name) => /^[35]V/.test(name)).length).toBe(4);
    expect([pinName(11), pinName(13), pinName(1), pinName(2), pinName(40)]).toEqual([
      ...["GPIO17", "GPIO27", "3V3", "5V", "GPIO21"],
    ]);
  });
});

it("there are profiles for a USB microphone, arrays and two boards with a codec", () => {
  expect(shelf.names).toEqual(
    expect.arrayContaining(["usb-microphone", "respeaker-xvf3800", "respeaker-2mics-v1", "codec-zero"]),
  );
});

describe.each(shelf.names)("the profile %s", (name) => {
  const profile = readProfile(name);
  const lines = usedLines(profile.pins);

  it("bears the name of its file and names the schema beside it", () => {
    expect(profile.name).toBe(name);
    expect(profile.$schema).toBe("./profile.schema.json");
    expect(existsSync(new URL("profile.schema.json", new URL("hardware/profiles/", project)))).toBe(true);
  });

  it("makes a configuration that is valid, with its microphone and its pins", () => {
    const { microphone, pins, hardware } = parseConfig(applyProfile({ hardware: { profile: name } }, shelf));
    expect(hardware.profile).toBe(name);
    expect(microphone).toMatchObject({
      device: "default",
      cards: profile.microphone.cards,
      rateHz: profile.microphone.rateHz,
      channels: profile.microphone.channels,
      channel: profile.microphone.channel,
      gains: profile.microphone.gains,
    });
    expect(pins).toEqual(profile.pins);
  });

  it("uses lines that are on the header, and leaves a codec its own", () => {
    expect(lines.filter(({ line }) => pinOfLine(line) === undefined)).toEqual([]);
    const taken = profile.connected === "i2s" ? lines.filter(({ line }) => CODEC_LINES.includes(line)) : [];
    expect(taken).toEqual([]);
  });

  it("wires parts of one's own to ground, each by a resistor where it needs one", () => {
    const { wiring, pins } = profile;
    if (wiring.mounted === "hat") return;
    const { button, led, ledBright } = wiring;
    const grounds = [button, led, ledBright].flatMap((each) => (each === undefined ? [] : [each.ground]));
    expect(grounds.every((pin) => GROUND_PINS.includes(pin))).toBe(true);
    expect(new Set(grounds).size).toBe(grounds.length);
    expect(button.ohm).toBeUndefined();
    expect([led, ledBright].every((each) => each === undefined || (each.ohm ?? 0) >= 220)).toBe(true);
    expect(ledBright === undefined).toBe(pins.ledBright === undefined);
    // Dim alone, bright in addition.
    if (ledBright) expect(led.ohm ?? 0).toBeGreaterThan(ledBright.ohm ?? 0);
  });

  it("keeps a button that closes to ground from floating, on every system on which it works", () => {
    expect(profile.pins.buttonPressed).toBe("low");
    const works = new Set(
      profile.matrix.filter(({ verdict }) => verdict !== "no").flatMap(({ systems }) => systems),
    );
    const pulled = profile.boot.find(({ line }) => line === `gpio=${profile.pins.button}=pu`);
    expect([...works].filter((system) => !pulled?.systems.includes(system))).toEqual([]);
  });

  it("listens to capsules or to what the board makes of them, never to what is played", () => {
    const { channel, channels, channelMap } = profile.microphone;
    const heard = channel === "best" ? [...Array(channels).keys()] : [channel].flat();
    const carried = heard.map((each) => channelMap[each]?.carries);
    expect(carried).not.toContain("loopback");
    expect(carried).not.toContain(undefined);
  });

  it("says of every system on every computer, once, what works", () => {
    const cells = profile.matrix.flatMap(({ systems, boards }) =>
      systems.flatMap((system) => boards.map((board) => `${system} ${board}`)),
    );
    const all = SYSTEMS.flatMap((system) => BOARDS.map((board) => `${system} ${board}`));
    expect([...cells].sort()).toEqual([...all].sort());
  });

  it("claims nothing that was tried on hardware that nobody has", () => {
    expect(profile.matrix.flatMap(({ triedOn }) => triedOn)).not.toContain("hardware");
  });

  it("finds its lines by the labels of the chips that the light knows", () => {
    const boards = profile.matrix.filter(({ verdict }) => verdict !== "no").flatMap((row) => row.boards);
    const chips = new Set(boards.map((board) => CHIP_OF_BOARD[board]));
    expect([...profile.gpioChips].sort()).toEqual([...chips].sort());
    expect(profile.gpioChips.filter((chip) => !HEADER_CHIPS.includes(chip))).toEqual([]);
  });

  it("brings the source of each overlay that is its own, and the line that loads it", () => {
    for (const { name: overlay, source, systems } of profile.overlays) {
      expect(existsSync(new URL(source, project))).toBe(true);
      expect(basename(source)).toBe(`${overlay}.dts`);
      const loaded = profile.boot.filter(({ line }) => line === `dtoverlay=${overlay}`);
      expect(loaded.flatMap((line) => line.systems)).toEqual(systems);
    }
  });
});

it("no two profiles answer to one card, so that a card says which board it is", () => {
  const named = shelf.names.flatMap((name) => readProfile(name).microphone.cards);
  expect(new Set(named).size).toBe(named.length);
});

it("profiles are one key a line where the shell reads them", () => {
  for (const name of shelf.names) {
    expect(readFileSync(`${PROFILES}${name}.json`, "utf8")).toMatch(/^ {2}"pins": \{\n {4}"button": \d+,\n/m);
  }
});
