import { SottoError } from "../domain/errors.js";

/** The version of the tree of topics, not of the messages in it. */
const ROOT = "sotto/1";
const DEVICE_ID = /^[0-9a-f]{32}$/;

/**
 * The branch of one device. The device id is also its MQTT client id, so that a broker's access list needs one
 * pattern for all devices.
 * @param deviceId 32 hex digits
 * @throws SottoError INTERNAL for anything else: a topic never carries a name, a slash or a wildcard.
 */
function branch(deviceId: string): string {
  if (!DEVICE_ID.test(deviceId))
    throw new SottoError("INTERNAL", "a device id for a topic is not 32 hex digits");
  return `${ROOT}/${deviceId}`;
}

/** Sealed clips, from the device up. */
export function clipTopic(deviceId: string): string {
  return `${branch(deviceId)}/clip`;
}

/** Tombstones, from the device up. */
export function tombstoneTopic(deviceId: string): string {
  return `${branch(deviceId)}/tombstone`;
}

/** Receipts, from the keeper down. */
export function receiptTopic(deviceId: string): string {
  return `${branch(deviceId)}/receipt`;
}

/** What a reader asks its keeper for. @param ownerKeyId 32 hex digits */
export function wantTopic(ownerKeyId: string): string {
  return `${ownerBranch(ownerKeyId)}/want`;
}

/** What the keeper answers a reader. @param ownerKeyId 32 hex digits */
export function feedTopic(ownerKeyId: string): string {
  return `${ownerBranch(ownerKeyId)}/feed`;
}

function ownerBranch(ownerKeyId: string): string {
  if (!DEVICE_ID.test(ownerKeyId)) {
    throw new SottoError("INTERNAL", "a key id for a topic is not 32 hex digits");
  }
  return `${ROOT}/owner/${ownerKeyId}`;
}

/** What devices send to keepers: the branches of all devices. */
export const DEVICE_TOPICS = [`${ROOT}/+/clip`, `${ROOT}/+/tombstone`] as const;
/** What readers ask keepers: the branches of all owners. */
export const WANT_TOPICS = [`${ROOT}/owner/+/want`] as const;
export const KEEPER_TOPICS = [...DEVICE_TOPICS, ...WANT_TOPICS] as const;

/** The same for keepers that take turns: each message goes to one of them (MQTT 5, 4.8.2). */
export function sharedTopic(topic: string): string {
  return `$share/sotto/${topic}`;
}

/**
 * A topic, or a filter of topics, as RabbitMQ's exchange names it. No topic of ours holds a dot.
 */
export function routingKey(topic: string): string {
  return topic.replaceAll("/", ".").replaceAll("+", "*");
}

/** The topic that a routing key stands for. */
export function topicOfRoutingKey(key: string): string {
  return key.replaceAll(".", "/");
}

/** Whose topic it is and which; undefined for one that no keeper listens to. */
export function keeperTopic(
  topic: string,
): { readonly of: string; readonly kind: "clip" | "tombstone" | "want" } | undefined {
  const [, device, deviceKind] = /^sotto\/1\/([0-9a-f]{32})\/(clip|tombstone)$/.exec(topic) ?? [];
  if (device !== undefined) return { of: device, kind: deviceKind === "clip" ? "clip" : "tombstone" };
  const [, owner] = /^sotto\/1\/owner\/([0-9a-f]{32})\/want$/.exec(topic) ?? [];
  return owner === undefined ? undefined : { of: owner, kind: "want" };
}

/** Whether the device is there: retained, and the last will. */
export function stateTopic(deviceId: string): string {
  return `${branch(deviceId)}/state`;
}

/** All that a state message can ever say; what was heard cannot change it. */
export const STATES = ["online", "offline"] as const;
export type DeviceState = (typeof STATES)[number];

export function statePayload(state: DeviceState): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: 1, state }));
}
