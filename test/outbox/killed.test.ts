import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isBalanced } from "../../src/outbox/ledger.js";
import { type CompiledChild, compileChild } from "../support/compiled-child.js";
import { type OutboxWorld, outboxWorld, printedSeed } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";

const KILLS = Number(process.env["SOTTO_KILLS"] ?? 40);
/** More than a child accepts in its fifth of a second. */
const CLIPS = 2_500;

let world: OutboxWorld;
let child: CompiledChild;

beforeAll(async () => {
  world = await outboxWorld();
  child = compileChild(fileURLToPath(new URL("./accepting-child.ts", import.meta.url)));
});

afterAll(() => {
  child.remove();
  world.end();
});

/** Runs the child until it is killed; `fromStart` of them before it may have opened anything. */
async function killedChild(
  args: readonly string[],
  afterMs: number,
  from: "start" | "open",
): Promise<string> {
  const running = spawn(process.execPath, [child.program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  const opened = new Promise<void>((resolve) => {
    running.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.includes("open\n")) resolve();
    });
    running.once("close", () => resolve());
  });
  if (from === "open") await opened;
  await delay(afterMs);
  const closed = new Promise((resolve) => running.once("close", resolve));
  running.kill("SIGKILL");
  await closed;
  return out;
}

describe("an uplink that is killed at any moment", () => {
  it(`has every clip that it had accepted, in one place, after each of ${KILLS} kills`, {
    timeout: 1_200_000,
  }, async () => {
    const seed = printedSeed("kills");
    const random = seeded(seed);
    const folder = world.folder();
    const clipsFile = join(world.folder(), "..", "clips");
    const clips = await world.clips(CLIPS);
    writeFileSync(clipsFile, Buffer.concat(clips.map(({ message }) => message)));
    const said = { accepted: new Set<string>(), receipted: new Set<string>(), named: new Set<string>() };
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Behind those that were perhaps accepted without a word.
      const start = Math.min(said.accepted.size + kill, CLIPS - 200);
      const args = [
        "stream",
        folder,
        clipsFile,
        String(clips[0]?.bucket),
        String(start),
        String(seed + kill),
      ];
      const out = await killedChild(args, random() * 200, random() < 0.15 ? "start" : "open");
      for (const [, what, id = ""] of out.matchAll(/^(accepted|receipted|named) ([0-9a-f]{32})$/gm)) {
        if (what === "accepted" || what === "receipted" || what === "named") said[what].add(id);
      }
      // A kill is no damage.
      expect(out).not.toContain("event");
      const outbox = world.open(folder);
      expect(world.told).toEqual([]);
      const states = new Map(outbox.history(10_000).map(({ id, state }) => [id, state]));
      const pending = new Set(outbox.waiting(10_000, new Set()).map(({ id }) => id));
      const { ledger } = outbox;
      outbox.close();
      expect(isBalanced(ledger)).toBe(true);
      expect(ledger.pending).toBe(pending.size);
      expect(ledger.quarantined).toBe(0);
      const lost = [...said.accepted].filter(
        (id) => !states.has(id) || (states.get(id) === "pending") !== pending.has(id),
      );
      expect(lost).toEqual([]);
      expect([...said.receipted].filter((id) => states.get(id) !== "receipted")).toEqual([]);
      expect([...said.named].filter((id) => states.get(id) === "pending")).toEqual([]);
    }
    const { accepted, receipted, named } = said;
    process.stdout.write(
      `${KILLS} kills: ${accepted.size} accepted, ${receipted.size} receipted, ${named.size} named by erasures, none lost\n`,
    );
    expect(accepted.size).toBeGreaterThan(KILLS / 2);
  });
});
