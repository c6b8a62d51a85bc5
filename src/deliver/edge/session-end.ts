import type { Socket } from "node:net";
import type mqtt from "mqtt";
import { type Course, onDisconnected } from "../broker-reasons.js";

/** How a connection ended. */
export interface SessionEnd {
  readonly course: Course;
  /** The broker's reason, where it gave one (MQTT 5). */
  readonly reasonCode: number | undefined;
  /**
   * `hung-up`: the broker ended it, and what was in flight may be why; `closed`: it was lost, ended by us, or ended by
   * the broker for a reason that no message has to do with.
   */
  readonly by: "hung-up" | "closed";
}

const LOST: SessionEnd = { course: "again", reasonCode: undefined, by: "closed" };

/**
 * Watches for the end of an agreed connection, and brings it about where MQTT.js would go on: after a DISCONNECT whose
 * sender forgets to close, and after bytes that are no MQTT, behind which no answer would be understood any more.
 * @returns how it ended, or would end now
 */
export function watchEnd(client: mqtt.MqttClient, socket: Socket): () => SessionEnd {
  let end = LOST;
  const hungUp = (): void => {
    if (end.reasonCode === undefined) end = { ...LOST, by: "hung-up" };
  };
  client.once("disconnect", ({ reasonCode = 0 }) => {
    const { course, mayBeAMessage } = onDisconnected(reasonCode);
    end = { course, reasonCode, by: mayBeAMessage ? "hung-up" : "closed" };
    client.end(true);
  });
  client.on("error", () => {
    // MQTT.js has closed the socket already where the error is its own deadline for a sign of life.
    if (socket.destroyed) return;
    hungUp();
    client.end(true);
  });
  socket.once("end", hungUp);
  socket.once("error", (error: Error) => {
    if ("code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE")) hungUp();
  });
  return () => end;
}
