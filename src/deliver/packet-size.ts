import type { ProtocolVersion } from "./protocol-choice.js";

export interface PublishShape {
  readonly version: ProtocolVersion;
  /** ASCII, as all our topics are. */
  readonly topic: string;
  readonly payloadBytes: number;
  /** Whether it carries a message expiry interval (MQTT 5 alone does). */
  readonly expires: boolean;
}

/**
 * Bytes of a PUBLISH with QoS 1 on the wire, which is what a broker's maximum packet size counts: MQTT 5.0, sections
 * 2.1.4, 3.3 and 3.3.2.3.3.
 */
export function publishPacketBytes({ version, topic, payloadBytes, expires }: PublishShape): number {
  const properties = version === 4 ? 0 : expires ? 6 : 1;
  const rest = 2 + topic.length + 2 + properties + payloadBytes;
  return 1 + lengthBytes(rest) + rest;
}

/** Of a variable byte integer, section 1.5.5. */
function lengthBytes(value: number): number {
  if (value < 128) return 1;
  if (value < 16_384) return 2;
  return value < 2_097_152 ? 3 : 4;
}
