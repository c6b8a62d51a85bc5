import type { Random } from "../voices/random.js";
import type { Clip } from "./clip.js";

/** Strings for each speaker with enough digits. */
const STRINGS = 40;
const ENOUGH = 30;

/** Numbers of four to seven digits, glued from the isolated digits of one speaker with the pauses of dictation. */
export function digitStrings(clips: readonly Clip[], random: Random): Clip[] {
  const strings: Clip[] = [];
  const digits = clips.filter(({ label }) => label === "digit");
  for (const speaker of [...new Set(digits.map((clip) => clip.speaker))].sort()) {
    const mine = digits.filter((clip) => clip.speaker === speaker);
    if (mine.length < ENOUGH) continue;
    for (let i = 0; i < STRINGS; i++) {
      const parts = random.shuffled(mine).slice(0, random.whole(4, 7));
      strings.push(glued(`digit-strings:${speaker}:${i}`, parts, random));
    }
  }
  return strings;
}

function glued(id: string, parts: readonly Clip[], random: Random): Clip {
  const pauses = parts.map(() => random.whole(800, 4_000));
  const samples = new Float32Array(
    parts.reduce((sum, { samples: s }, i) => sum + s.length + (pauses[i] ?? 0), 0),
  );
  let at = 0;
  parts.forEach((part, i) => {
    samples.set(part.samples, at);
    at += part.samples.length + (pauses[i] ?? 0);
  });
  const end = samples.length - (pauses.at(-1) ?? 0);
  return {
    ...{ id, samples, speaker: parts[0]?.speaker ?? "", source: "digits-fsdd", label: "digit_strings" },
    ...{ kind: "speech", wakes: [], harmless: false, personal: [{ start: 0, end, kind: "digits" }] },
  };
}
