import type { Places } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { loadDevice } from "../../keys/edge/device-keys.js";
import { loadTrustedDevices, showOwner } from "../../keys/edge/owner-keys.js";
import { requireKeeper } from "../household/preflight.js";
import { examine } from "./examine.js";
import type { Finding } from "./health.js";

/** Who signs here, for whom clips are sealed, and whose receipts are believed. */
export async function* examineKeys(places: Places): AsyncGenerator<Finding> {
  yield await examine("device's key", async () => {
    const { identity, owner, readers } = loadDevice(places.device);
    if (!owner)
      throw new SottoError(
        "KEY_MISSING",
        "no owner is pinned, so nothing can be sealed: sotto keys pin owner.pub",
      );
    const others = readers.map(({ fingerprint }) => ` and ${fingerprint}`).join("");
    return `${identity.name}, seals to ${owner.fingerprint}${others}`;
  });
  yield await examine("keeper", async () => `receipts of ${requireKeeper(places.uplink).fingerprint}`);
  yield await examine(
    "owner's key",
    async () =>
      `${showOwner(places.owner).fingerprint}, trusts ${loadTrustedDevices(places.owner).length} device(s)`,
    "absent",
  );
}
