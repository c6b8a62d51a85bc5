import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { ErasureDesk } from "../../src/app/light/erasure-desk.js";
import { LightService } from "../../src/app/light/light-service.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { ErasureFile } from "../../src/light/edge/erasure-file.js";
import { LampDriver } from "../../src/light/edge/lamp-driver.js";
import { MuteFile } from "../../src/light/edge/mute-file.js";
import { StandIn } from "../../src/light/edge/stand-in.js";
import type { LightInput } from "../../src/light/light-state.js";
import { NO_WATCHDOG } from "../../src/supervise/watchdog.js";

it("a light that is ended closes the ear at once, and nothing lights its lamp or opens the ear after that", () => {
  const folder = mkdtempSync(join(tmpdir(), "sotto-light-"));
  const output = new PassThrough();
  const toEar: string[] = [];
  const log = { write: () => undefined };
  const panel = new StandIn({ input: new PassThrough(), output, clock: systemClock });
  const desk = new ErasureDesk({
    ...{ file: new ErasureFile(folder), log },
    toEar: () => undefined,
    told: () => undefined,
  });
  const service = new LightService({
    ...{ panel, desk, log, clock: systemClock, watchdog: NO_WATCHDOG },
    account: { name: "recorder", read: () => ({ account: "open", owners: [] }) },
    recorder: `sotto-recorder:${folder}`,
    lamp: new LampDriver(panel, systemClock),
    muteFile: new MuteFile(folder),
    toEar: ({ kind }) => toEar.push(kind),
    toUplink: () => undefined,
    onEdge: () => undefined,
    onAnswer: () => undefined,
  });
  const shown = () => String(output.read() ?? "").match(/led-(on|off)/g) ?? [];
  service.take({ kind: "ear", connected: true });
  expect(toEar).toEqual(["listen"]);
  expect(shown().at(-1)).toBe("led-on");
  service.end();
  expect(toEar).toEqual(["listen", "close"]);
  expect(shown()).toEqual(["led-off"]);
  const late: LightInput[] = [
    { kind: "ear", connected: false },
    { kind: "ear", connected: true },
    { kind: "phase", phase: "recording" },
    { kind: "account", account: "closed" },
    { kind: "account", account: "open" },
    { kind: "fault", fault: "mute-not-saved", active: true },
  ];
  for (const input of late) service.take(input);
  expect(toEar).toEqual(["listen", "close"]);
  expect(shown()).toEqual([]);
  rmSync(folder, { recursive: true });
});
