import { readFileSync, writeSync } from "node:fs";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { outboxSurroundings } from "../support/outbox-surroundings.js";
import { seeded } from "../support/seeded.js";
import { OutboxLife } from "./outbox-life.js";

/*
 * The life of an outbox in a process of its own, above the fault layer, to be traced or to be killed. It is given a
 * folder, a file of clips of `bytes` each, a seed, how many deeds, and what an earlier life has left as JSON; each line
 * on standard output is written before a deed begins or after the outbox has returned.
 */
const [folder = "", clipsFile = "", bytes = "", seed = "1", deeds = "10", earlier = "[[],[]]"] =
  process.argv.slice(2);
const world = await outboxSurroundings();
const all = readFileSync(clipsFile);
const clips = Array.from({ length: all.length / Number(bytes) }, (_, index) =>
  SealedClip.checked(all.subarray(index * Number(bytes), (index + 1) * Number(bytes)), world.expected),
);
const life = new OutboxLife({
  ...{ world, folder, clips, random: seeded(Number(seed)) },
  say: (lines) => void writeSync(1, lines),
});
const [waits, open]: readonly [readonly string[], readonly string[]] = JSON.parse(earlier);
life.goOn(waits, open);
life.open();
for (let deed = 0; deed < Number(deeds); deed += 1) life.perform(life.plan());
life.close();
if (world.told.length > 0) writeSync(1, `damaged ${JSON.stringify(world.told)}\n`);
