import type { ErrorCode } from "../domain/errors.js";

/**
 * Which clips are meant. `last` is what was just said, see MAX_LAST_AGE_MS. Times are wall milliseconds since 1970, as
 * the device believed when it accepted them.
 */
export type Selector =
  | { readonly kind: "last" }
  /** Message ids in hex, at most MAX_LISTED. */
  | { readonly kind: "listed"; readonly ids: readonly string[] }
  | { readonly kind: "range"; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: "all" };

/**
 * `last` means no clip that was accepted longer ago. Where what was just said was dropped before it became a clip, as by
 * the button's down edge, the newest clip may be hours old, and nobody means it; yet there is time to reach the button.
 */
export const MAX_LAST_AGE_MS = 5 * 60_000;

/** Ids that one erasure may name or resolve to; the outbox's history is no longer than this. */
export const MAX_LISTED = 4_000;

/** What the ear is doing, for the light; it says nothing of what was heard. */
export const PHASES = ["closed", "waiting", "recording"] as const;
export type Phase = (typeof PHASES)[number];

/** What the kernel says of the microphone; who asks whether something hears takes `open` and nothing else. */
export const MICROPHONE_WORDS = ["open", "closed", "unreadable"] as const;
export type MicrophoneWord = (typeof MICROPHONE_WORDS)[number];

/** `request` is the id of one erasure, 16 random bytes in hex, given by the light. */
export interface LinkMessages {
  readonly "ear-to-uplink":
    | { readonly kind: "clip"; readonly message: Uint8Array }
    /** An erasure that the light asked for: which clips are meant? */
    | { readonly kind: "resolve"; readonly request: string; readonly selector: Selector }
    /** Signed tombstones of one erasure; none when nothing was meant. */
    | { readonly kind: "tombstones"; readonly request: string; readonly messages: readonly Uint8Array[] };
  readonly "uplink-to-ear": /** The clip is on disk. */
    | { readonly kind: "accepted"; readonly id: string }
    | { readonly kind: "refused"; readonly id: string; readonly code: ErrorCode }
    /** `all`: everything that was ever sent; `ids` are then those that may be on their way. */
    | {
        readonly kind: "resolved";
        readonly request: string;
        readonly all: boolean;
        readonly ids: readonly string[];
      }
    /** The tombstones are on disk, and what they name has left the outbox. */
    | { readonly kind: "erasing"; readonly request: string };
  readonly "ear-to-light":
    | { readonly kind: "phase"; readonly phase: Phase }
    | { readonly kind: "erasing"; readonly request: string };
  readonly "light-to-ear": /** The microphone may be opened. */
    | { readonly kind: "listen" }
    /** Close it, forget everything. */
    | { readonly kind: "close" }
    /** The light lives: its lamp shows the truth and its button works. */
    | { readonly kind: "beat" }
    | { readonly kind: "erase"; readonly request: string; readonly selector: Selector };
  readonly "light-to-uplink": { readonly kind: "muted"; readonly muted: boolean };
  readonly "uplink-to-light": /** The keeper has signed for every tombstone of the erasure. */
    | { readonly kind: "confirmed"; readonly request: string }
    /** No clip was known that was meant: there was no tombstone, and nobody signed anything. */
    | { readonly kind: "nothing"; readonly request: string };
  /** From a person's command on this device. None of them opens the microphone. */
  readonly "control-to-light": /** May this key be pinned? `key` is its id, 16 bytes in hex; a finger on the button says so, and nothing else. */
    | { readonly kind: "ask-consent"; readonly request: string; readonly key: string }
    /** Does the button work? The light flashes and waits so long for a press, which does what it always does. */
    | { readonly kind: "ask-press"; readonly request: string; readonly waitMs: number }
    | { readonly kind: "erase"; readonly request: string; readonly selector: Selector }
    | { readonly kind: "mute" }
    | { readonly kind: "status" };
  readonly "light-to-control":
    | {
        readonly kind: "status";
        readonly muted: boolean;
        /** Not known to be closed: also where the account cannot be read. */
        readonly isOpen: boolean;
        readonly account: MicrophoneWord;
        readonly ear: boolean;
        readonly uplink: boolean;
      }
    /** The light flashes and waits for the button. */
    | { readonly kind: "asking"; readonly request: string }
    | { readonly kind: "consented"; readonly request: string }
    /** Another press, none in time, or another question is open. */
    | { readonly kind: "refused"; readonly request: string }
    /** A finger was seen: milliseconds since the question, and how often the line has changed since. */
    | {
        readonly kind: "pressed";
        readonly request: string;
        readonly downMs: number;
        readonly upMs: number;
        readonly edges: number;
      }
    /** None was seen in time; `isDown` is what the button's line says at the end. */
    | {
        readonly kind: "unpressed";
        readonly request: string;
        readonly isDown: boolean;
        readonly edges: number;
      }
    /** The light has it on disk and will not forget it. */
    | { readonly kind: "noted"; readonly request: string }
    | { readonly kind: "erasing"; readonly request: string }
    | { readonly kind: "confirmed"; readonly request: string }
    | { readonly kind: "nothing"; readonly request: string };
}

/** No question waits longer for the button. */
export const MAX_PRESS_WAIT_MS = 60_000;

export type Direction = keyof LinkMessages;
export type LinkMessage<D extends Direction> = LinkMessages[D];
