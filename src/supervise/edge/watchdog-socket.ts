import { type ChildProcess, spawn } from "node:child_process";
import type { Clock } from "../../domain/clock.js";
import type { Log } from "../../log/log.js";
import {
  NO_WATCHDOG,
  type ServiceStatus,
  type Watchdog,
  type WatchdogTarget,
  watchdogTarget,
} from "../watchdog.js";

/**
 * Node has no datagram sockets of Unix, so a Perl, which every Debian has, sends each line that it reads as one
 * datagram. No module is loaded, for its memory's sake: address family and type are the same numbers on every Linux that
 * Node runs on, and the zero at the end of a path may be missing. It ends with its input, that is with us, and with
 * nothing else: systemd's signal to the whole of a service must not make us dumb before we have ended.
 */
const SENDER = `
  $SIG{TERM} = $SIG{INT} = "IGNORE";
  my ($path) = @ARGV;
  $path =~ s/^@/\\0/;
  socket(my $socket, 1, 2, 0) or die "notify socket: $!\\n";
  while (my $line = <STDIN>) {
    chomp $line;
    defined send($socket, $line, 0, pack("Sa*", 1, $path)) or die "notify socket: $!\\n";
  }`;

/** Lines that the sender has not taken. A sender that hangs must not cost us memory, and what it lacks kills us anyway. */
const MOST_UNSENT_BYTES = 1_024;

export interface WatchdogOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Systemd, where it started this process and wants to be told; otherwise nobody, and nothing is started. */
export function watchdogOf({ environment, clock, log }: WatchdogOptions): Watchdog {
  const target = watchdogTarget(environment, process.pid);
  return target === undefined ? NO_WATCHDOG : new WatchdogSocket(target, clock, log);
}

class WatchdogSocket implements Watchdog {
  readonly #target: WatchdogTarget;
  readonly #clock: Clock;
  readonly #sender: ChildProcess;
  #beatMs = Number.NEGATIVE_INFINITY;
  #status: ServiceStatus | undefined;
  #isLost = false;

  constructor(target: WatchdogTarget, clock: Clock, log: Log) {
    this.#target = target;
    this.#clock = clock;
    this.#sender = spawn("perl", ["-e", SENDER, target.socket], {
      stdio: ["pipe", "ignore", "inherit"],
      // Of languages it would complain, and it needs no more than to be found.
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
    });
    const lost = () => {
      if (this.#isLost) return;
      this.#isLost = true;
      log.write("watchdog-lost");
    };
    this.#sender.once("error", lost).once("exit", lost);
    // What it did not take is told by its end.
    this.#sender.stdin?.on("error", lost);
    this.#sender.unref();
  }

  ready(): void {
    this.#tell("READY=1");
  }

  alive(): void {
    const { beatMs } = this.#target;
    const nowMs = this.#clock.monotonicMs();
    if (beatMs === undefined || nowMs - this.#beatMs < beatMs) return;
    this.#beatMs = nowMs;
    this.#tell("WATCHDOG=1");
  }

  status(status: ServiceStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#tell(`STATUS=${status}`);
  }

  stopping(): void {
    this.#tell("STOPPING=1");
  }

  #tell(line: string): void {
    const { stdin } = this.#sender;
    if (this.#isLost || stdin === null || stdin.writableLength > MOST_UNSENT_BYTES) return;
    stdin.write(`${line}\n`);
  }
}
