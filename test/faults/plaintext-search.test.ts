import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { formsOf } from "./known-sound.js";
import { PlaintextSearch } from "./plaintext-search.js";

const RECORDING = join(
  fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url)),
  "1-name.flac",
);

it("the search for plaintext finds each form where it was planted, and nothing in other bytes", async () => {
  const sound = (await readSoundFile(RECORDING)).audio.samples;
  const flac = readFileSync(RECORDING);
  const opened = randomBytes(4_000);
  const search = new PlaintextSearch({
    ...{ sounds: [sound], words: ["tavia morbeck"], flacs: [flac], opened: [opened] },
  });
  const other = Buffer.concat([randomBytes(1_000), Buffer.from("nothing was said")]).subarray(0, 1_000);
  expect(search.inBytes(other)).toEqual([]);
  const [pcm, floats] = formsOf(sound);
  const base64 = (before: string) =>
    Buffer.from(Buffer.from(`${before}tavia morbeck called`).toString("base64"));
  const planted: readonly (readonly [string, Buffer | undefined])[] = [
    ["int16", pcm?.bytes.subarray(60_000, 63_200)],
    ["float32", floats?.bytes.subarray(120_000, 126_400)],
    ["UTF-8", Buffer.from('{"said":"Tavia Morbeck"}')],
    ["UTF-16", Buffer.from("said tavia morbeck", "utf16le")],
    ["base64 of words", base64("")],
    ["base64 of words", base64("x")],
    ["base64 of words", base64("xx")],
    ["base64 of samples", Buffer.from(pcm?.bytes.toString("base64") ?? "")],
    ["base64 of samples", Buffer.from(pcm?.bytes.subarray(1).toString("base64") ?? "")],
    ["FLAC", flac.subarray(4)],
    ["Opus", opened.subarray(200)],
    ["Opus", Buffer.from("OggS")],
  ];
  for (const [form, bytes = Buffer.alloc(0)] of planted) {
    expect(search.inBytes(Buffer.concat([other, bytes, other]))).toContain(form);
  }
});
