import { BlockList, isIP } from "node:net";
import { type Finding, ill, well } from "./health.js";

/** Whether a unit with this IPAddressAllow= reaches an address. @param allowed as `systemctl show` writes it */
export function reaches(allowed: string, address: string): boolean {
  const list = new BlockList();
  for (const { network, prefix } of entriesOf(allowed))
    list.addSubnet(network, prefix, isIP(network) === 4 ? "ipv4" : "ipv6");
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** What the image makes of a card whose broker has a name and no addresses. */
const IMAGE_WALL = "/run/systemd/system/sotto-uplink.service.d/50-broker.conf";

export interface AllowedFacts {
  /** IPAddressAllow= as `systemctl show` writes it. */
  readonly allowed: string;
  readonly dropIns: string;
  /** Of the brokers and of the name servers. */
  readonly known: readonly string[];
  /** A broker whose name alone is known. */
  readonly isNamed: boolean;
}

/** Whom the uplink reaches beside the device itself, the broker and the name server. Undefined where that is nobody. */
export function judgeAllowed({ allowed, dropIns, known, isNamed }: AllowedFacts): Finding | undefined {
  const what = "way out's width";
  const others = entriesOf(allowed).filter((entry) => !isLoopback(entry) && !isOneOf(entry, known));
  if (others.length === 0) return undefined;
  const isAnybody = others.some(({ prefix }) => prefix === 0);
  const from = dropIns === "" ? "systemctl cat sotto-uplink" : `Look into ${dropIns.replaceAll(" ", ", ")}`;
  const names = others.map(({ network, prefix }) => `${network}/${prefix}`).join(", ");
  if (!isAnybody)
    return well(
      what,
      `the uplink's unit reaches ${names} too, which is neither broker nor name server`,
      from,
    );
  const seen = `the uplink's unit reaches anybody (${names})`;
  if (isNamed && dropIns.split(" ").includes(IMAGE_WALL))
    return well(
      what,
      `${seen}: the card names the broker by a name alone`,
      "Name the broker by its address in sotto-setup.toml, or say its addresses beside the name (broker.addresses)",
    );
  return ill(what, seen, `${from}; /opt/sotto/hardware/systemd/name-broker makes it the broker alone`);
}

interface Entry {
  readonly network: string;
  readonly prefix: number;
}

function entriesOf(allowed: string): readonly Entry[] {
  return allowed.split(/\s+/).flatMap((entry) => {
    const [network = "", prefix] = entry.split("/");
    const family = isIP(network);
    return family === 0 ? [] : [{ network, prefix: Number(prefix ?? (family === 4 ? 32 : 128)) }];
  });
}

function isLoopback({ network, prefix }: Entry): boolean {
  return isIP(network) === 4
    ? network.startsWith("127.") && prefix >= 8
    : network === "::1" && prefix === 128;
}

function isOneOf({ network, prefix }: Entry, known: readonly string[]): boolean {
  return prefix === (isIP(network) === 4 ? 32 : 128) && known.some((address) => isSame(address, network));
}

/** IPv6 has several ways to write one address. */
function isSame(address: string, other: string): boolean {
  const [one = ""] = address.split("%");
  if (isIP(one) === 0 || isIP(one) !== isIP(other)) return false;
  return reaches(`${other}/${isIP(other) === 4 ? 32 : 128}`, one);
}
