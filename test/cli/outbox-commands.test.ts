import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OutboxWorld, outboxWorld } from "../support/outbox-world.js";
import { buildWhereStale, sotto } from "./built-program.js";

const RETENTION = "Forgotten 12 days after it left (history.retentionDays).\n";

let world: OutboxWorld;
let uplink: string;
let args: readonly string[];

beforeAll(async () => {
  buildWhereStale();
  world = await outboxWorld();
  uplink = join(world.folder(), "..");
  const config = join(uplink, "config.toml");
  writeFileSync(config, `[folders]\nuplink = "${uplink}"\n[history]\nretentionDays = 12\n`);
  args = ["--config", config];
});

afterAll(() => world.end());

describe("sotto history and sotto ledger", () => {
  it("say that nothing was accepted where nothing was", async () => {
    expect(await sotto([...args, "history"])).toMatchObject({
      status: 0,
      out: `Nothing has been accepted yet.\n${RETENTION}`,
    });
    const { status, out } = await sotto([...args, "ledger", "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: 0, balanced: true });
  });

  it("show clips and erasures, newest first, with who signed, while the uplink is at work", async () => {
    const outbox = world.open(join(uplink, "outbox"));
    const [first, second] = await world.clips(2);
    if (!first || !second) throw new RangeError("two clips");
    outbox.accept(first);
    outbox.receipted(first.messageId, world.receipt(first.messageId));
    outbox.accept(second);
    const request = world.request();
    const { id, message } = world.tombstone([second.messageId]);
    outbox.erase(request, [message]);
    outbox.confirmed(id, world.receipt(id, "erased"));
    const { out } = await sotto([...args, "history"]);
    expect(out.endsWith(RETENTION)).toBe(true);
    const lines = out.slice(0, -RETENTION.length).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(new RegExp(`erasure +${request} .* confirmed +signed by ${world.keeperKeyId}`));
    expect(lines[1]).toMatch(new RegExp(`clip +${second.messageId} .* erased`));
    expect(lines[2]).toMatch(
      new RegExp(`clip +${first.messageId} +${first.bucket} B .* receipted +signed by`),
    );
    expect(JSON.parse((await sotto([...args, "history", "--json", "--limit", "1"])).out)).toMatchObject([
      { id: request, kind: "erasure", state: "confirmed", signedBy: world.keeperKeyId },
    ]);
    const ledger = await sotto([...args, "ledger"]);
    expect(ledger.out).toMatch(/accepted +2\n= receipted +1\n\+ erased +1\n/);
    expect(ledger.out).toMatch(/balanced\n$/);
    outbox.close();
  });

  it("end with a code where the outbox is damaged", async () => {
    rmSync(join(uplink, "outbox", "outbox-1.db-wal"), { force: true });
    writeFileSync(join(uplink, "outbox", "outbox-1.db"), "garbage");
    for (const command of ["history", "ledger"]) {
      const { status, err } = await sotto([...args, command]);
      expect(status).toBe(1);
      expect(err).toContain("OUTBOX_DAMAGED");
    }
  });
});
