import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { isolationState } from "../../isolation/edge/isolation-state.js";
import { scopesAbstractSockets } from "../../isolation/edge/landlock.js";
import { examineUnits, hasUnits } from "./doctor-units.js";
import { type Finding, ill, well } from "./health.js";
import type { Surroundings } from "./surroundings.js";

/** What keeps sound and network apart here: systemd's units on a device, else bubblewrap, as each answers just now. */
export async function* examineWalls(
  config: Config,
  { at, places }: { readonly at: Surroundings; readonly places: Places },
): AsyncGenerator<Finding> {
  if (hasUnits(at)) {
    yield* examineUnits({ config, places });
    return;
  }
  const state = await isolationState();
  const what = "walls";
  if (!state.enforced) {
    yield ill(what, `not enforced: ${state.problem}`, state.advice);
    return;
  }
  const sockets = (await scopesAbstractSockets())
    ? "abstract sockets scoped by Landlock"
    : "the uplink shares this machine's abstract sockets (Linux 6.12 and perl would end that)";
  const seen = `bubblewrap: own users, files, processes and network; no capability; system calls filtered; ${sockets}`;
  yield well(what, seen, "sotto isolation tries each of them");
}
