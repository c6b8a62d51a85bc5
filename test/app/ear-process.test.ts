import { createPublicKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { SILENT_MS } from "../../src/app/ear/light-pulse.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { addReader, removeReader } from "../../src/keys/edge/device-keys.js";
import { createOwner, describeDevice, loadOwner } from "../../src/keys/edge/owner-keys.js";
import type { LinkMessage } from "../../src/link/messages.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { decodeTombstone } from "../../src/seal/notices.js";
import { openClip, verifyEnvelope } from "../../src/seal/open-clip.js";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { buildWhereStale } from "../cli/built-program.js";
import { isKey } from "../support/is-key.js";
import { recording } from "../support/listening-ear.js";
import { thrownCode } from "../support/thrown.js";
import { type EarProcess, type EarWorld, openEarWorld } from "./ear-world.js";

/** Models are loaded and a device is opened within this time, on a busy machine too. */
const START_MS = 30_000;
const SPEECH_MS = 30_000;

let world: EarWorld;
beforeAll(() => buildWhereStale(), 120_000);
afterEach(async () => world.close());

const seen = (ear: EarProcess, event: string) => ear.lines.some((line) => line["event"] === event);

function until(condition: () => boolean, timeout: number): Promise<void> {
  return expect.poll(condition, { timeout, interval: 10 }).toBe(true);
}

async function ready(ear: EarProcess): Promise<void> {
  await until(() => seen(ear, "ear-ready"), START_MS);
}

function origin() {
  const { device } = world.home;
  if (device.owner === undefined) return expect.fail("no owner is pinned");
  return { device: describeDevice(createPublicKey(device.identity.pem)), isOwner: isKey(device.owner.keyId) };
}

function clips(heard: readonly LinkMessage<"ear-to-uplink">[]): SealedClip[] {
  return heard.flatMap((message) =>
    message.kind === "clip" ? [SealedClip.checked(message.message, origin())] : [],
  );
}

/** Plays a command with a wake word and waits until the uplink was sent a clip. */
async function say(name: string, heard: readonly LinkMessage<"ear-to-uplink">[]): Promise<SealedClip> {
  const before = clips(heard).length;
  await world.play(await recording(name));
  await until(() => clips(heard).length > before, SPEECH_MS);
  const clip = clips(heard)[before];
  return clip ?? expect.fail("no clip");
}

describe("the ear's process", () => {
  it("keeps the device closed until the light says listen, and opens it soon then", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    await until(() => light.heard.length > 0, START_MS);
    expect(light.heard).toEqual([{ kind: "phase", phase: "closed" }]);
    expect(world.recorders()).toBe(0);
    const from = systemClock.monotonicMs();
    light.server.send({ kind: "listen" });
    await until(() => light.heard.length > 1, START_MS);
    expect(systemClock.monotonicMs() - from).toBeLessThan(1_500);
    expect(light.heard).toEqual([
      { kind: "phase", phase: "closed" },
      { kind: "phase", phase: "waiting" },
    ]);
    expect(world.recorders()).toBe(1);
  }, 90_000);

  it("sends a command as a clip that can be checked, shows when it records, and ends at the order to close", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const uplink = await world.uplink();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    light.server.send({ kind: "listen" });
    const clip = await say("2-door-code", uplink.heard);
    expect(light.heard.map((message) => message.kind === "phase" && message.phase)).toEqual(
      expect.arrayContaining(["closed", "waiting", "recording", "waiting"]),
    );
    expect(ear.lines.find((line) => line["event"] === "clip-sealed")).toMatchObject({
      id: clip.messageId,
      kinds: ["SECRET"],
      bytes: clip.bucket,
    });
    // Not accepted: it is sent again to an uplink that comes back.
    await uplink.server.close();
    const second = await world.uplink((message) =>
      message.kind === "clip" ? { kind: "accepted", id: clips([message])[0]?.messageId ?? "" } : undefined,
    );
    await until(() => second.heard.length > 0, 10_000);
    expect(clips(second.heard).map((each) => each.messageId)).toEqual([clip.messageId]);
    await until(() => seen(ear, "clip-accepted"), 10_000);
    // Accepted: it is not sent a third time.
    await second.server.close();
    const third = await world.uplink();
    await until(() => third.server.isConnected, 10_000);

    const from = systemClock.monotonicMs();
    light.server.send({ kind: "close" });
    await until(() => world.recorders() === 0, 2_000);
    const recorderMs = systemClock.monotonicMs() - from;
    expect(await ear.ended).toBe(0);
    const processMs = systemClock.monotonicMs() - from;
    console.info(
      `ear: recorder gone ${recorderMs.toFixed(0)} ms after close, the process ${processMs.toFixed(0)} ms`,
    );
    // Within the second in which nothing of what was heard may be left, however busy the machine of the tests is.
    expect(processMs).toBeLessThan(1_000);
    expect(third.heard).toEqual([]);
    expect(light.heard.at(-1)).toEqual({ kind: "phase", phase: "closed" });
    expect(ear.errors()).toBe("");
  }, 120_000);

  it("seals to a reader who is added while it runs, and to none who is revoked, without being started again", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const uplink = await world.uplink();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    const { folder, device } = world.home;
    const reader = createOwner(join(folder, "second"));
    addReader(join(folder, "device"), reader);
    light.server.send({ kind: "listen" });
    const during = parseEnvelope((await say("2-door-code", uplink.heard)).message);
    removeReader(join(folder, "device"), reader.keyId);
    const after = parseEnvelope((await say("2-door-code", uplink.heard)).message);
    expect(during.recipients).toEqual([device.owner?.keyId, reader.keyId]);
    expect(after.recipients).toEqual([device.owner?.keyId]);
    const { openers } = await loadOwner(join(folder, "second"));
    expect((await openClip(during, openers)).mode).toBe("redact");
    expect(await thrownCode(() => openClip(after, openers))).toBe("ENVELOPE_NOT_FOR_US");
    expect(ear.errors()).toBe("");
  }, 120_000);

  it("ends in the middle of a command, and no clip comes of it", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const uplink = await world.uplink();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    light.server.send({ kind: "listen" });
    await until(() => seen(ear, "microphone-open"), START_MS);
    void world.play(await recording("2-door-code")).catch(() => undefined);
    const phases = () => light.heard.flatMap((message) => (message.kind === "phase" ? [message.phase] : []));
    // It is being said. Once it is over its clip, which was made in the pause behind it, may be sealed at once.
    await until(() => phases().at(-1) === "recording", SPEECH_MS);
    const from = systemClock.monotonicMs();
    light.server.send({ kind: "close" });
    expect(await ear.ended).toBe(0);
    expect(systemClock.monotonicMs() - from).toBeLessThan(1_000);
    expect(world.recorders()).toBe(0);
    expect(uplink.heard).toEqual([]);
    expect(seen(ear, "clip-sealed")).toBe(false);
  }, 90_000);

  it.each(["the light is gone", "SIGTERM"])(
    "ends with its recorder when %s",
    async (why) => {
      world = await openEarWorld();
      const light = await world.light();
      const ear = world.start("--device", world.device.device);
      await ready(ear);
      light.server.send({ kind: "listen" });
      await until(() => world.recorders() === 1, START_MS);
      await until(() => seen(ear, "microphone-open"), START_MS);
      const from = systemClock.monotonicMs();
      if (why === "SIGTERM") ear.child.kill("SIGTERM");
      else await light.server.close();
      expect(await ear.ended).toBe(0);
      expect(systemClock.monotonicMs() - from).toBeLessThan(1_000);
      expect(world.recorders()).toBe(0);
    },
    90_000,
  );

  it("ends with its recorder when the light keeps its socket and lives no more, and not for a shorter pause", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    light.server.send({ kind: "listen" });
    await until(() => seen(ear, "microphone-open"), START_MS);
    light.fallSilent();
    await systemClock.sleep(SILENT_MS / 2);
    light.beatAgain();
    await systemClock.sleep(SILENT_MS);
    expect(world.recorders()).toBe(1);
    light.fallSilent();
    const from = systemClock.monotonicMs();
    await until(() => world.recorders() === 0, 5_000);
    const goneMs = systemClock.monotonicMs() - from;
    console.info(`ear: recorder gone ${goneMs.toFixed(0)} ms after the light's last word`);
    expect(goneMs).toBeLessThan(2_500);
    expect(await ear.ended).toBe(0);
    expect(seen(ear, "light-silent")).toBe(true);
  }, 90_000);

  it("does not take its own standstill for the light's", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    light.server.send({ kind: "listen" });
    await until(() => seen(ear, "microphone-open"), START_MS);
    ear.child.kill("SIGSTOP");
    await systemClock.sleep(2 * SILENT_MS);
    ear.child.kill("SIGCONT");
    await systemClock.sleep(SILENT_MS);
    expect(seen(ear, "light-silent")).toBe(false);
    expect(ear.child.exitCode).toBeNull();
    light.server.send({ kind: "close" });
    expect(await ear.ended).toBe(0);
  }, 90_000);

  it("does not outlive its own death by a recorder", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    light.server.send({ kind: "listen" });
    await until(() => seen(ear, "microphone-open"), START_MS);
    expect(world.recorders()).toBe(1);
    ear.child.kill("SIGKILL");
    expect(await ear.ended).toBe("SIGKILL");
    await until(() => world.recorders() === 0, 1_000);
  }, 90_000);

  it("stays, closed, when it is told to close before it has heard anything or when the light comes late", async () => {
    world = await openEarWorld();
    const ear = world.start("--device", world.device.device);
    await ready(ear);
    const first = await world.light();
    await until(() => first.server.isConnected, 5_000);
    first.server.send({ kind: "close" });
    await first.server.close();
    const second = await world.light();
    await until(() => second.heard.length === 1, 5_000);
    expect(ear.child.exitCode).toBeNull();
    expect(world.recorders()).toBe(0);
    second.server.send({ kind: "listen" });
    await until(() => seen(ear, "microphone-open"), START_MS);
  }, 90_000);

  it("signs tombstones for the light's erasure, and none that the uplink alone asks for", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const request = randomBytes(16).toString("hex");
    const ids = Array.from({ length: 401 }, () => randomBytes(16).toString("hex"));
    const uplink = await world.uplink((message) => {
      if (message.kind === "resolve") return { kind: "resolved", request: message.request, all: true, ids };
      return message.kind === "tombstones" ? { kind: "erasing", request: message.request } : undefined;
    });
    const ear = world.start("--device", world.device.device);
    await until(() => uplink.server.isConnected && light.server.isConnected, START_MS);
    // Unasked: another request, and one that nobody made.
    uplink.server.send({ kind: "resolved", request, all: true, ids });
    uplink.server.send({ kind: "erasing", request });
    await until(
      () => ear.lines.filter((line) => line["event"] === "erasure-ignored-unasked").length === 2,
      5_000,
    );
    expect(uplink.heard).toEqual([]);

    light.server.send({ kind: "erase", request, selector: { kind: "all" } });
    await until(() => light.heard.some((message) => message.kind === "erasing"), 10_000);
    expect(light.heard).toContainEqual({ kind: "erasing", request });
    expect(uplink.heard[0]).toEqual({ kind: "resolve", request, selector: { kind: "all" } });
    const signed = uplink.heard.flatMap((message) => (message.kind === "tombstones" ? message.messages : []));
    const envelopes = signed.map((message) => parseEnvelope(message));
    const tombstones = envelopes.map((envelope) => {
      verifyEnvelope(envelope, [origin().device]);
      expect(envelope.header.kind).toBe("tombstone");
      expect(origin().isOwner(envelope.header.recipientKeyId)).toBe(true);
      return decodeTombstone(envelope.body);
    });
    expect(tombstones.map((each) => (each.scope === "all" ? "all" : each.ids.length))).toEqual([
      "all",
      400,
      1,
    ]);
    const named = tombstones.flatMap((each) => (each.scope === "listed" ? each.ids : []));
    expect(named.map((id) => Buffer.from(id).toString("hex"))).toEqual(ids);
    expect(world.recorders()).toBe(0);
  }, 90_000);

  it("plays an input only after listen", async () => {
    world = await openEarWorld();
    const light = await world.light();
    const uplink = await world.uplink();
    const file = fileURLToPath(new URL("../../scripts/demo/recordings/6-harmless.flac", import.meta.url));
    const ear = world.start("--input", file);
    await ready(ear);
    await until(() => light.server.isConnected, START_MS);
    expect(seen(ear, "microphone-open")).toBe(false);
    light.server.send({ kind: "listen" });
    await until(() => clips(uplink.heard).length === 1, SPEECH_MS);
    await until(() => seen(ear, "microphone-closed"), SPEECH_MS);
    expect(ear.child.exitCode).toBeNull();
  }, 90_000);

  it("starts nothing with a configuration that is wrong", async () => {
    world = await openEarWorld();
    const ear = world.start("--config", "/nowhere/config.toml");
    expect(await ear.ended).toBe(1);
    expect(ear.errors()).toMatch(/^sotto ear: FILE_UNREADABLE/);
  }, 30_000);
});
