import { randomBytes } from "node:crypto";
import { brokerLines } from "../../config/broker-line.js";
import type { Config } from "../../config/config.js";
import { daysLeft, ending, told } from "../../deliver/certificates.js";
import { probeBroker } from "../../deliver/edge/broker-link.js";
import { addressed, type BrokerSettings, loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import { probeAmqp } from "../../keep/edge/amqp-session.js";
import { type Finding, illness, well } from "./health.js";

/** Connects once, as a client of its own, and looks how long the certificates still hold. */
export async function* examineBroker(broker: Config["broker"]): AsyncGenerator<Finding> {
  const { url } = broker;
  if (url === undefined) {
    yield well("broker", "none configured: one on loopback is started with the service");
    return;
  }
  const [first] = brokerLines(url) ?? [];
  let settings: BrokerSettings;
  try {
    settings = loadBrokerSettings({ ...broker, url }, first?.scheme);
  } catch (error) {
    yield illness("broker", error);
    return;
  }
  for (const [turn, address] of [settings, ...settings.further].entries()) {
    const where = `${address.host}:${address.port}`;
    yield await examineAddress(addressed(settings, turn), settings.further.length === 0 ? url : where);
  }
  if (settings.tls) yield certificates(settings, Date.now());
}

const AMQP_DEADLINE_MS = 10_000;

async function examineAddress(settings: BrokerSettings, where: string): Promise<Finding> {
  const clear = "in clear: everybody on the way sees which device sends, when and how much. Use mqtts://";
  const advice = settings.isInClear ? clear : undefined;
  try {
    if (settings.scheme === "amqp") {
      await probeAmqp(settings, AMQP_DEADLINE_MS);
      const keepers = "AMQP is the keepers' line: a device sends over mqtts://";
      return well("broker", `${where} answers, AMQP 0-9-1`, keepers);
    }
    // A client id of its own: with the device's, the broker would throw out the service that is running.
    const protocol = await probeBroker(settings, `doctor-${randomBytes(8).toString("hex")}`);
    return well("broker", `${where} answers, MQTT ${protocol}`, advice);
  } catch (error) {
    return illness("broker", error);
  }
}

/** Of those that were shown just now; of the files alone where no broker answered. */
function certificates(settings: BrokerSettings, nowMs: number): Finding {
  const what = "certificates";
  const { facts, pin } = settings.lastHandshake;
  const known = facts.length > 0 ? facts : settings.tlsFiles().facts;
  const soon = ending(known, nowMs);
  const [first] = [...known].sort((a, b) => a.untilMs - b.untilMs);
  const key = pin === undefined ? "" : `; the broker's key is ${pin}`;
  if (soon.length > 0) {
    const isOver = soon.some((fact) => daysLeft(fact, nowMs) < 0);
    const advice =
      "Write new files in time; they count from the next connection (docs/operations.md, Certificates)";
    const seen = soon.map((fact) => told(fact, nowMs)).join("; ");
    return { what, health: isOver ? "ill" : "well", seen: `${seen}${key}`, advice };
  }
  const seen = first === undefined ? "none was seen" : `${told(first, nowMs)}, before all others${key}`;
  return { what, health: "well", seen, advice: undefined };
}
