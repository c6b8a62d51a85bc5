import { readFileSync } from "node:fs";
import { connectAsync } from "mqtt";
import { z } from "zod";
import { MAX_UNRECEIPTED } from "../../src/deliver/sending-book.js";
import { heard, messagesIn, nowMs, tell } from "./child-side.js";

/** MQTT.js as anybody uses it: QoS 1, no disk, as many messages under way at once as Sotto's sender has. */
const options = z
  .object({ broker: z.string(), topic: z.string(), clips: z.string(), bytes: z.int(), pace: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ""));

const messages = messagesIn(readFileSync(options.clips), options.bytes);
const client = await connectAsync(options.broker, { protocolVersion: 5 });
tell("ready");
await heard("go");
const cpuBefore = process.cpuUsage();
const startMs = nowMs();
const sent: [string, number][] = [];
let next = 0;

async function publishNext(): Promise<void> {
  for (let message = messages[next++]; message !== undefined; message = messages[next++]) {
    const restMs = options.pace === 0 ? 0 : startMs + (sent.length * 1_000) / options.pace - nowMs();
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    const payload = Buffer.from(message);
    sent.push([payload.subarray(-16).toString("hex"), nowMs()]);
    await client.publishAsync(options.topic, payload, { qos: 1 });
  }
}

await Promise.all(Array.from({ length: options.pace === 0 ? MAX_UNRECEIPTED : 1 }, publishNext));
const cpu = process.cpuUsage(cpuBefore);
tell("done", {
  ...{ startMs, sent },
  peakMb: process.resourceUsage().maxRSS / 1_024,
  cpuS: (cpu.user + cpu.system) / 1e6,
});
