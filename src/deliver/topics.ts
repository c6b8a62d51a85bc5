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
