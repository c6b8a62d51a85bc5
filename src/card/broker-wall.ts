import { z } from "zod";
import { brokerLines } from "../config/broker-line.js";

/** Whom the uplink may reach, beside the device itself. */
export type BrokerWall =
  | { readonly to: "nobody" }
  | { readonly to: "addresses"; readonly addresses: readonly string[]; readonly names: readonly string[] }
  | { readonly to: "anybody" };

const address = z.union([z.ipv4(), z.ipv6()]);

/**
 * The wall that follows from where the broker is. A name can be held to addresses only where a person has said them: those
 * that a resolver tells may be others tomorrow, and whoever answers for the resolver would choose them.
 */
export function brokerWall(url: string | undefined, said: readonly string[] | undefined): BrokerWall {
  const hosts = url === undefined ? [] : (brokerLines(url) ?? []).filter((line) => !line.isLoopback);
  if (hosts.length === 0) return { to: "nobody" };
  const literal = hosts.map(({ host }) => host).filter((host) => address.safeParse(host).success);
  const names = hosts.map(({ host }) => host).filter((host) => !literal.includes(host));
  if (names.length === 0) return { to: "addresses", addresses: literal, names };
  if (said === undefined) return { to: "anybody" };
  return { to: "addresses", addresses: [...literal, ...said], names };
}

/** What is added to the uplink's unit. */
export function wallUnit(wall: BrokerWall): string {
  const allowed = { nobody: [], anybody: ["any"], addresses: wall.to === "addresses" ? wall.addresses : [] };
  const lines = allowed[wall.to].map((each) => `IPAddressAllow=${each}\n`);
  return `# Made from sotto-setup.toml.\n[Service]\n${lines.join("")}`;
}

/** /etc/hosts: a broker whose addresses were said is found without asking anybody. */
export function hostsFile(wall: BrokerWall, said: readonly string[]): string {
  const names = wall.to === "addresses" ? wall.names : [];
  const known = said.flatMap((each) => names.map((name) => `${each} ${name}\n`));
  return `127.0.0.1 localhost\n::1 localhost\n${known.join("")}`;
}
