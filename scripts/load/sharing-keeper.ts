import { randomBytes } from "node:crypto";
import { z } from "zod";
import { openKeep } from "../../src/app/keeper/open-keep.js";
import { parseConfig } from "../../src/config/config.js";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { mqttLine } from "../../src/keep/edge/mqtt-line.js";
import { Keeper } from "../../src/keep/keeper.js";
import { KeeperLink } from "../../src/keep/keeper-link.js";
import { loadKeeper } from "../../src/keys/edge/keeper-keys.js";
import { heard, tell } from "./child-side.js";

/** One of several keepers that take turns on one broker and one PostgreSQL: the keeper's own parts. */
const options = z
  .object({
    keeperFolder: z.string(),
    broker: z.string(),
    store: z.object({ url: z.string(), passwordFile: z.string() }),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const { devices, signer } = loadKeeper(options.keeperFolder);
const keep = await openKeep(parseConfig({ store: options.store }), options.keeperFolder);
const random = (length: number) => Uint8Array.from(randomBytes(length));
const keeper = new Keeper({ ...{ keep, devices, signer, random }, clock: systemClock });
const link = new KeeperLink({
  openLine: mqttLine({
    settings: loadBrokerSettings({ url: options.broker }),
    signingKeyId: signer.signingKeyId,
    subscription: "shared",
    ...{ clock: systemClock, random: Math.random },
  }),
  ...{ keeper, keep, devices, signer, clock: systemClock },
  observe: (event) => {
    if (event.kind === "link" && event.status.state === "connected") tell("ready");
  },
});
void link.failed.catch(() => process.exit(1));
await heard("end");
await link.close();
tell("keeper-ended", keeper.counts);
await keep.close();
process.exit(0);
