import { randomBytes } from "node:crypto";
import type { Config } from "../../config/config.js";
import { daysLeft, ending, told } from "../../deliver/certificates.js";
import { probeBroker } from "../../deliver/edge/broker-link.js";
import { type BrokerSettings, loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import { SottoError } from "../../domain/errors.js";
import type { Finding } from "./health.js";

/** Connects once, as a client of its own, and looks how long the certificates still hold. */
export async function* examineBroker(broker: Config["broker"]): AsyncGenerator<Finding> {
  const { url } = broker;
  if (url === undefined) {
    const seen = "none configured: one on loopback is started with the service";
    yield { what: "broker", health: "well", seen, advice: undefined };
    return;
  }
  let settings: BrokerSettings;
  try {
    settings = loadBrokerSettings({ ...broker, url });
  } catch (error) {
    yield illness("broker", error);
    return;
  }
  try {
    // A client id of its own: with the device's, the broker would throw out the service that is running.
    const protocol = await probeBroker(settings, `doctor-${randomBytes(8).toString("hex")}`);
    const clear = "in clear: everybody on the way sees which device sends, when and how much. Use mqtts://";
    const advice = settings.isInClear ? clear : undefined;
    yield { what: "broker", health: "well", seen: `${url} answers, MQTT ${protocol}`, advice };
  } catch (error) {
    yield illness("broker", error);
  }
  if (settings.tls) yield certificates(settings, Date.now());
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

function illness(what: string, error: unknown): Finding {
  if (!(error instanceof SottoError)) throw error;
  return { what, health: "ill", seen: error.message, advice: error.remedy };
}
