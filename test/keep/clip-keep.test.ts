import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { keepContract } from "../support/keep-contract.js";
import { type Postgres, startPostgres } from "../support/postgres.js";

let root: string;
let postgres: Postgres;
let stores = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-keeps-"));
  postgres = await startPostgres(join(root, "postgres"));
});
afterAll(async () => {
  await postgres.stop();
  rmSync(root, { recursive: true, force: true });
});

keepContract("SqliteKeep", async () => {
  stores += 1;
  const folder = join(root, `sqlite-${stores}`);
  return {
    open: async (bounds) => new SqliteKeep(folder, bounds),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

keepContract("PostgresKeep", async () => {
  stores += 1;
  const url = await postgres.createDatabase(`store${stores}`);
  return {
    open: (bounds) => postgres.keep(url, bounds),
    remove: async () => undefined,
  };
});
