import type { ErrorEntry } from "./error-entry.js";

/** Errors of a device as a whole: its updates and its factory reset. */
export const DEVICE_ERRORS = {
  BUNDLE_INVALID: {
    meaning: "An update is damaged, or is no update.",
    remedy: "Fetch it again and compare its checksum; nothing was changed.",
    retry: "after-fix",
  },
  BUNDLE_UNSIGNED: {
    meaning: "An update was not signed by the key of this device's releases.",
    remedy: "Use one from where the image or the package came from; nothing was changed.",
    retry: "never",
  },
  BUNDLE_OTHER_MACHINE: {
    meaning: "An update is for another kind of machine.",
    remedy: "Fetch the one whose name ends in what is named; nothing was changed.",
    retry: "after-fix",
  },
  BUNDLE_NOT_NEWER: {
    meaning: "An update is not newer than what runs.",
    remedy:
      "There is nothing to do. Back to what ran before leads sotto update roll-back; nothing else goes back.",
    retry: "never",
  },
  BUNDLE_TOO_FAR: {
    meaning: "An update cannot take the place of a version as old as the one that runs.",
    remedy: "Install the version between that is named first; nothing was changed.",
    retry: "after-fix",
  },
  UPDATE_NO_ROOM: {
    meaning: "The disk has no room for a second release beside the one that runs.",
    remedy: "Free some: journalctl --vacuum-size=20M, then what du -x / finds; nothing was changed.",
    retry: "after-fix",
  },
  UPDATE_UNAVAILABLE: {
    meaning: "This machine is not laid out for signed updates.",
    remedy:
      "A device from the image or the package is, as root; a clone of the project is updated by git and scripts/start.",
    retry: "after-fix",
  },
  UPDATE_UNDER_WAY: {
    meaning: "Another update is under way.",
    remedy: "Wait for its end, three minutes at most; sotto update status says how far it is.",
    retry: "backoff",
  },
  UPDATE_FAILED: {
    meaning: "The new version failed its test or did not hear, so the one before runs again.",
    remedy:
      "Nothing is lost. See that the microphone is there, try once more, then report it with the output.",
    retry: "after-fix",
  },
  NOTHING_BEFORE: {
    meaning: "There is no earlier release to go back to.",
    remedy: "Nothing was changed; sotto update status says what is here.",
    retry: "never",
  },
  SELF_TEST_FAILED: {
    meaning: "This release does not do what it must with its own recording.",
    remedy: "An update with it is refused by itself. Where it runs already, run sotto models verify.",
    retry: "after-fix",
  },
  RESET_UNAVAILABLE: {
    meaning: "This machine is not laid out for a factory reset, or this is not root.",
    remedy: "Run it as root on a device; on a laptop, delete the folders that sotto keys show names.",
    retry: "after-fix",
  },
  RESET_FAILED: {
    meaning: "A factory reset could not be finished or could not prove that everything is gone.",
    remedy:
      "It goes on at the next start, and nothing of Sotto runs until then. If it fails again, the card is worn out: destroy it.",
    retry: "now",
  },
} as const satisfies Record<string, ErrorEntry>;
