import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { MEL_BANDS, MEL_FRAMES_PER_HOP } from "../../src/hotloop/embedding-engine.js";
import { LogMel } from "../../src/hotloop/mel.js";
import { type Form, type FormName, formsOf } from "./known-sound.js";
import { MemorySearch } from "./memory-search.js";

const RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));

let played: Float32Array;
let forms: readonly Form[];
let search: MemorySearch;

function form(name: FormName): Form {
  const found = forms.find((each) => each.name === name);
  if (!found) throw new RangeError(name);
  return found;
}

function longest(memory: Buffer, name: FormName): number {
  return search.inBytes(memory).find((each) => each.form === name)?.longestMs ?? Number.NaN;
}

describe("the search for a known recording in a memory", () => {
  beforeAll(async () => {
    played = (await readSoundFile(join(RECORDINGS, "1-name.flac"))).audio.samples;
    forms = formsOf(played);
    search = new MemorySearch(played);
  });

  it.each(["int16", "float32", "float64"] as const)(
    "finds 100 ms as %s, from whatever sample, at whatever address",
    (name) => {
      const { bytes, elementBytes } = form(name);
      for (let k = 0; k < 200; k++) {
        // Within the spoken part; 7,919 and 104,729 are primes, so that offsets and addresses vary.
        const sample = 10_000 + ((k * 7_919) % 40_000);
        const memory = Buffer.alloc(65_536, 0x5a);
        const address = ((k * 104_729) % 50_000) * (elementBytes === 2 ? 1 : elementBytes);
        bytes.copy(
          memory,
          (address % 30_000) & (elementBytes === 2 ? -1 : -elementBytes),
          sample * elementBytes,
          (sample + 1_600) * elementBytes,
        );
        expect(longest(memory, name)).toBeGreaterThanOrEqual(100);
      }
    },
  );

  it("finds every single frame of the spectrogram, as the hot loop itself computes them in its stream", () => {
    const mel = new LogMel();
    const frames = new Float32Array(MEL_FRAMES_PER_HOP * MEL_BANDS);
    // As in the stream: something else before it, and a beginning in the middle of a hop.
    const stream = new Float32Array(played.length + 5 * HOP_SAMPLES + HOP_SAMPLES / 2).fill(0.01);
    stream.set(Float32Array.from(played), 5 * HOP_SAMPLES + HOP_SAMPLES / 2);
    let missed = 0;
    for (let at = 0; at + HOP_SAMPLES <= stream.length; at += HOP_SAMPLES) {
      mel.process(stream.subarray(at, at + HOP_SAMPLES), frames);
      const isWithin = at > 7 * HOP_SAMPLES && at < stream.length - 2 * HOP_SAMPLES;
      const one = Buffer.alloc(4_096);
      Buffer.from(frames.buffer).copy(one, 1_028, 0, MEL_BANDS * 4);
      if (isWithin && longest(one, "mel") < 10) missed += 1;
    }
    expect(missed).toBe(0);
  });

  it("finds nothing in another recording, in noise, in silence", async () => {
    const other = (await readSoundFile(join(RECORDINGS, "2-door-code.flac"))).audio.samples;
    const noise = Buffer.from(
      Uint8Array.from({ length: 500_000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24),
    );
    const memories = [...formsOf(other).map(({ bytes }) => bytes), noise, Buffer.alloc(500_000)];
    const found = memories.flatMap((memory) => search.inBytes(memory)).filter(({ pieces }) => pieces > 0);
    expect(found).toEqual([]);
  });

  it("reads a living process's whole memory, and finds there what that process holds", async () => {
    const holder = spawn(
      process.execPath,
      [
        "-e",
        "let held = []; process.stdin.on('data', (b) => { held.push(Buffer.from(b)); if (held.reduce((n, x) => n + x.length, 0) >= +process.argv[1]) { held = Buffer.concat(held); console.log('held') } }); setInterval(() => held, 1000)",
        String(form("float32").bytes.length),
      ],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    try {
      holder.stdin.write(form("float32").bytes);
      await once(holder.stdout, "data");
      const { found, searchedBytes, unreadBytes } = await search.inProcess(holder.pid ?? 0);
      const speechMs = found.find((each) => each.form === "float32");
      expect(speechMs?.longestMs).toBeGreaterThan(2_000);
      expect(found.find((each) => each.form === "mel")?.pieces).toBe(0);
      expect(searchedBytes).toBeGreaterThan(20_000_000);
      expect(unreadBytes).toBe(0);
    } finally {
      holder.kill("SIGKILL");
    }
  });
});
