import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { pairKeys } from "../../src/app/household/pair-keys.js";
import { openPacedDevice, type PacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { placesBelow } from "../../src/config/places.js";
import { SottoError } from "../../src/domain/errors.js";
import { parseRecordings, type Recording } from "../../src/evaluation/recording.js";
import { foldersTable } from "../support/house-folders.js";
import { recordersOf } from "../support/recorders.js";
import { buildWhereStale } from "./built-program.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const RECORDINGS = join(project, "scripts", "demo", "recordings");
const lineSchema = z.looseObject({ event: z.string() });
type LogLine = z.infer<typeof lineSchema>;

/** The service in a process of its own, listening to a device that the test plays to. */
class RunningService {
  readonly folder = mkdtempSync(join(tmpdir(), "sotto-run-"));
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;
  #text = "";
  #waiting: { readonly event: string; readonly found: (line: LogLine) => void } | undefined;

  constructor(microphone: PacedDevice) {
    pairKeys(placesBelow(this.folder));
    const config = join(this.folder, "config.toml");
    writeFileSync(
      config,
      `[microphone]\ndevice = "${microphone.device}"\n${foldersTable(placesBelow(this.folder))}`,
    );
    this.#child = spawn(
      process.execPath,
      [join(project, "dist", "cli", "main.js"), "--config", config, "run", "--lamp-in-log"],
      {
        env: { ...process.env, ...microphone.environment },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#text += text;
      this.#look();
    });
    this.ended = new Promise((resolve) => this.#child.once("close", resolve));
  }

  get log(): readonly LogLine[] {
    const whole = this.#text.slice(0, this.#text.lastIndexOf("\n") + 1);
    return whole
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => lineSchema.parse(JSON.parse(line)));
  }

  /** The first line with this event, now or later. */
  line(event: string): Promise<LogLine> {
    return new Promise((found, failed) => {
      this.#waiting = { event, found };
      this.#look();
      void this.ended.then((code) => failed(new SottoError("NOT_RUNNING", `ended with ${code}`)));
    });
  }

  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  #look(): void {
    const waiting = this.#waiting;
    const line = this.log.find(({ event }) => event === waiting?.event);
    if (!waiting || !line) return;
    this.#waiting = undefined;
    waiting.found(line);
  }
}

async function samplesOf(recording: Recording): Promise<Int16Array> {
  const { audio } = await readSoundFile(join(RECORDINGS, recording.file));
  return Int16Array.from(audio.samples, (x) => Math.round(x * 32_767));
}

const recordings = parseRecordings(readFileSync(join(RECORDINGS, "recordings.json"), "utf8"));

describe("sotto run", () => {
  const open: { microphone?: PacedDevice; service?: RunningService } = {};

  beforeAll(buildWhereStale, 240_000);

  afterEach(async () => {
    open.service?.interrupt();
    await open.service?.ended;
    await open.microphone?.close();
    if (open.service) rmSync(open.service.folder, { recursive: true, force: true });
  });

  it("hears a command, sends it sealed, tells kinds alone, and closes the microphone when interrupted", async () => {
    const microphone = await openPacedDevice({ rateHz: 16_000, channels: 1 });
    open.microphone = microphone;
    const service = new RunningService(microphone);
    open.service = service;
    await service.line("microphone-open");
    expect(recordersOf(microphone)).toHaveLength(1);
    const recording = recordings[0] ?? expect.fail("no recording");
    await microphone.play(await samplesOf(recording));
    const sealed = await service.line("clip-sealed");
    expect(sealed["kinds"]).toEqual(expect.arrayContaining(recording.kinds));
    const receipted = await service.line("clip-receipted");
    expect(receipted["id"]).toBe(sealed["id"]);
    const processes = new Set(service.log.map((line) => line["process"]));
    expect(processes).toEqual(new Set(["ear", "light", "uplink", "keep"]));

    service.interrupt();
    expect(await service.ended).toBe(0);
    expect(recordersOf(microphone)).toHaveLength(0);
    expect(service.log.map(({ event }) => event)).toContain("microphone-closed");

    const told = JSON.stringify(service.log).toLowerCase();
    const spoken = recording.words.map(([word]) => word).filter((word) => word.length > 5);
    expect(spoken.length).toBeGreaterThan(2);
    for (const word of spoken) expect(told).not.toContain(word);
  }, 180_000);
});
