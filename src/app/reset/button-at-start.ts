import { chownSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../domain/clock.js";
import { LampDriver } from "../../light/edge/lamp-driver.js";
import { MuteFile } from "../../light/edge/mute-file.js";
import type { Panel } from "../../light/panel.js";
import { FAREWELL } from "../../reset/farewell.js";
import { HoldAtStart, type HoldEnd } from "../../reset/hold-at-start.js";

const LOOK_MS = 100;
/** A line that is stuck must not keep a machine from its start for ever. */
const RELEASE_MS = 60_000;

/** Button and lamp while nothing else of Sotto runs. The lamp is dark, or flashes as the light does; it is never steady. */
export class ButtonAtStart {
  readonly #panel: Panel;
  readonly #clock: Clock;
  readonly #lamp: LampDriver;
  #hold: HoldAtStart | undefined;
  #isDown = false;

  constructor(panel: Panel, clock: Clock) {
    this.#panel = panel;
    this.#clock = clock;
    this.#lamp = new LampDriver(panel, clock);
    panel.watch((edge) => {
      this.#isDown = edge === "down" || edge === "already-down";
      if (edge === "already-down") this.#hold = new HoldAtStart(clock.monotonicMs());
      else this.#hold?.take(edge, clock.monotonicMs());
    });
  }

  /** Whether the button was down already; else nobody asks for a reset, and this is over at once. */
  get isHeld(): boolean {
    return this.#hold !== undefined;
  }

  /** Flashes and counts for as long as the button is held; dark once its release would be a reset. */
  async count(): Promise<HoldEnd> {
    this.flash();
    for (;;) {
      this.#panel.check();
      const verdict = this.#hold?.look(this.#clock.monotonicMs()) ?? "released";
      if (verdict === "ripe") this.dark();
      else if (verdict !== "counting") return verdict;
      await this.#clock.sleep(LOOK_MS);
    }
  }

  flash(): void {
    this.#lamp.show("flash");
  }

  /** Before work during which nothing else runs: a flash that it began in would stand for as long as it takes. */
  dark(): void {
    this.#lamp.show("off");
  }

  /** The sign that all is gone, and then dark. */
  async farewell(): Promise<void> {
    this.dark();
    for (const { lamp, forMs } of FAREWELL) {
      this.#panel.show(lamp);
      await this.#clock.sleep(forMs);
    }
  }

  /** A finger that is down must not be taken for one that was down at the start that follows. */
  async released(): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + RELEASE_MS;
    for (this.#panel.check(); this.#isDown; this.#panel.check()) {
      if (this.#clock.monotonicMs() >= untilMs) return;
      await this.#clock.sleep(LOOK_MS);
    }
  }

  close(): void {
    this.#lamp.close();
  }
}

/** A press that was no reset is a press: it mutes, though the light that would obey it does not run yet. */
export async function muteFromStart(folder: string): Promise<void> {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  await new MuteFile(folder).save(true);
  // The folder is the light's user's; systemd gives it to that user where it was only made here.
  const { uid, gid } = statSync(folder);
  chownSync(join(folder, "mute"), uid, gid);
}
