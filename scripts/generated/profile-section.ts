import { BOARD_NAMES, SYSTEM_NAMES, type System } from "../../src/config/boards.js";
import type { Profile } from "../../src/config/profile.js";

function systemsTold(systems: readonly System[]): string {
  return systems.map((system) => SYSTEM_NAMES[system]).join(", ");
}

function parts({ parts: list }: Profile): string[] {
  const from = list.reduce((sum, { count, euro }) => sum + count * euro[0], 0);
  const to = list.reduce((sum, { count, euro }) => sum + count * euro[1], 0);
  return [
    "| part | number | rough price of one, euro | |",
    "|---|---|---|---|",
    ...list.map(
      ({ part, count, euro, note }) => `| ${part} | ${count} | ${euro[0]} to ${euro[1]} | ${note ?? ""} |`,
    ),
    `| all of it, beside the Pi, its supply and a card | | ${Math.round(from)} to ${Math.round(to)} | |`,
  ];
}

function boot(profile: Profile): string[] {
  if (profile.boot.length === 0) return [];
  return [
    "Lines of `config.txt` (in `/boot/firmware/`; the image writes its own):",
    "",
    "| line | on | why |",
    "|---|---|---|",
    ...profile.boot.map(({ line, systems, why }) => `| \`${line}\` | ${systemsTold(systems)} | ${why} |`),
    "",
  ];
}

function channels({ microphone }: Profile): string[] {
  const { cards, rateHz, channels: count, channel, channelMap, gains } = microphone;
  const heard =
    channel === "best"
      ? "the best"
      : [channel].flat().length > 1
        ? `the best of ${[channel].flat().join(", ")}`
        : `channel ${channel}`;
  const map = channelMap.map(
    ({ channel: at, carries, note }) => `${at} ${carries}${note ? ` (${note})` : ""}`,
  );
  return [
    `Card: ${cards.map((card) => `\`${card}\``).join(", then ")}. ${count} channel${count === 1 ? "" : "s"} at ${rateHz / 1000} kHz, of which Sotto hears ${heard}: ${map.join("; ")}.`,
    "",
    ...(gains.length === 0
      ? []
      : [
          `Before each opening the ear sets the card's mixer: ${gains.map(({ control, value }) => `${control} = ${value}`).join("; ")}. A control that does not take its value is counted in the log (\`refusedGains\`).`,
          "",
        ]),
  ];
}

function restrictions({ matrix }: Profile): string[] {
  return matrix.map(({ systems, boards, verdict, why, triedOn }) => {
    const where = boards.map((board) => BOARD_NAMES[board]).join("; ");
    return `- **${verdict}** on ${systemsTold(systems)}, ${where} (${triedOn.join(", ")}): ${why}.`;
  });
}

/** What there is to say of one profile. */
export function profileSection(profile: Profile): string[] {
  const { name, board, sources, unverified, overlays } = profile;
  return [
    `## ${name}`,
    "",
    `${board}.`,
    "",
    `![Wiring of ${board}](pictures/wiring-${name}.svg)`,
    "",
    ...parts(profile),
    "",
    ...channels(profile),
    ...boot(profile),
    ...overlays.flatMap(({ name: overlay, source, why }) => [
      `Overlay \`${overlay}\` ([source](../${source})): ${why}. \`scripts/overlays\` compiles it.`,
      "",
    ]),
    ...restrictions(profile),
    "",
    `Unverified: ${unverified.join(". ")}.`,
    "",
    `Sources: ${sources.join(". ")}.`,
    "",
  ];
}
