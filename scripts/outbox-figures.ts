/*
 * What the outbox costs on this machine's disk: time of accept and of a receipt, bytes written for each clip, memory
 * with 2,000 clips that wait; and what the records alone would cost in SQLite's other journal modes and page sizes.
 *
 *   npx tsx scripts/outbox-figures.ts [--folder DIR] [--clips N]
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import Database from "libsql";
import { outboxWorld } from "../test/support/outbox-world.js";

const { values } = parseArgs({
  options: { folder: { type: "string", default: tmpdir() }, clips: { type: "string", default: "300" } },
});
const count = Number(values.clips);
const world = await outboxWorld();
const place = mkdtempSync(join(values.folder, "sotto-outbox-figures-"));

/** Bytes that this process has sent to block devices: proc(5). */
function written(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1] ?? 0);
}

function residentMb(): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;
}

function told(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  return `p50 ${at(0.5).padStart(6)} ms  p99 ${at(0.99).padStart(6)} ms`;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

for (const [name, payload] of [
  ["8 KB", 1],
  ["118 KB", 110_000],
] as const) {
  const clips = await world.clips(count, payload);
  const outbox = world.open(join(place, name));
  const before = written();
  const accepts = clips.map((clip) => timed(() => outbox.accept(clip)));
  const perClip = (written() - before) / count;
  const receipts = clips.map(({ messageId }) => {
    const receipt = world.receipt(messageId);
    return timed(() => outbox.receipted(messageId, receipt));
  });
  outbox.close();
  const bucket = clips[0]?.bucket ?? 0;
  console.log(
    `accept  ${name.padStart(6)}  ${told(accepts)}  ${Math.round(perClip)} B written a clip (${bucket} B)`,
  );
  console.log(`receipt ${name.padStart(6)}  ${told(receipts)}`);
}

const before = residentMb();
const many = world.open(join(place, "many"));
let accepted = 0;
while (accepted < 2_000) {
  many.accept(await world.clip());
  accepted += 1;
}
const opened = timed(() => {
  many.close();
  world.open(join(place, "many")).close();
});
console.log(`memory  ${accepted} pending: ${before.toFixed(0)} -> ${residentMb().toFixed(0)} MB resident`);
console.log(`open    ${accepted} pending: ${opened.toFixed(0)} ms, all records checked`);

for (const mode of ["WAL", "TRUNCATE", "PERSIST"] as const) {
  for (const page of [1_024, 4_096]) {
    const db = new Database(join(place, `${mode}-${page}.db`));
    db.exec(`PRAGMA page_size=${page}; PRAGMA journal_mode=${mode}; PRAGMA synchronous=FULL`);
    for (const table of ["a", "b", "c"])
      db.exec(`CREATE TABLE ${table} (k INTEGER PRIMARY KEY, row BLOB) STRICT`);
    const start = written();
    const times = Array.from({ length: count }, (_, index) =>
      timed(() => {
        db.exec("BEGIN IMMEDIATE");
        for (const [table, key] of Object.entries({ a: 1, b: 1, c: index })) {
          db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`).run([key, Buffer.alloc(220, index)]);
        }
        db.exec("COMMIT");
      }),
    );
    db.close();
    const bytes = Math.round((written() - start) / count);
    console.log(`records ${mode.padEnd(8)} pages of ${page}: ${told(times)}  ${bytes} B written a change`);
  }
}

world.end();
rmSync(place, { recursive: true, force: true });
