/*
 * What the choice of a channel is worth in simulated rooms, and what it costs: `npm run arrays`.
 *
 *   npm run arrays -- [--seeds N]
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { ChannelMixer } from "../src/capture/channel-mixer.js";
import { arrayScene, RATE_HZ } from "../test/support/array-scene.js";
import { ARRAY_SCENES, shuffledChannels } from "../test/support/array-scenes.js";
import { hearScene, ratios } from "../test/support/heard-scene.js";
import { seeded } from "../test/support/seeded.js";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "10" } } });
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const SETTLED_SECONDS = 20;
const mean = (xs: readonly number[]) =>
  (xs.reduce((sum, x) => sum + x, 0) / xs.length).toFixed(1).padStart(6);

console.log(
  `Speech to all else, 300 to 3400 Hz, dB, means of ${seeds.length} seeds; 40 s each, from 20 s on.`,
);
console.log("4 or 6 channels: 2 or 4 capsules, one dead, one that carries what is played.\n");
console.log("channel 0    best  output  worst loss  dead or played chosen  changes in speech  scene");
for (const { name, isQuiet: _, ...scene } of ARRAY_SCENES) {
  const rows = [];
  let wrong = 0;
  let inSpeech = 0;
  for (const seed of seeds) {
    const channels = shuffledChannels(seed);
    const made = await arrayScene({ seed, seconds: 40, channels, ...scene });
    const heard = hearScene(made);
    const { channels: each, output } = ratios(made, heard, SETTLED_SECONDS);
    rows.push({ first: each[0] ?? 0, best: Math.max(...each), output });
    if (heard.chosen.some((c) => c !== undefined && typeof channels[c] === "string")) wrong++;
    const changed = heard.turns.filter(({ at }) =>
      made.spans.some((s) => at - 1_280 > s.start && at < s.end),
    );
    inSpeech += changed.length;
    if (process.env["VERBOSE"] !== undefined) console.log(seed, channels, each, output, heard.turns);
  }
  const columns = [
    mean(rows.map(({ first }) => first)).padStart(9),
    mean(rows.map(({ best }) => best)).padStart(7),
    mean(rows.map(({ output }) => output)).padStart(7),
    Math.max(...rows.map(({ best, output }) => best - output))
      .toFixed(1)
      .padStart(11),
    `${wrong} of ${seeds.length}`.padStart(22),
    String(inSpeech).padStart(18),
  ];
  console.log(`${columns.join(" ")}  ${name}`);
}

console.log("");
for (const channels of [4, 8, 16]) {
  const random = seeded(channels);
  const mixer = new ChannelMixer({ choice: "best", channels, rateHz: RATE_HZ });
  const block = Array.from({ length: channels }, () =>
    Float32Array.from({ length: 1_280 }, () => random() - 0.5),
  );
  const times = Array.from({ length: 1_000 }, () => {
    const start = performance.now();
    mixer.mix(block);
    return performance.now() - start;
  }).slice(300);
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  // Of 12.5 blocks one holds the second's verdict: the slowest 8 %, whose middle is at 96 %.
  console.log(
    `${String(channels).padStart(2)} channels, 16 kHz: ${at(0.5)} ms a block of 80 ms, ${at(0.96)} ms one with a verdict in it (p50 each)`,
  );
}
