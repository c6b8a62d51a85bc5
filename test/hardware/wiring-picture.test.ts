import { describe, expect, it } from "vitest";
import { sideOf } from "../../scripts/generated/wiring/header.js";
import { wiredParts } from "../../scripts/generated/wiring/wires.js";
import { wiringPicture } from "../../scripts/generated/wiring/wiring-picture.js";
import { profileShelf, readProfile } from "../../src/config/edge/profile-shelf.js";
import { pinName, pinOfLine } from "../../src/config/header.js";
import { usedLines } from "../../src/config/pin-uses.js";

function all(picture: string, pattern: RegExp): string[] {
  return [...picture.matchAll(pattern)].map(([, found = ""]) => found);
}

describe.each(profileShelf().names)("the wiring picture of %s", (name) => {
  const profile = readProfile(name);
  const picture = wiringPicture(profile);
  const { wiring, pins } = profile;
  const own = usedLines(pins).map(({ line }) => pinOfLine(line) ?? 0);
  const grounds = wiring.mounted === "hat" ? [] : wiredParts(profile).map(({ ground }) => ground);

  it("marks the profile's pins and the grounds of its parts, and no other", () => {
    const marked = all(picture, /data-pin="(\d+)"/g).map(Number);
    expect([...marked].sort((a, b) => a - b)).toEqual([...own, ...grounds].sort((a, b) => a - b));
  });

  it("shows all forty pins by number", () => {
    const numbers = all(picture, />(\d+)<\/text>/g).map(Number);
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  it("leads each part of one's own from its line to ground, on one side of the header, with its resistor", () => {
    const drawn = [...picture.matchAll(/data-use="(\w+)" data-from="(\d+)" data-to="(\d+)"/g)].map(
      ([, use, from, to]) => ({ use, pin: Number(from), ground: Number(to) }),
    );
    expect(drawn).toEqual(
      expect.arrayContaining(wiredParts(profile).map(({ use, pin, ground }) => ({ use, pin, ground }))),
    );
    expect(drawn.length).toBe(grounds.length);
    for (const { pin, ground, ohm } of wiredParts(profile)) {
      expect(sideOf(pin)).toBe(sideOf(ground));
      if (ohm !== undefined) expect(picture).toContain(ohm >= 1000 ? `>${ohm / 1000} kΩ<` : `>${ohm} Ω<`);
    }
  });

  it("says in words what it shows", () => {
    const [title = ""] = all(picture, /<title id="title">([^<]+)<\/title>/g);
    const [words = ""] = all(picture, /<desc id="desc">([^<]+)<\/desc>/g);
    expect(title).toContain(profile.board);
    for (const pin of own) expect(words).toContain(`pin ${pin} (${pinName(pin)})`);
    for (const pin of grounds) expect(words).toContain(`pin ${pin} (GND)`);
  });

  it("means nothing by colour, and fetches nothing", () => {
    const colours = new Set(all(picture, /#([0-9a-f]{3,6})\b/g));
    const grey = /^([0-9a-f])\1{2}$|^([0-9a-f]{2})\2{2}$/;
    expect([...colours].filter((colour) => !grey.test(colour))).toEqual([]);
    expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|<script|<image|url\(/,
    );
  });
});
