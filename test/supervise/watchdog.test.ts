import { describe, expect, it } from "vitest";
import { watchdogTarget } from "../../src/supervise/watchdog.js";

describe("what systemd asks for", () => {
  it.each([
    { why: "no service", environment: {}, target: undefined },
    { why: "a socket of another kind", environment: { NOTIFY_SOCKET: "vsock:2:1" }, target: undefined },
    {
      why: "no watchdog",
      environment: { NOTIFY_SOCKET: "/run/systemd/notify" },
      target: { socket: "/run/systemd/notify", beatMs: undefined },
    },
    {
      why: "a watchdog of 2 s",
      environment: { NOTIFY_SOCKET: "@notify", WATCHDOG_USEC: "2000000", WATCHDOG_PID: "42" },
      target: { socket: "@notify", beatMs: 500 },
    },
    {
      why: "a watchdog over another process",
      environment: { NOTIFY_SOCKET: "@notify", WATCHDOG_USEC: "2000000", WATCHDOG_PID: "41" },
      target: { socket: "@notify", beatMs: undefined },
    },
    {
      why: "nonsense for a time",
      environment: { NOTIFY_SOCKET: "@notify", WATCHDOG_USEC: "soon" },
      target: { socket: "@notify", beatMs: undefined },
    },
  ])("is understood: $why", ({ environment, target }) => {
    expect(watchdogTarget(environment, 42)).toEqual(target);
  });
});
