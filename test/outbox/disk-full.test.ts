import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CompiledChild, compileChild } from "../support/compiled-child.js";
import { type OutboxWorld, outboxWorld } from "../support/outbox-world.js";

const PAYLOAD = 60_000;
/** The reserve takes a million of it. */
const DISK_BYTES = 3_000_000;

let world: OutboxWorld;
let child: CompiledChild;
let clipsFile: string;
let bucket: string;

beforeAll(async () => {
  world = await outboxWorld();
  child = compileChild(fileURLToPath(new URL("./accepting-child.ts", import.meta.url)));
  const clips = await world.clips(80, PAYLOAD);
  clipsFile = join(dirname(world.folder()), "clips");
  writeFileSync(clipsFile, Buffer.concat(clips.map(({ message }) => message)));
  bucket = String(clips[0]?.bucket);
});

afterAll(() => {
  child.remove();
  world.end();
});

/** The child behind a command that puts it somewhere; `ask` gives its answer to one line. */
function startChild(command: string, args: readonly string[], folder: string) {
  const running = spawn(
    command,
    [...args, process.execPath, child.program, "step", folder, clipsFile, bucket],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  /** What is said up to and with `done` or `refused`. */
  async function answer(): Promise<readonly string[]> {
    const said: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done || typeof value !== "string")
        throw new RangeError(`the child ended after: ${said.join(", ")}`);
      said.push(value);
      if (/^(done|refused|open)/.test(value)) return said;
    }
  }
  return {
    opened: answer,
    async ask(line: string): Promise<readonly string[]> {
      running.stdin.write(`${line}\n`);
      return answer();
    },
    async ledger(): Promise<unknown> {
      running.stdin.write("ledger\n");
      const [text = ""] = await answer();
      return JSON.parse(text.replace("ledger ", ""));
    },
    end: () => void running.kill("SIGKILL"),
  };
}

describe("an outbox on a full disk", () => {
  it("refuses with a code, loses nothing, still lets clips leave, and goes on when there is space", async () => {
    const root = ["--dev-bind", "/", "/", "--size", String(DISK_BYTES), "--tmpfs", "/mnt"];
    const uplink = startChild("bwrap", ["--unshare-user", ...root], "/mnt/outbox");
    try {
      expect(await uplink.opened()).toEqual(["open"]);
      let accepted = 0;
      let said = await uplink.ask("accept");
      for (; !said[0]?.startsWith("refused"); said = await uplink.ask("accept")) accepted += 1;
      expect(accepted).toBeGreaterThan(15);
      expect(said).toEqual(["refused OUTBOX_UNWRITABLE"]);
      expect(await uplink.ask("accept")).toEqual(["refused OUTBOX_UNWRITABLE"]);
      expect(await uplink.ledger()).toMatchObject({ accepted, pending: accepted, quarantined: 0 });
      // Space for what gives space back was put by.
      expect((await uplink.ask("receipt")).at(-1)).toBe("done receipt");
      expect((await uplink.ask("erase")).at(-1)).toBe("done erase");
      for (let turn = 0; turn < 5; turn += 1)
        expect((await uplink.ask("receipt")).at(-1)).toBe("done receipt");
      expect((await uplink.ask("accept")).at(-1)).toBe("done accept");
      expect(await uplink.ledger()).toEqual({
        accepted: accepted + 1,
        receipted: 6,
        erased: 1,
        expired: 0,
        evicted: 0,
        quarantined: 0,
        pending: accepted - 6,
      });
      // Full again, and again no harm: the refused clip is the one that is accepted later.
      for (said = []; !said[0]?.startsWith("refused"); said = await uplink.ask("accept"));
      expect((await uplink.ask("receipt")).at(-1)).toBe("done receipt");
      process.stdout.write(`a disk of ${DISK_BYTES} bytes took ${accepted} clips of ${bucket} bytes\n`);
    } finally {
      uplink.end();
    }
  });
});

describe("an outbox whose folder may not be written", () => {
  it("refuses with a code and goes on when it may be again", async () => {
    const folder = world.folder();
    // Inside, even root has no right to pass over the mode of a folder.
    const uplink = startChild(
      "bwrap",
      ["--unshare-user", "--cap-drop", "ALL", "--dev-bind", "/", "/"],
      folder,
    );
    try {
      expect(await uplink.opened()).toEqual(["open"]);
      expect((await uplink.ask("accept")).at(-1)).toBe("done accept");
      chmodSync(join(folder, "clips"), 0o500);
      expect(await uplink.ask("accept")).toEqual(["refused OUTBOX_UNWRITABLE"]);
      expect(await uplink.ledger()).toMatchObject({ accepted: 1, pending: 1 });
      chmodSync(join(folder, "clips"), 0o700);
      expect((await uplink.ask("accept")).at(-1)).toBe("done accept");
      expect(await uplink.ledger()).toMatchObject({ accepted: 2, pending: 2 });
    } finally {
      uplink.end();
    }
  });

  it("does not open, with a code", async () => {
    const folder = world.folder();
    mkdirSync(folder, { recursive: true });
    const root = ["--dev-bind", "/", "/", "--ro-bind", folder, folder];
    const uplink = startChild("bwrap", ["--unshare-user", ...root], folder);
    expect(await uplink.opened()).toEqual(["refused OUTBOX_UNWRITABLE"]);
  });
});
