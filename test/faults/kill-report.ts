import { VICTIMS } from "./kill-plan.js";
import type { DeviceReport, KillRunReport } from "./kill-run.js";

/** An open device without light, or light without it, may last so long. */
export const MOST_LIE_MS = 250;

function deviceLines(
  name: string,
  { sealed, diedWithEar, ledger, delivery }: DeviceReport,
): readonly string[] {
  const { accepted, receipted, erased, expired, evicted, quarantined, pending } = ledger;
  return [
    `${name}: ${sealed} sealed, ${diedWithEar} of them died with their ear; ${delivery.atReader} at the reader`,
    `  ledger: accepted ${accepted} = receipted ${receipted} + erased ${erased} + expired ${expired} + evicted ${evicted} + quarantined ${quarantined} + pending ${pending}`,
  ];
}

/** Everything that breaks a promise, in words; empty when all held. */
/**
 * @param mostLieMs what the lamp may be wrong by. The promise is MOST_LIE_MS; where the machine does other things at the same
 * time, as that of the tests does, the supervisor itself may learn of a death later than that.
 */
export function problemsIn(
  { first, second, alarms, lamp }: KillRunReport,
  mostLieMs: number = MOST_LIE_MS,
): readonly string[] {
  const devices = [first, second].flatMap(({ delivery, ledgerProblems }) => [
    ...delivery.problems,
    ...ledgerProblems,
  ]);
  const lies = [
    ["lit without an open device", lamp.litWithoutDevice],
    ["open device without light", lamp.deviceWithoutLight],
  ] as const;
  return [
    ...devices,
    ...alarms,
    ...lies.flatMap(([what, { forMs }]) => (forMs > mostLieMs ? [`${what} for ${forMs.toFixed(0)} ms`] : [])),
    ...(lamp.hiddenFor > 0 ? [`${lamp.hiddenFor} recorders were overlooked by the quick look`] : []),
  ];
}

/** The whole report, for a person. */
export function killTable(report: KillRunReport): string {
  const { options, killed, starts, lamp } = report;
  const total = [...killed.values()].reduce((sum, count) => sum + count, 0);
  const restarts = Object.entries(starts).map(([name, count]) => `${name} ${count}`);
  const problems = problemsIn(report);
  return [
    `seed ${options.seed}, broker ${options.broker === "persistent" ? "keeps its sessions" : "forgets its sessions"}`,
    `kill -9: ${total} in ${(report.killMs / 1000).toFixed(0)} s: ${VICTIMS.map((name) => `${name} ${killed.get(name) ?? 0}`).join(", ")}`,
    `starts: ${restarts.join(", ")}`,
    ...deviceLines(`first device (real ear, ${report.played} commands played)`, report.first),
    ...deviceLines("second device (uplink, fed by the harness)", report.second),
    `duplicates dropped: ${report.duplicates.keeper} by the keeper, ${report.duplicates.reader} by the reader; the ledgers were read ${report.ledgerLooks} times meanwhile`,
    `drained ${(report.drainMs / 1000).toFixed(1)} s after the last kill`,
    `lamp: lit without an open device at most ${lamp.litWithoutDevice.forMs.toFixed(1)} ms, open device without light at most ${lamp.deviceWithoutLight.forMs.toFixed(1)} ms`,
    `  ${lamp.looks} looks in ${(lamp.watchedMs / 1000).toFixed(0)} s, at most ${lamp.widestGapMs.toFixed(1)} ms apart; device changed ${lamp.deviceChanges} times, lamp ${lamp.lampChanges} times; the supervisor was held up ${report.stallMs.toFixed(0)} ms at most`,
    problems.length === 0 ? "every promise held" : `BROKEN:\n  ${problems.slice(0, 40).join("\n  ")}`,
  ].join("\n");
}
