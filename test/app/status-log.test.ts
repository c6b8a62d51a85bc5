import { describe, expect, it } from "vitest";
import { statusLog } from "../../src/app/uplink/status-log.js";
import type { BrokerErrorCode, LinkStatus } from "../../src/deliver/transport.js";

function told(statuses: readonly LinkStatus[]) {
  const lines: unknown[] = [];
  const observe = statusLog({ write: (event, fields = {}) => void lines.push([event, fields]) });
  for (const status of statuses) observe(status);
  return lines;
}

const waiting = (failures: number, code: BrokerErrorCode, reasonCode?: number): LinkStatus => ({
  ...{ state: "waiting", code, failures, reasonCode, tls: undefined },
});
const CONNECTED: LinkStatus = { state: "connected", protocol: 5 };

describe("the log of the broker's state", () => {
  it("has few lines for an outage of a month", () => {
    const month = Array.from({ length: 43_200 }, (_, index) => waiting(index + 1, "BROKER_UNREACHABLE"));
    expect(told([...month, CONNECTED])).toHaveLength(17);
  });

  it("tells at once when the cause changes, with the broker's reason", () => {
    expect(
      told([
        waiting(1, "BROKER_UNREACHABLE"),
        waiting(2, "BROKER_UNREACHABLE"),
        waiting(3, "BROKER_UNREACHABLE"),
        waiting(5, "BROKER_REFUSED", 0x87),
        waiting(6, "BROKER_REFUSED", 0x87),
        waiting(7, "BROKER_UNREACHABLE", 0x89),
      ]),
    ).toEqual([
      ["broker-waiting", { code: "BROKER_UNREACHABLE", failures: 1 }],
      ["broker-waiting", { code: "BROKER_UNREACHABLE", failures: 2 }],
      ["broker-waiting", { code: "BROKER_REFUSED", failures: 5, reason: 0x87 }],
      ["broker-waiting", { code: "BROKER_UNREACHABLE", failures: 7, reason: 0x89 }],
    ]);
  });

  it("counts how often the id was taken over", () => {
    const taken = waiting(1, "BROKER_SESSION_TAKEN", 0x8e);
    expect(told([taken, CONNECTED, taken])).toEqual([
      ["broker-waiting", { code: "BROKER_SESSION_TAKEN", failures: 1, reason: 0x8e, takeovers: 1 }],
      ["broker-connected", { protocol: 5 }],
      ["broker-waiting", { code: "BROKER_SESSION_TAKEN", failures: 1, reason: 0x8e, takeovers: 2 }],
    ]);
  });
});
