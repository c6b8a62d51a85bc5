import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { cacheFolder } from "../../src/models/edge/cache-folder.js";
import { RECORDINGS } from "../app/demonstration-world.js";
import { buildWhereStale } from "../cli/built-program.js";
import { keptHouse } from "../support/kept-house.js";
import { startMosquitto } from "../support/mosquitto.js";
import { connectedPorts, strayCalls, watchSockets } from "./socket-watch.js";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const RECORDING = fileURLToPath(new URL("../dev-set-small/dev-0001.flac", import.meta.url));
const MINUTES = 60_000;
const endings: (() => unknown)[] = [];

beforeAll(buildWhereStale, 4 * MINUTES);
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-watch-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** `sotto` as somebody with an empty home runs it. */
function sotto(args: readonly string[], record = join(folder(), "calls")) {
  const env = { HOME: folder(), SOTTO_CACHE: cacheFolder(), XDG_RUNTIME_DIR: folder() };
  return watchSockets([process.execPath, PROGRAM, ...args], { record, env });
}

/** The shortest of the demonstration's recordings alone. */
function oneRecording(): string {
  const here = folder();
  const all = z
    .array(z.looseObject({ file: z.string(), kinds: z.array(z.string()) }))
    .parse(JSON.parse(readFileSync(join(RECORDINGS, "recordings.json"), "utf8")));
  const one = all.filter(({ kinds }) => kinds.length === 0).slice(0, 1);
  writeFileSync(join(here, "recordings.json"), JSON.stringify(one));
  for (const { file } of one) copyFileSync(join(RECORDINGS, file), join(here, file));
  return here;
}

describe("The watcher", () => {
  it("sees a stray connection, a datagram, a foreign Unix socket, and those of children", async () => {
    const here = folder();
    const child = `require("node:net").connect({ host: "192.0.2.1", port: 443 }).on("error", () => 0).unref();`;
    const program = `
      const net = require("node:net");
      net.connect({ host: "127.0.0.1", port: 9 }).on("error", () => 0);
      net.connect({ host: "::1", port: 9 }).on("error", () => 0);
      net.connect("${here}/foreign").on("error", () => 0);
      require("node:dgram").createSocket("udp4").send("x", 53, "127.0.0.53", function () { this.close(); });
      require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]);`;
    const { calls } = await watchSockets([process.execPath, "-e", program], { record: join(here, "calls") });
    const strays = strayCalls(calls, { unixBelow: [join(here, "run")] });
    const seen = (what: RegExp) => strays.filter((stray) => what.test(stray)).length;
    expect(seen(/connect\(.*htons\(9\).*127\.0\.0\.1/)).toBe(1);
    expect(seen(/connect\(.*htons\(9\).*"::1"/)).toBe(1);
    expect(seen(/connect\(.*192\.0\.2\.1/)).toBe(1);
    expect(seen(/connect\(.*\/foreign/)).toBe(1);
    expect(seen(/socket\(AF_INET, SOCK_DGRAM/)).toBe(1);
    expect(seen(/127\.0\.0\.53/)).toBeGreaterThanOrEqual(1);
    expect(new Set(strays.map((stray) => stray.split(" ")[0])).size).toBe(2);
    expect(
      strayCalls(calls, { unixBelow: [here], ports: [9] }).some((stray) => stray.includes("/foreign")),
    ).toBe(false);
  });
});

describe("A whole house: ear, arecord, light, uplink, keeper, broker, reader", () => {
  it(
    "opens Unix sockets in its run folder and connections of loopback to its own broker, and nothing else",
    async () => {
      const { out, calls } = await sotto([
        "demo",
        "--summary",
        "--at-least",
        "0",
        "--recordings",
        oneRecording(),
      ]);
      expect(out).toMatch(/\d of 1 came out as promised/);
      const runs = calls.flatMap(
        ({ details }) => /sun_path="(.*\/sotto-demo-[^/]+)\//.exec(details)?.[1] ?? [],
      );
      const [run = "none"] = runs;
      expect(new Set(runs).size).toBe(1);
      expect(strayCalls(calls, { unixBelow: [run] })).toEqual([]);
      // Ear, light, supervisor, uplink, keeper, reader: what was watched was the house at work.
      expect(new Set(calls.map(({ pid }) => pid)).size).toBeGreaterThanOrEqual(5);
      expect(connectedPorts(calls).size).toBe(1);
    },
    5 * MINUTES,
  );
});

describe("A command that needs no network", () => {
  it(
    "opens no socket that leads anywhere: redact, read, keys, history",
    async () => {
      const house = await keptHouse(folder());
      const config = join(folder(), "config.toml");
      const folders = Object.entries(house.folders).map(
        ([name, path]) => `${name} = ${JSON.stringify(path)}`,
      );
      writeFileSync(config, `[folders]\n${folders.join("\n")}\n`);
      const runs = await Promise.all([
        sotto(["redact", RECORDING, "--out", folder()]),
        sotto(["--config", config, "read", "list"]),
        sotto(["--config", config, "keys", "show"]),
        sotto(["--config", config, "history"]),
      ]);
      for (const { status, out } of runs) expect([status, out.includes("BROKER")]).toEqual([0, false]);
      expect(runs.flatMap(({ calls }) => strayCalls(calls, {}))).toEqual([]);
      // Netlink asks the kernel for this machine's own addresses; it leads nowhere.
      const made = runs.flatMap(({ calls }) => calls.filter(({ call }) => call === "socket"));
      expect(made.filter(({ details }) => !details.startsWith("AF_NETLINK"))).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    "and the doctor speaks to the broker that the configuration names alone",
    async () => {
      const broker = await startMosquitto({ folder: folder() });
      endings.push(() => broker.stop());
      // What also listens there hears nothing.
      const other = createServer();
      other.listen(0, "127.0.0.1");
      endings.push(() => other.close());
      const here = folder();
      const config = join(here, "config.toml");
      mkdirSync(join(here, "run"), { mode: 0o700 });
      writeFileSync(
        config,
        [
          ...['[microphone]\ndevice = "hw:CARD=none"', `[broker]\nurl = "${broker.url}"`],
          `[folders]\nrun = ${JSON.stringify(join(here, "run"))}\n`,
        ].join("\n"),
      );
      const { out, calls } = await sotto(["--config", config, "doctor"]);
      expect(out).toContain("MQTT 5");
      expect(strayCalls(calls, { unixBelow: [join(here, "run")], ports: [broker.port] })).toEqual([]);
      expect([...connectedPorts(calls)]).toEqual([broker.port]);
    },
    5 * MINUTES,
  );
});
