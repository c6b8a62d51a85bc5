import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { certificateNotice } from "../../src/app/certificate-notice.js";
import { examineBroker } from "../../src/app/doctor/doctor-broker.js";
import type { Finding } from "../../src/app/doctor/health.js";
import { parseConfig } from "../../src/config/config.js";
import { probeBroker } from "../../src/deliver/edge/broker-link.js";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import type { Loggable } from "../../src/log/log.js";
import { brokerWorld } from "../support/broker-world.js";
import { type CertificateWishes, createAuthority, pinOf } from "../support/certificates.js";
import { startMosquitto } from "../support/mosquitto.js";

const world = await brokerWorld();
afterEach(() => world.end());

async function brokerWith(certificate: CertificateWishes) {
  const broker = await startMosquitto({ folder: world.folder(), tls: "mutual", certificate });
  world.later(() => broker.stop());
  const client = broker.authority?.issue("client", undefined, { untilDays: 200 });
  return {
    broker,
    files: { url: broker.url, caFile: broker.authority?.cert, certFile: client?.cert, keyFile: client?.key },
  };
}

async function findings(files: { readonly url: string }): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const each of examineBroker(parseConfig({ broker: files }).broker)) found.push(each);
  return found;
}

describe("The log", () => {
  it("says which certificates end within a month, the moment they were seen and then once a day", async () => {
    const { broker, files } = await brokerWith({ untilDays: 20.5 });
    const settings = loadBrokerSettings(files);
    const lines: [string, Readonly<Record<string, Loggable>> | undefined][] = [];
    const look = certificateNotice({
      ...{ settings, clock: systemClock },
      log: { write: (event, fields) => lines.push([event, fields]) },
    });
    await probeBroker(settings, "probe");
    look();
    look();
    // The authority of these tests lives two days.
    expect(lines).toEqual([
      ["certificate-ends", { certificate: "broker", daysLeft: 20 }],
      ["certificate-ends", { certificate: "authority", daysLeft: 1 }],
    ]);
    const over = broker.authority?.issue("over", undefined, { untilDays: -3.5 });
    for (const [path, from] of [
      [files.certFile, over?.cert],
      [files.keyFile, over?.key],
    ]) {
      writeFileSync(path ?? "", readFileSync(from ?? ""));
    }
    look();
    expect(lines.slice(2)).toEqual([["certificate-ended", { certificate: "client", daysLeft: -4 }]]);
  });

  it("says once that clips go in clear, where somebody wanted that", () => {
    const settings = loadBrokerSettings({ url: "mqtt://broker.example", allowClear: true });
    const events: string[] = [];
    const look = certificateNotice({
      ...{ settings, clock: systemClock },
      log: { write: (event) => events.push(event) },
    });
    look();
    expect(events).toEqual(["broker-in-clear"]);
  });
});

describe("sotto doctor", () => {
  it("names the certificate that ends first and the broker's key, and is ill when one is over", async () => {
    const { broker, files } = await brokerWith({ untilDays: 12.5 });
    const [answers, certificates] = await findings(files);
    expect(answers).toMatchObject({ what: "broker", health: "well", advice: undefined });
    const pin = broker.certificate === undefined ? "" : pinOf(broker.certificate);
    expect(certificates).toMatchObject({ what: "certificates", health: "well" });
    expect(certificates?.seen).toMatch(/the broker's certificate \(server\) ends on .*, in 12 day\(s\)/);
    expect(certificates?.seen).toContain(pin);
    expect(certificates?.advice).toContain("docs/operations.md");
  });

  it("says of an expired one which and since when", async () => {
    const { files } = await brokerWith({ fromDays: -90, untilDays: -2.5 });
    const [answers] = await findings(files);
    expect(answers?.health).toBe("ill");
    expect(answers?.seen).toMatch(
      /BROKER_TLS: .*expired: the broker's certificate \(server\) ended on .*, 2 day/,
    );
  });

  it("says nothing of certificates that hold for long", async () => {
    const folder = world.folder();
    const authority = createAuthority(folder, "lasting", { untilDays: 3_000 });
    const files = { url: "mqtts://127.0.0.1:1", caFile: authority.cert };
    const [, certificates] = await findings(files);
    expect(certificates).toMatchObject({ health: "well", advice: undefined });
  });
});
