import type { LoadRow } from "./rows.js";

export interface LoadMachine {
  readonly cores: number;
  /** Of the last minute, before the first row and after the last. */
  readonly loads: readonly number[];
}

/** The rows as Markdown, and what must be known to read them. */
export function loadTable(rows: readonly LoadRow[], { cores, loads }: LoadMachine): string {
  const head = [
    "way",
    "clips",
    "clips/s",
    "wait p50, ms",
    "wait p99, ms",
    "device before, MB",
    "device, MB",
    "keeper, MB",
    "device CPU s / 1,000",
    "keeper CPU s / 1,000",
    "lost",
    "came twice",
  ];
  return [
    `Clips of 8,000 bytes, sealed beforehand. Broker (Mosquitto), database, keepers and devices share ${cores} cores and one disk; the load of the machine was ${loads.map((load) => load.toFixed(1)).join(" at the start, ")} at the end.`,
    [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows.map(cells)].join("\n"),
    "*Wait*: from the outbox's accept, when the clip is on the device's disk, to the keeper's receipt on the same disk; the clip is then on the keeper's disk too. As fast as the outbox takes clips that is mostly queueing; the rows with a pace show the way alone. Of MQTT.js, from publish to arrival: no disk at the sender, no receipt. *Device*, *keeper*: largest resident memory of any of them (MQTT.js: publisher, subscriber); *CPU* of all of them together.",
  ].join("\n\n");
}

function cells(row: LoadRow): string {
  const waits = row.waits.toSorted((a, b) => a - b);
  const at = (share: number) => (waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN).toFixed(0);
  const perThousand = (seconds: number) => ((1_000 * seconds) / row.clips).toFixed(2);
  const mb = (value: number) => (Number.isNaN(value) ? "-" : value.toFixed(0));
  const values = [
    ...[row.name, String(row.clips), (row.clips / row.seconds).toFixed(0), at(0.5), at(0.99)],
    ...[mb(row.deviceBeforeMb), mb(row.deviceMb), mb(row.keeperMb)],
    ...[perThousand(row.deviceCpuS), perThousand(row.keeperCpuS), String(row.lost), String(row.doubles)],
  ];
  return `| ${values.join(" | ")} |`;
}
