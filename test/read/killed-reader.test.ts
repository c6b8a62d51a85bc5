import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { openReader } from "../../src/read/edge/open-reader.js";
import { buildWhereStale, sotto } from "../cli/built-program.js";
import { KeeperProcess } from "../support/keeper-process.js";
import { idBytes, keptHouse } from "../support/kept-house.js";
import { seeded } from "../support/seeded.js";
import { SendingDevice } from "../support/sending-device.js";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const endings: (() => unknown)[] = [];

beforeAll(buildWhereStale, 180_000);
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function watch(config: string): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, "--config", config, "read", "watch"], { stdio: "ignore" });
  endings.push(() => child.kill("SIGKILL"));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

describe("A reader that is killed while it receives", () => {
  it("has each clip once and nothing of what was erased, and others may look at any time", async () => {
    const seed = Number(process.env["SOTTO_SEED"] ?? Date.now() % 1_000_000);
    process.stdout.write(`killed at random with seed ${seed}\n`);
    const random = seeded(seed);
    const root = mkdtempSync(join(tmpdir(), "sotto-killed-"));
    endings.push(() => rmSync(root, { recursive: true, force: true }));
    const house = await keptHouse(root);
    const keeper = new KeeperProcess({ house, args: ["--embedded", "0"] });
    endings.push(() => keeper.kill());
    const url = `mqtt://127.0.0.1:${(await keeper.line("broker-embedded"))["port"]}`;
    const config = join(root, "reader.toml");
    writeFileSync(
      config,
      `[broker]\nurl = "${url}"\n[folders]\nowner = ${JSON.stringify(house.folders.owner)}\n`,
    );
    const device = new SendingDevice(house, { url });
    endings.push(() => device.close());
    const { reader: looker } = await openReader({ folder: house.folders.owner, clock: systemClock });
    const alive = new Set<string>();
    let child = watch(config);
    for (let lives = 0; lives < 6; lives += 1) {
      for (let count = 0; count < 12; count += 1) {
        const { message, messageId } = await house.clip();
        alive.add(messageId);
        device.send(message);
      }
      const [doomed = ""] = alive;
      alive.delete(doomed);
      device.send(house.tombstone({ scope: "listed", ids: [idBytes(doomed)] }));
      // Somewhere in the middle of what is new.
      const enough = (await looker.list()).length + Math.floor(random() * 8);
      await expect
        .poll(async () => (await looker.list()).length, { timeout: 20_000 })
        .toBeGreaterThan(enough);
      await kill(child);
      child = watch(config);
    }
    const ids = async () => (await looker.list()).map(({ messageId }) => messageId).sort();
    await expect.poll(ids, { timeout: 20_000 }).toEqual([...alive].sort());
    const listed = await sotto(["--config", config, "read", "list", "--json"]);
    expect(JSON.parse(listed.out)).toHaveLength(alive.size);
    const second = await sotto(["--config", config, "read", "watch"]);
    expect(second.err).toContain("ALREADY_RUNNING");
  }, 120_000);
});
