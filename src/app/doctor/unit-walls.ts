import { type Finding, ill, untried, well } from "./health.js";

export const UNITS = ["sotto-light.service", "sotto-ear.service", "sotto-uplink.service"] as const;
export type Unit = (typeof UNITS)[number];

type Properties = Readonly<Record<string, string>>;

/** Of every unit, as `systemctl show` writes it. */
const ALL: Properties = {
  NoNewPrivileges: "yes",
  ProtectSystem: "strict",
  ProtectHome: "yes",
  PrivateTmp: "yes",
  ProtectKernelModules: "yes",
  ProtectControlGroups: "yes",
  RestrictSUIDSGID: "yes",
  LockPersonality: "yes",
  DevicePolicy: "closed",
  LimitCORE: "0",
  MemorySwapMax: "0",
  IPAddressDeny: "0.0.0.0/0 ::/0",
};
const NO_NETWORK: Properties = {
  PrivateNetwork: "yes",
  RestrictAddressFamilies: "AF_UNIX",
  IPAddressAllow: "",
};

/** What makes each of them what it is: who hears has no network, who has a network hears nothing. */
const WALLS: Readonly<Record<Unit, Properties>> = {
  "sotto-light.service": {
    ...{ ...ALL, ...NO_NETWORK },
    ...{ User: "sotto-light", CapabilityBoundingSet: "cap_kill", DeviceAllow: "" },
  },
  "sotto-ear.service": {
    ...{ ...ALL, ...NO_NETWORK },
    ...{ User: "sotto-ear", CapabilityBoundingSet: "", DeviceAllow: "char-alsa rw" },
  },
  "sotto-uplink.service": { ...ALL, User: "sotto-uplink", CapabilityBoundingSet: "", DeviceAllow: "" },
};

const STATE = [
  "LoadState",
  "ActiveState",
  "SubState",
  "NRestarts",
  "WatchdogUSec",
  "DropInPaths",
  "IPAddressAllow",
];

/** The properties to ask `systemctl show` for. */
export function askedOf(unit: Unit): readonly string[] {
  return [...new Set([...STATE, ...Object.keys(WALLS[unit])])];
}

/** `KEY=VALUE` lines; a key that stands twice keeps both values, with a blank between. */
export function propertiesOf(text: string): Properties {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, key, value = ""] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined) found[key] = found[key] ? `${found[key]} ${value}` : value;
  }
  return found;
}

/** systemd's own sum of what a unit could still do, 0 to 10; the project's units are at 1.6 or below. */
const MOST_EXPOSURE = 1.6;

export function exposureOf(analysis: string): number | undefined {
  const text = /Overall exposure level for \S+: (\d+\.\d+)/.exec(analysis)?.[1];
  return text === undefined ? undefined : Number(text);
}

export interface UnitFacts {
  readonly properties: Properties;
  readonly exposure: number | undefined;
  /** All that it waits for is there: configuration and keys. */
  readonly isConfigured: boolean;
}

/** Does it run, and between the walls that its file has? */
export function judgeUnit(unit: Unit, { properties, exposure, isConfigured }: UnitFacts): Finding {
  const what = unit.replace(/^sotto-(.*)\.service$/, "$1's unit");
  const { ActiveState: state = "unknown", SubState: sub = "", DropInPaths: dropIns = "" } = properties;
  const missing = Object.entries(WALLS[unit]).filter(([key, value]) => !isAsStrict(properties[key], value));
  const from = dropIns === "" ? `systemctl cat ${unit}` : `Look into ${dropIns.replaceAll(" ", ", ")}`;
  if (missing.length > 0) {
    const walls = missing.map(([key, value]) => `${key}=${properties[key] ?? ""}, not ${value || "empty"}`);
    return ill(what, `walls that are not those of the project: ${walls.join("; ")}`, from);
  }
  const score = exposure === undefined ? "" : `, exposure ${exposure.toFixed(1)} of 10`;
  if (exposure !== undefined && exposure > MOST_EXPOSURE)
    return ill(
      what,
      `${state}${score}: more than ${MOST_EXPOSURE}`,
      `systemd-analyze security ${unit}; ${from}`,
    );
  const restarts =
    Number(properties["NRestarts"] ?? 0) > 0 ? `, started again ${properties["NRestarts"]} time(s)` : "";
  const isWatched = !["0", "infinity", undefined, ""].includes(properties["WatchdogUSec"]);
  const watchdog = isWatched ? `, watchdog ${properties["WatchdogUSec"]}` : "";
  const seen = `${state} (${sub})${score}${watchdog}${restarts}`;
  if (state === "active") return well(what, seen);
  if (state === "inactive" && !isConfigured) return untried(what, seen, `systemctl enable --now ${unit}`);
  if (state === "inactive") return ill(what, seen, `systemctl enable --now ${unit}: what it needs is there`);
  return ill(what, seen, `systemctl status ${unit}; journalctl -u ${unit} -e`);
}

/** A property that this systemd does not know is empty. Lists are in an order of systemd's own. */
function isAsStrict(seen: string | undefined, wanted: string): boolean {
  return inOrder(seen ?? "") === inOrder(wanted);
}

function inOrder(list: string): string {
  return list.trim().split(/\s+/).toSorted().join(" ");
}
