import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Card, chooseCard } from "../../src/capture/card-choice.js";
import { soundCards } from "../../src/capture/edge/sound-cards.js";

const array: Card = { id: "Array", usbId: "2886:001a", records: true };
const camera: Card = { id: "C920", usbId: "046d:082d", records: true };
const hat: Card = { id: "wm8960soundcard", usbId: undefined, records: true };
const headphones: Card = { id: "Headphones", usbId: undefined, records: false };

describe("the choice of a card", () => {
  it("goes by id, by USB device, or to the only USB card, and never by number", () => {
    const cards = [headphones, hat, array];
    expect(chooseCard(cards, ["wm8960soundcard"])?.device).toBe("hw:CARD=wm8960soundcard");
    expect(chooseCard(cards, ["usb:2886:001a"])?.device).toBe("hw:CARD=Array");
    expect(chooseCard(cards, ["usb"])).toEqual({ id: "Array", device: "plughw:CARD=Array" });
    expect(chooseCard(cards, ["usb:1415:2000", "seeed2micvoicec"])).toBeUndefined();
  });

  it("takes the first name that is there", () => {
    expect(chooseCard([array, hat], ["sottowm8960", "wm8960soundcard", "Array"])?.id).toBe("wm8960soundcard");
  });

  it("takes none of two that answer to one name, and none that does not record", () => {
    expect(chooseCard([array, camera], ["usb"])).toBeUndefined();
    expect(chooseCard([array, { ...array, id: "Array_1" }], ["usb:2886:001a"])).toBeUndefined();
    expect(chooseCard([array, { ...array, id: "Array_1" }], ["usb:2886:001a", "Array"])?.id).toBe("Array");
    expect(chooseCard([headphones], ["Headphones"])).toBeUndefined();
  });

  it("is the same in whatever order the kernel has numbered them", () => {
    const all = [array, camera, hat, headphones];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 4 }),
        fc.constantFrom("usb:2886:001a", "C920", "usb"),
        (cards, name) => {
          expect(chooseCard(cards, [name])).toEqual(chooseCard(all, [name]));
        },
      ),
    );
  });
});

describe("the kernel's list of cards", () => {
  it("is read with ids, USB devices and what records", () => {
    const root = mkdtempSync(join(tmpdir(), "sotto-cards-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const card = (number: number, files: Readonly<Record<string, string>>, pcms: readonly string[]) => {
      const place = join(root, `card${number}`);
      for (const pcm of pcms) mkdirSync(join(place, pcm), { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    };
    card(0, { id: "Headphones\n" }, ["pcm0p"]);
    card(1, { id: "Array\n", usbid: "2886:001A\n" }, ["pcm0c", "pcm0p"]);
    mkdirSync(join(root, "card2")); // is being taken away
    mkdirSync(join(root, "seq"));
    expect([...soundCards(root)].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: "Array", usbId: "2886:001a", records: true },
      { id: "Headphones", usbId: undefined, records: false },
    ]);
  });

  it("is empty where there is none", () => {
    expect(soundCards("/nonexistent")).toEqual([]);
  });
});
