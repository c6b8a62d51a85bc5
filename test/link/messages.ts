import type { Direction, LinkMessage } from "../../src/link/messages.js";

const request = "00112233445566778899aabbccddeeff";
const id = "ffeeddccbbaa99887766554433221100";

/** At least one message of every kind in every direction, the longest and the emptiest among them. */
export const EXAMPLES: { readonly [D in Direction]: readonly LinkMessage<D>[] } = {
  "ear-to-uplink": [
    { kind: "clip", message: new Uint8Array(8_000).fill(7) },
    { kind: "clip", message: new Uint8Array(118_000).fill(1) },
    { kind: "resolve", request, selector: { kind: "last" } },
    { kind: "resolve", request, selector: { kind: "listed", ids: many() } },
    { kind: "tombstones", request, messages: [] },
    { kind: "tombstones", request, messages: Array.from({ length: 11 }, () => new Uint8Array(7_200)) },
  ],
  "uplink-to-ear": [
    { kind: "accepted", id },
    { kind: "refused", id, code: "ENVELOPE_SIGNATURE_WRONG" },
    { kind: "resolved", request, all: true, ids: many() },
    { kind: "resolved", request, all: false, ids: [] },
    { kind: "erasing", request },
  ],
  "ear-to-light": [
    { kind: "phase", phase: "closed" },
    { kind: "phase", phase: "waiting" },
    { kind: "phase", phase: "recording" },
    { kind: "erasing", request },
  ],
  "light-to-ear": [
    { kind: "listen" },
    { kind: "close" },
    { kind: "beat" },
    { kind: "erase", request, selector: { kind: "range", fromMs: 0, toMs: 1_790_000_000_000 } },
    { kind: "erase", request, selector: { kind: "all" } },
    { kind: "erase", request, selector: { kind: "listed", ids: [id] } },
  ],
  "light-to-uplink": [
    { kind: "muted", muted: true },
    { kind: "muted", muted: false },
  ],
  "uplink-to-light": [
    { kind: "confirmed", request },
    { kind: "nothing", request },
  ],
  "control-to-light": [
    { kind: "erase", request, selector: { kind: "listed", ids: many() } },
    { kind: "ask-consent", request, key: id },
    { kind: "ask-press", request, waitMs: 60_000 },
    { kind: "mute" },
    { kind: "status" },
  ],
  "light-to-control": [
    { kind: "status", muted: true, isOpen: false, account: "closed", ear: true, uplink: false },
    { kind: "status", muted: false, isOpen: true, account: "unreadable", ear: false, uplink: true },
    { kind: "asking", request },
    { kind: "consented", request },
    { kind: "refused", request },
    { kind: "pressed", request, downMs: 1_200, upMs: 1_450, edges: 2 },
    { kind: "unpressed", request, isDown: false, edges: 0 },
    { kind: "noted", request },
    { kind: "erasing", request },
    { kind: "confirmed", request },
    { kind: "nothing", request },
  ],
};

/** As many ids as a message takes. */
export function many(count = 4_000): string[] {
  return Array.from({ length: count }, (_, n) => n.toString(16).padStart(32, "0"));
}
