/**
 * What a broker's reason codes ask of us. Sources: MQTT 5.0 (OASIS), tables 2-6, 3-1 (CONNACK), 3-4 (PUBACK), 3-10
 * (DISCONNECT); MQTT 3.1.1, table 3.1 (CONNACK). A code that stands in no table is treated as the reserved classes
 * say: below 128 nothing is wrong, from 128 on something is, and it is tried again.
 */

/** How to go on after an attempt that failed or a connection that ended. */
export type Course =
  /** With growing pauses from the beginning: nothing speaks against the next attempt. */
  | "again"
  /** The broker has too much to do or goes away: with longer pauses. */
  | "later"
  /** Another client came with our id. Coming back at once would throw it out, and it us, for ever. */
  | "taken-over"
  /** The broker names another server. A broker's word never moves clips to a host that the owner has not named. */
  | "moved"
  /** It will say the same until a person mends something; tried again all the same. */
  | "mend";

/** Why a connection ended, where the broker said so. */
export interface GivenReason {
  readonly course: Course;
  /** Whether a message that was in flight may be at fault: it is looked for then. */
  readonly mayBeAMessage: boolean;
}

const CONNECT_REFUSALS: Readonly<Record<number, Course>> = {
  // 3.1.1
  1: "mend", // unacceptable protocol version; by then both versions were tried
  2: "mend", // identifier rejected
  3: "later", // server unavailable
  4: "mend", // bad user name or password
  5: "mend", // not authorized
  // 5.0
  128: "mend", // unspecified error
  129: "mend", // malformed packet
  130: "mend", // protocol error
  131: "mend", // implementation specific error
  132: "mend", // unsupported protocol version
  133: "mend", // client identifier not valid
  134: "mend", // bad user name or password
  135: "mend", // not authorized
  136: "later", // server unavailable
  137: "later", // server busy
  138: "mend", // banned
  140: "mend", // bad authentication method
  144: "mend", // topic name invalid: that of the will
  149: "mend", // packet too large
  151: "later", // quota exceeded
  153: "mend", // payload format invalid: that of the will
  154: "mend", // retain not supported
  155: "mend", // QoS not supported
  156: "moved", // use another server
  157: "moved", // server moved
  159: "later", // connection rate exceeded
};

const DISCONNECTS: Readonly<Record<number, GivenReason>> = {
  0: { course: "again", mayBeAMessage: false }, // normal disconnection
  128: { course: "again", mayBeAMessage: true }, // unspecified error
  129: { course: "again", mayBeAMessage: true }, // malformed packet
  130: { course: "again", mayBeAMessage: true }, // protocol error
  131: { course: "again", mayBeAMessage: true }, // implementation specific error
  135: { course: "mend", mayBeAMessage: true }, // not authorized
  137: { course: "later", mayBeAMessage: false }, // server busy
  139: { course: "later", mayBeAMessage: false }, // server shutting down
  141: { course: "again", mayBeAMessage: false }, // keep alive timeout
  142: { course: "taken-over", mayBeAMessage: false }, // session taken over
  143: { course: "mend", mayBeAMessage: false }, // topic filter invalid
  144: { course: "mend", mayBeAMessage: true }, // topic name invalid
  147: { course: "again", mayBeAMessage: false }, // receive maximum exceeded
  148: { course: "again", mayBeAMessage: false }, // topic alias invalid
  149: { course: "again", mayBeAMessage: true }, // packet too large
  150: { course: "later", mayBeAMessage: false }, // message rate too high
  151: { course: "later", mayBeAMessage: false }, // quota exceeded
  152: { course: "later", mayBeAMessage: false }, // administrative action
  153: { course: "again", mayBeAMessage: true }, // payload format invalid
  154: { course: "mend", mayBeAMessage: false }, // retain not supported
  155: { course: "mend", mayBeAMessage: false }, // QoS not supported
  156: { course: "moved", mayBeAMessage: false }, // use another server
  157: { course: "moved", mayBeAMessage: false }, // server moved
  158: { course: "mend", mayBeAMessage: false }, // shared subscriptions not supported
  159: { course: "later", mayBeAMessage: false }, // connection rate exceeded
  160: { course: "again", mayBeAMessage: false }, // maximum connect time
  161: { course: "mend", mayBeAMessage: false }, // subscription identifiers not supported
  162: { course: "mend", mayBeAMessage: false }, // wildcard subscriptions not supported
};

/** Whose fault the refusal of one message is. */
export type PublishFault =
  /** Of its own bytes: the same will be said of them again. */
  | "message"
  /** Perhaps the broker's, who may say it of every message: counts against one only while others are taken. */
  | "unclear"
  /** Nobody's: there was too much just now. As `unclear`, after a pause. */
  | "quota";

const PUBLISH_REFUSALS: Readonly<Record<number, PublishFault>> = {
  128: "unclear", // unspecified error
  131: "unclear", // implementation specific error
  135: "unclear", // not authorized
  144: "unclear", // topic name invalid: all clips share one topic
  145: "unclear", // packet identifier in use
  149: "message", // packet too large: no broker's answer to a publish, but our own before it
  151: "quota", // quota exceeded
  153: "message", // payload format invalid
};

/** @param reason of a CONNACK that is no success */
export function onConnectRefused(reason: number): Course {
  return CONNECT_REFUSALS[reason] ?? "mend";
}

/** @param reason of a DISCONNECT from the broker */
export function onDisconnected(reason: number): GivenReason {
  return DISCONNECTS[reason] ?? { course: "again", mayBeAMessage: true };
}

/** @param reason of a PUBACK from 128 on, or our own */
export function onPublishRefused(reason: number): PublishFault {
  return PUBLISH_REFUSALS[reason] ?? "unclear";
}
