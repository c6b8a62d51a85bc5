import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildWhereStale } from "../cli/built-program.js";
import { runManyKeepers } from "../support/many-keepers.js";

const CLIPS = 300;
const folders: string[] = [];

beforeAll(buildWhereStale, 180_000);
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("Four keepers on one PostgreSQL behind three nodes of RabbitMQ", () => {
  it("keep each clip once when a keeper, a node and the database die on the way", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sotto-many-"));
    folders.push(folder);
    const report = await runManyKeepers({
      ...{ folder, clips: CLIPS, devices: 6, keepers: 4, deadlineMs: 150_000 },
      say: (line) => process.stdout.write(`${line}\n`),
    });
    expect(report).toMatchObject({
      ...{ accepted: CLIPS, receipted: CLIPS, kept: CLIPS, distinct: CLIPS },
      ...{ lost: 0, visibleDuplicates: 0 },
    });
  }, 300_000);
});
