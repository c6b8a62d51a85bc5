import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import type { Want } from "../../src/keep/feed.js";
import { MAX_ASKING, MAX_WAITING_RECEIPTS, OutgoingMail } from "../../src/keep/outgoing.js";

const owner = (number: number) => new Uint8Array(16).fill(number);
const BOUNDS = { maxBytesPerDevice: 10_000_000 };

let folder: string;
let keep: SqliteKeep;
let mail: OutgoingMail;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-mail-"));
  keep = new SqliteKeep(join(folder, "store"), BOUNDS);
  mail = new OutgoingMail(keep);
});

afterEach(async () => {
  await keep.close();
  rmSync(folder, { recursive: true, force: true });
});

const arrival = (number: number, of: Uint8Array) => ({
  messageId: Uint8Array.from({ length: 16 }, (_, at) => (at === 0 ? number : 7)),
  ...{ deviceId: of, ownerKeyId: of, message: new Uint8Array(8_000).fill(number), atMs: 0 },
});
const want = (nonce: number, reader = 77): Want => ({
  epoch: keep.epoch,
  after: 0,
  limit: 64,
  reader: owner(reader),
  nonce: owner(nonce),
});
const receipt = (number: number) => ({ device: "d", message: Uint8Array.of(number) });

/** What is said next, in short. */
async function said(): Promise<string> {
  const next = await mail.next();
  if (next === undefined) return "nothing";
  if (next.kind === "receipt") return `receipt ${next.receipt.message[0]}`;
  const of = next.ownerKeyId[0];
  return next.feed.kind === "entry" ? `${of}: ${next.feed.seq}` : `${of}: ${next.feed.kind}`;
}

const sayAll = async () => {
  const all: string[] = [];
  for (let one = await said(); one !== "nothing"; one = await said()) all.push(one);
  return all;
};

describe("What a keeper has to say", () => {
  it("gives receipts first and then each owner a turn", async () => {
    for (const number of [1, 2]) for (const of of [owner(1), owner(2)]) await keep.store(arrival(number, of));
    mail.addWant(owner(1), want(1));
    mail.addWant(owner(2), want(2));
    mail.addNews(owner(1));
    expect(await said()).toBe("1: 1");
    mail.addReceipt(receipt(9));
    expect(await sayAll()).toEqual(["receipt 9", "2: 1", "1: 2", "2: 2", "1: end", "2: end", "1: news"]);
  });

  it("answers the newest of a flood of wants, once", async () => {
    for (const number of [1, 2, 3]) await keep.store(arrival(number, owner(1)));
    for (let count = 0; count < 10_000; count += 1) mail.addWant(owner(1), want(count % 250));
    for (let count = 0; count < 10_000; count += 1) mail.addNews(owner(1));
    expect(await sayAll()).toEqual(["1: 1", "1: 2", "1: 3", "1: end", "1: news"]);
  });

  it("gives each reader of one owner a turn, and no owner more turns for having more readers", async () => {
    for (const of of [owner(1), owner(2)])
      for (const number of [1, 2, 3]) await keep.store(arrival(number, of));
    mail.addWant(owner(1), want(1, 11));
    mail.addWant(owner(1), want(2, 12));
    mail.addWant(owner(2), want(3, 13));
    const nonces: string[] = [];
    for (let next = await mail.next(); next !== undefined; next = await mail.next()) {
      if (next.kind === "feed" && next.feed.kind === "entry") {
        nonces.push(`${next.ownerKeyId[0]}: ${next.feed.nonce[0]} has ${next.feed.seq}`);
      }
    }
    expect(nonces).toEqual([
      ...["1: 1 has 1", "2: 3 has 1", "1: 2 has 1", "2: 3 has 2", "1: 1 has 2", "2: 3 has 3"],
      ...["1: 2 has 2", "1: 1 has 3", "1: 2 has 3"],
    ]);
  });

  it("answers the newest readers of a flood of them, at most eight", async () => {
    await keep.store(arrival(1, owner(1)));
    for (let count = 0; count < 10_000; count += 1) mail.addWant(owner(1), want(count % 250, count % 250));
    mail.addWant(owner(1), want(1, 77));
    const all = await sayAll();
    expect(all.filter((one) => one === "1: 1")).toHaveLength(MAX_ASKING);
    mail.addWant(owner(1), want(1, 1));
    expect(await sayAll()).toEqual(["1: 1", "1: end"]);
  });

  it("lets the oldest receipts go at its bound and counts them", async () => {
    for (let count = 0; count < MAX_WAITING_RECEIPTS + 5; count += 1) mail.addReceipt(receipt(count % 256));
    expect(mail.dropped).toBe(5);
    expect(await said()).toBe("receipt 5");
    expect(await sayAll()).toHaveLength(MAX_WAITING_RECEIPTS - 1);
  });

  it("forgets what an old connection asked for", async () => {
    await keep.store(arrival(1, owner(1)));
    mail.addWant(owner(1), want(1));
    mail.forgetPages();
    expect(await said()).toBe("nothing");
  });
});
