import { spawnSync } from "node:child_process";
import { lookup } from "node:dns/promises";
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { brokerLines } from "../../config/broker-line.js";
import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { judgeAllowed, reaches } from "./allowed-networks.js";
import { configuredUnits } from "./configured-units.js";
import { type Finding, ill, untried, well } from "./health.js";
import { type Surroundings, told } from "./surroundings.js";
import { askedOf, exposureOf, judgeUnit, propertiesOf, UNITS, type Unit } from "./unit-walls.js";

const PATIENCE_MS = 10_000;

export function hasUnits({ units }: Surroundings): boolean {
  return UNITS.some((unit) => units.some((folder) => existsSync(join(folder, unit))));
}

export interface UnitsOptions {
  readonly config: Config;
  readonly places: Places;
  /** The name servers of this machine. */
  readonly resolvConf?: string;
}

/** The services of a device, as systemd runs them now. */
export async function* examineUnits({
  config,
  places,
  resolvConf = "/etc/resolv.conf",
}: UnitsOptions): AsyncGenerator<Finding> {
  const configured = configuredUnits(config, places);
  for (const unit of UNITS) {
    const shown = run("systemctl", ["show", unit, `--property=${askedOf(unit).join(",")}`]);
    if (shown === undefined) {
      yield untried("units", "systemd does not answer here", "Run it on the device itself, as root");
      return;
    }
    const analysis = run("systemd-analyze", ["security", "--no-pager", unit]);
    yield judgeUnit(unit, {
      properties: propertiesOf(shown),
      exposure: analysis === undefined ? undefined : exposureOf(analysis),
      isConfigured: configured.has(unit),
    });
  }
  yield* theWayOut(config.broker, nameServers(resolvConf));
}

/** The kernel lets the uplink's unit reach nobody whom it does not name; this program is not held by that. */
async function* theWayOut(
  { url }: Config["broker"],
  nameServers: readonly string[],
): AsyncGenerator<Finding> {
  const what = "way out";
  const unit: Unit = "sotto-uplink.service";
  const shown = propertiesOf(run("systemctl", ["show", unit, "--property=IPAddressAllow,DropInPaths"]) ?? "");
  const { IPAddressAllow: allowed = "", DropInPaths: dropIns = "" } = shown;
  const known = [...nameServers];
  const lines = url === undefined ? [] : (brokerLines(url) ?? []);
  for (const { host } of lines) {
    const addresses = await addressesOf(host);
    known.push(...addresses);
    const shut = addresses.filter((address) => !reaches(allowed, address));
    if (addresses.length === 0) {
      yield untried(what, `${host} has no address now`, "The name server, or name the broker by its address");
    } else if (shut.length > 0) {
      yield ill(
        what,
        `the uplink's unit does not reach ${host} (${shut.join(", ")})`,
        `/opt/sotto/hardware/systemd/name-broker ${addresses.join(" ")}, and the name server's address where it is named by a name`,
      );
    } else yield well(what, `the uplink's unit reaches ${host} (${addresses.join(", ")})`);
  }
  const isNamed = lines.some(({ host, isLoopback }) => isIP(host) === 0 && !isLoopback);
  const width = judgeAllowed({ allowed, dropIns, known, isNamed });
  if (width !== undefined) yield width;
}

function nameServers(resolvConf: string): readonly string[] {
  return [...(told(resolvConf) ?? "").matchAll(/^\s*nameserver\s+(\S+)/gm)].flatMap(
    ([, address]) => address ?? [],
  );
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  return lookup(host, { all: true }).then(
    (found) => found.map(({ address }) => address),
    // Whatever the resolver's reason: there is none now.
    () => [],
  );
}

/** Undefined where the program is not there or fails. */
function run(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    timeout: PATIENCE_MS,
  });
  return status === 0 ? stdout : undefined;
}
