import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import type { Mosquitto } from "../support/mosquitto.js";
import type { Kill, Victim } from "./kill-plan.js";
import { programBelow } from "./process-tree.js";
import type { SecondHouse } from "./second-house.js";
import type { WholeHouse } from "./whole-house.js";

export interface Victims {
  readonly house: WholeHouse;
  readonly second: SecondHouse;
  readonly broker: Mosquitto;
}

/** A process that keeps dying waits at most 10 s for its next start. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 20;

/** Kills real processes, each only when it is really there. */
export class Executioner {
  readonly #victims: Victims;
  /** The broker's return. */
  #broker: Promise<void> = Promise.resolve();
  readonly #killed = new Map<Victim, number>();

  constructor(victims: Victims) {
    this.#victims = victims;
  }

  get killed(): ReadonlyMap<Victim, number> {
    return this.#killed;
  }

  async kill({ victim, of, awayMs }: Kill): Promise<void> {
    if (victim === "broker") await this.#killBroker(awayMs);
    else process.kill(await this.#find(victim, of), "SIGKILL");
    this.#killed.set(victim, (this.#killed.get(victim) ?? 0) + 1);
  }

  /** Resolves when the broker is there, whatever was done to it. */
  async brokerThere(): Promise<void> {
    await this.#broker;
  }

  async #killBroker(awayMs: number): Promise<void> {
    const { broker } = this.#victims;
    await this.#broker;
    await broker.kill();
    this.#broker = systemClock.sleep(awayMs).then(() => broker.restart());
    // It is awaited by whoever needs the broker next.
    this.#broker.catch(() => undefined);
  }

  async #find(victim: Exclude<Victim, "broker">, of: Kill["of"]): Promise<number> {
    const deadline = systemClock.monotonicMs() + PATIENCE_MS;
    while (systemClock.monotonicMs() < deadline) {
      const { house, second } = this.#victims;
      const isSecond = victim === "second-uplink";
      const outer = isSecond ? second.outerPid : house.household.crew.pidOf(victim);
      const program = outer && programBelow(outer, isSecond ? "uplink.js" : `${victim}.js`);
      if (outer !== undefined && program !== undefined) return of === "sandbox" ? outer : program;
      await systemClock.sleep(LOOK_MS);
    }
    throw new SottoError("NOT_RUNNING", `${victim} has not come back`);
  }
}
