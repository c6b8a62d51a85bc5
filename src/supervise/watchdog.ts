/** What `systemctl status` shows of a process; nothing in it was heard. */
export type ServiceStatus =
  | "loads its models"
  | "ready"
  | "ready, but no keeper is pinned"
  | "microphone open"
  | "microphone closed"
  | "muted";

/** Whoever started this process as a service and wants to know whether it lives. */
export interface Watchdog {
  /** What it is there for has begun. */
  ready(): void;
  /**
   * What it is there for goes on. May be called as often as one likes: it is told no more often than is needed. A process
   * that does not call it for as long as its unit says is killed and started again.
   */
  alive(): void;
  status(status: ServiceStatus): void;
  /** It ends by order. */
  stopping(): void;
}

/** Where there is none: on a laptop, and under a supervisor of our own. */
export const NO_WATCHDOG: Watchdog = {
  ready: () => undefined,
  alive: () => undefined,
  status: () => undefined,
  stopping: () => undefined,
};

/** Where and how often systemd wants to be told. */
export interface WatchdogTarget {
  /** Path of a datagram socket; `@` at its beginning stands for a zero, the sign of an abstract one. */
  readonly socket: string;
  /** Signs of life are told so far apart at least; undefined where none are wanted. */
  readonly beatMs: number | undefined;
}

/** Half of the time allowed is what sd_watchdog_enabled(3) advises; a look that comes late has a quarter left. */
const BEATS_IN_TIME_ALLOWED = 4;

/** What the environment says, as sd_notify(3) and sd_watchdog_enabled(3) lay down. */
export function watchdogTarget(
  environment: Readonly<Record<string, string | undefined>>,
  pid: number,
): WatchdogTarget | undefined {
  const socket = environment["NOTIFY_SOCKET"];
  if (socket === undefined || !/^[/@]./.test(socket)) return undefined;
  const meant = environment["WATCHDOG_PID"];
  const allowedMs = Number(environment["WATCHDOG_USEC"] ?? 0) / 1_000;
  const isForUs = meant === undefined || meant === String(pid);
  return { socket, beatMs: isForUs && allowedMs > 0 ? allowedMs / BEATS_IN_TIME_ALLOWED : undefined };
}
