import { createSocket } from "node:dgram";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { Finding, Scenario } from "../claim.js";
import { outputOf, run, systemctl } from "../commands.js";
import { ELSEWHERE, FILES, MARKER, OWN_FILE, type Ports, triesFor } from "../isolation-tries.js";
import { type Tried, tryOutside, tryWithin } from "../probe.js";
import { UNITS, type Unit } from "../services.js";
import { until } from "../time.js";

const MOST_EXPOSED = 1.6;

const TITLES: Readonly<Record<Unit, string>> = {
  ear: "the ear, tried from within its unit: no network of any kind, no other files, no pins",
  light: "the light, tried from within its unit: neither network nor sound, no other files",
  uplink:
    "the uplink, tried from within its unit: no sound device, no pins, nobody on the network but whom the owner named",
};

interface House extends Ports {
  close(): void;
}

async function openHouse(): Promise<House> {
  for (const path of Object.values(FILES)) {
    mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    writeFileSync(path, MARKER, { mode: 0o644 });
  }
  for (const unit of UNITS) await run("chown", `sotto-${unit}:`, OWN_FILE[unit]);
  await run("modprobe", "dummy");
  await run("ip", "link", "add", "lab0", "type", "dummy");
  await run("ip", "address", "add", `${ELSEWHERE}/24`, "dev", "lab0");
  await run("ip", "link", "set", "lab0", "up");
  const server = createServer((socket) => socket.on("error", () => undefined).end(MARKER));
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const address = server.address();
  const socket = createSocket("udp4");
  socket.on("message", (_said, from) => socket.send(MARKER, from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, "0.0.0.0", resolve));
  return {
    tcp: typeof address === "object" && address !== null ? address.port : 0,
    udp: socket.address().port,
    close: () => {
      server.close();
      socket.close();
    },
  };
}

function judge(unit: Unit, within: readonly Tried[], outside: readonly Tried[]): Finding {
  const isWrong = ({ expected, reached }: Tried) => (expected === "reached") !== reached;
  const wrong = within
    .filter(isWrong)
    .map(({ what, reached, why }) => `${what}: ${reached ? "REACHED" : `not reached (${why})`}`);
  const proofs = within.filter(
    ({ expected }, index) => expected === "refused" && outside[index]?.reached === true,
  );
  const unproven = within.filter(
    ({ expected }, index) => expected === "refused" && outside[index]?.reached === false,
  );
  const needed = within.filter(({ expected, reached }) => expected === "reached" && reached);
  const nothing =
    unproven.length === 0
      ? ""
      : `; proves nothing here: ${unproven.map(({ what, attempt: _attempt }) => what).join(", ")}`;
  return {
    claim: TITLES[unit],
    holds: wrong.length === 0,
    figures:
      wrong.length > 0
        ? wrong.join("; ")
        : `${proofs.length} things refused that root reaches outside, ${needed.length} that it needs work${nothing}`,
  };
}

export const ISOLATION: Scenario = {
  name: "isolation",
  testedOn: "installed units of systemd 257, each with its program replaced by one that tries, emulated",
  async run(tell) {
    const house = await openHouse();
    for (const unit of UNITS) {
      // The others live: their sockets are there and answer.
      await until("the others run", 240_000, () =>
        UNITS.every((each) => outputOf("systemctl", "is-active", `sotto-${each}`).startsWith("active")),
      );
      const tries = triesFor(unit, house);
      const outside = await tryOutside(tries);
      const within = await tryWithin(unit, tries);
      tell(judge(unit, within, outside));
      await systemctl("start", "sotto-light", "sotto-uplink", "sotto-ear");
    }
    house.close();
    for (const unit of UNITS) {
      const told = outputOf("systemd-analyze", "security", "--no-pager", `sotto-${unit}`);
      const score = /Overall exposure level for \S+: ([\d.]+)/.exec(told)?.[1];
      tell({
        claim: `systemd-analyze security of sotto-${unit} is at most ${MOST_EXPOSED}`,
        holds: score !== undefined && Number(score) <= MOST_EXPOSED,
        figures: score ?? "no score",
      });
    }
  },
};
