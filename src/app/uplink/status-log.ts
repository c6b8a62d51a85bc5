import type { LinkStatus, LinkTrouble } from "../../deliver/transport.js";
import { assertNever } from "../../domain/assert-never.js";
import type { Log } from "../../log/log.js";

/**
 * Tells the log how the broker is. An outage of a month is tried again every minute: it is told at its beginning, when
 * its cause changes, and at the 2nd, 4th, 8th and so on failure, so that its lines are few however long it lasts.
 */
export function statusLog(log: Log): (status: LinkStatus) => void {
  let told: LinkTrouble | undefined;
  let takeovers = 0;
  return (status) => {
    switch (status.state) {
      case "connected":
        log.write("broker-connected", { protocol: status.protocol });
        return;
      case "waiting": {
        const { code, reasonCode, tls, failures } = status;
        if (code === "BROKER_SESSION_TAKEN") takeovers += 1;
        const isNews = told?.code !== code || told.reasonCode !== reasonCode || told.tls !== tls;
        if (!isNews && !isPowerOfTwo(failures)) return;
        told = { code, reasonCode, tls };
        log.write("broker-waiting", {
          ...{ code, failures },
          ...(tls === undefined ? {} : { tls }),
          ...(reasonCode === undefined ? {} : { reason: reasonCode }),
          ...(takeovers === 0 ? {} : { takeovers }),
        });
        return;
      }
      case "connecting":
        return;
      case "closed":
        log.write("broker-closed");
        return;
      default:
        assertNever(status);
    }
  };
}

function isPowerOfTwo(whole: number): boolean {
  return whole > 0 && (whole & (whole - 1)) === 0;
}
