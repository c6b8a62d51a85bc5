import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { connectAsync } from "mqtt";
import { z } from "zod";
import { heard, nowMs, tell } from "./child-side.js";

/*
 * MQTT.js as anybody uses it: QoS 1, and each message is noted. With a file, it is on the disk before it is
 * acknowledged, which is the least that a receipt would have to mean.
 */
const options = z
  .object({ broker: z.string(), topic: z.string(), file: z.string().optional() })
  .parse(JSON.parse(process.argv[2] ?? ""));

const arrivals: [string, number][] = [];
const handle = options.file === undefined ? undefined : openSync(options.file, "a");
const client = await connectAsync(options.broker, {
  protocolVersion: 5,
  customHandleAcks: (_topic, message, _packet, acknowledge) => {
    if (handle !== undefined) {
      writeSync(handle, message);
      fsyncSync(handle);
    }
    // The last bytes are the signature: no two messages share them.
    arrivals.push([message.subarray(-16).toString("hex"), nowMs()]);
    acknowledge(0);
  },
});
await client.subscribeAsync(options.topic, { qos: 1 });
tell("ready");
await heard("report");
tell("arrived", { arrivals });
if (handle !== undefined) closeSync(handle);
