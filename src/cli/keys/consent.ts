import { askConsent } from "../../app/light/ask-light.js";
import type { Places } from "../../config/places.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { say } from "./say.js";

/** A key that only the button may let in. */
export interface AskedKey {
  readonly keyId: Uint8Array;
  readonly fingerprint: string;
}

/**
 * Waits for the button at the running device.
 * @param what what the key may do from then on
 * @throws SottoError NOT_RUNNING, FILE_UNREADABLE, CONSENT_REFUSED
 */
export async function waitForButton(places: Places, what: string, key: AskedKey): Promise<void> {
  say(`${what}: ${key.fingerprint}`);
  await askConsent({
    places,
    key: toHex(key.keyId),
    onAsking: () =>
      say(
        "The microphone is closed and the light flashes. If you want this, hold the button for two seconds (one to three), within a minute. A short press says no. (In the terminal of `sotto run`: y, and m for no.)",
      ),
  });
  say("The button agreed. The device stays muted until a short press.");
}
