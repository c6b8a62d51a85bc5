import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { chooseAccount } from "../../src/light/edge/account.js";
import { readKernelAccount } from "../../src/light/edge/proc-asound.js";
import { endRecorders, findRecorders } from "../../src/light/edge/recorder-processes.js";

/** A tree as the kernel's sound system shows it. */
function soundTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "sotto-asound-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const RUNNING = `state: RUNNING
owner_pid   : 4711
trigger_time: 1234.567
tstamp      : 1240.000
delay       : 256
`;

describe("the kernel's account", () => {
  it("is closed without a card, and with cards whose capture devices are closed", () => {
    expect(readKernelAccount(soundTree({ cards: "--- no soundcards ---\n" })).account).toBe("closed");
    const quiet = soundTree({
      "card0/pcm0c/sub0/status": "closed\n",
      "card1/pcm0c/sub0/status": "closed\n",
    });
    expect(readKernelAccount(quiet).account).toBe("closed");
  });

  it("is open when any capture device of any card is, and names who holds it", () => {
    const tree = soundTree({
      "card0/pcm0c/sub0/status": "closed\n",
      "card1/pcm0c/sub0/status": "closed\n",
      "card1/pcm2c/sub1/status": RUNNING,
    });
    expect(readKernelAccount(tree)).toEqual({ account: "open", owners: [4711] });
  });

  it.each(["state: SETUP\n", "state: XRUN\nowner_pid   : 1\n", "", "something new\n"])(
    "is open for every status that is not closed: %j",
    (status) => {
      expect(readKernelAccount(soundTree({ "card0/pcm0c/sub0/status": status })).account).toBe("open");
    },
  );

  it("does not mind what is played", () => {
    expect(readKernelAccount(soundTree({ "card0/pcm0p/sub0/status": RUNNING })).account).toBe("closed");
  });

  it("is never called closed where it cannot be read", () => {
    const root = soundTree({ "card0/pcm0c/sub0/status/is-a-folder": "" });
    expect(readKernelAccount(root).account).toBe("unreadable");
    expect(readKernelAccount(join(root, "nothing")).account).toBe("unreadable");
  });

  it("is chosen where there is one, else the presence of a recorder", () => {
    const tree = soundTree({ "card0/pcm0c/sub0/status": RUNNING });
    const recorder = "sotto-arecord:nowhere";
    expect(chooseAccount("auto", { recorder, kernelSound: tree }).read().account).toBe("open");
    expect(chooseAccount("auto", { recorder, kernelSound: join(tree, "none") }).name).toBe("recorder");
    expect(chooseAccount("recorder", { recorder, kernelSound: tree }).read().account).toBe("closed");
  });
});

/** Resolves when the program has taken its name. */
async function named(child: ChildProcess, name: string): Promise<ChildProcess> {
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await expect.poll(() => findRecorders(name).length, { interval: 5 }).toBeGreaterThan(0);
  return child;
}

function recorderName(): string {
  return `sotto-arecord:${tmpdir()}/${randomBytes(6).toString("hex")}`;
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("recorders", () => {
  it("are found by their name and ended, with an account that follows", async () => {
    const name = recorderName();
    const account = chooseAccount("recorder", { recorder: name });
    expect(account.read()).toEqual({ account: "closed", owners: [] });
    const child = await named(spawn("sleep", ["100"], { argv0: name, detached: true }), name);
    expect(account.read()).toEqual({ account: "open", owners: [child.pid] });
    const ended = once(child, "exit");
    expect(endRecorders(name)).toBe(1);
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(account.read().account).toBe("closed");
  });

  it("of another run folder, and programs that only speak of one, are left alone", async () => {
    const name = recorderName();
    const other = await named(spawn("sleep", ["100"], { argv0: `${name}2`, detached: true }), `${name}2`);
    const speaker = spawn("sh", ["-c", "read line", name], { stdio: ["pipe", "ignore", "ignore"] });
    await once(speaker, "spawn");
    expect(endRecorders(name)).toBe(0);
    expect(isAlive(other.pid ?? 0) && isAlive(speaker.pid ?? 0)).toBe(true);
    speaker.kill("SIGKILL");
  });

  it("take what they have started with them", async () => {
    const name = recorderName();
    const script = "sleep 100 & echo $!; wait";
    const child = spawn("bash", ["-c", script], {
      argv0: name,
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    await named(child, name);
    const [line] = await once(child.stdout, "data");
    const helper = Number(String(line));
    expect(isAlive(helper)).toBe(true);
    endRecorders(name);
    await expect.poll(() => isAlive(helper), { interval: 5 }).toBe(false);
  });

  it("without a group of their own do not take us with them", async () => {
    const name = recorderName();
    const child = await named(spawn("sleep", ["100"], { argv0: name }), name);
    const ended = once(child, "exit");
    endRecorders(name);
    expect(await ended).toEqual([null, "SIGKILL"]);
  });
});
