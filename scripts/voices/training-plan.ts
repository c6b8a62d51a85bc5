import { Random } from "./random.js";
import {
  COMMANDS,
  dictatedSentences,
  NEAR_MISS_SENTENCES,
  NEAR_MISSES,
  personalSentences,
  WAKE_WORDS,
  type WakeWord,
} from "./training-texts.js";
import { BLENDS, type Speaker, VOICE_NAMES } from "./training-voices.js";

export type ClipKind = "wake" | "near-miss" | "command" | "pii";

interface Planned {
  readonly name: string;
  readonly kind: ClipKind;
  readonly speaker: Speaker;
  readonly word?: WakeWord;
}

/** A clip to speak, or one to put together from two that were spoken by the same speaker. */
export type PlannedClip =
  | (Planned & { readonly make: "speak"; readonly marked: string; readonly speed: number })
  | (Planned & {
      readonly make: "join";
      readonly before: string;
      readonly after: string;
      readonly pauseS: number;
    });

const SPEAKERS: readonly Speaker[] = [...VOICE_NAMES, ...BLENDS];
/** A word alone is spoken slowly by the model, so the speeds lean to the fast side. */
const SPEEDS = [0.9, 1.1, 1.3] as const;
const EARLY_SPEEDS = 2;

/** Every clip of the batch, in the order of their use: wake words first, then the rest by turns. */
export function trainingPlan(seed: number): PlannedClip[] {
  const random = new Random(seed);
  const wakes = wakeClips(random);
  const commands = clips(random, "command", random.shuffled(COMMANDS));
  const followed = commands.flatMap((command) => followedClips(random, command));
  const near = [...NEAR_MISSES, ...NEAR_MISS_SENTENCES, ...NEAR_MISSES];
  const personal = clips(random, "pii", personalSentences(random, 330));
  const nearClips = clips(random, "near-miss", near);
  const more = clips(random, "command", random.shuffled(COMMANDS), commands.length);
  const first = byTurns([nearClips, followed, personal.slice(0, 160)]);
  return [...wakes.first, ...first, ...byTurns([personal.slice(160), wakes.later, more])];
}

/** What is read out and what is asked of an assistant, by turns; as much as there is time for. */
export function laterPlan(seed: number, assistant: readonly string[]): PlannedClip[] {
  const random = new Random(seed + 1);
  const dictated = clips(random, "pii", dictatedSentences(random, 700), 1000);
  return byTurns([dictated, clips(random, "command", random.shuffled(assistant), 1000)]);
}

/** The third speed comes later, so that a machine short of time has a bit of everything early. */
function wakeClips(random: Random): { first: PlannedClip[]; later: PlannedClip[] } {
  const alone = SPEEDS.flatMap((speed, s) =>
    SPEAKERS.flatMap((speaker, i) =>
      WAKE_WORDS.map((word, w): PlannedClip => {
        // A question or a call: the melody of the word differs.
        const mark = ["", ".", "!", "?", ","][(i + s + w) % 5] ?? "";
        const name = `wake-${word}-${speaker}-${s}`;
        return { name, kind: "wake", speaker, word, make: "speak", marked: `${word}${mark}`, speed };
      }),
    ),
  );
  const straight = random.shuffled(SPEAKERS).flatMap((speaker) =>
    WAKE_WORDS.map((word): PlannedClip => {
      const command = COMMANDS[random.whole(0, COMMANDS.length - 1)] ?? "stop";
      const mark = random.next() < 0.5 ? "," : "";
      const name = `wake-${word}-${speaker}-on`;
      return {
        ...{ name, kind: "wake", speaker, word, make: "speak" },
        ...{ marked: `${word}${mark} ${command}`, speed: random.pick(SPEEDS) },
      };
    }),
  );
  const early = SPEAKERS.length * WAKE_WORDS.length * EARLY_SPEEDS;
  return { first: byTurns([alone.slice(0, early), straight]), later: alone.slice(early) };
}

function clips(random: Random, kind: ClipKind, texts: readonly string[], from = 0): PlannedClip[] {
  return texts.map((marked, i): PlannedClip => {
    const speaker = SPEAKERS[random.whole(0, SPEAKERS.length - 1)] ?? "af_alloy";
    const speed = 0.85 + random.next() * 0.35;
    const name = `${kind}-${String(i + from).padStart(4, "0")}`;
    return { name, kind, speaker, make: "speak", marked, speed: Math.round(speed * 100) / 100 };
  });
}

/** The command alone, and behind two of the wake words of the same speaker. */
function followedClips(random: Random, command: PlannedClip): PlannedClip[] {
  const joins = random
    .shuffled(WAKE_WORDS)
    .slice(0, 2)
    .map((word, i): PlannedClip => {
      const before = `wake-${word}-${command.speaker}-${random.whole(0, EARLY_SPEEDS - 1)}`;
      const pauseS = Math.round((0.05 + random.next() * 0.7) * 100) / 100;
      const name = `wake-joined-${i}-${command.name}`;
      return {
        name,
        kind: "wake",
        speaker: command.speaker,
        word,
        make: "join",
        before,
        after: command.name,
        pauseS,
      };
    });
  return [command, ...joins];
}

/** Takes from each list at the pace of its length, so that a batch cut short is still balanced. */
function byTurns(lists: readonly (readonly PlannedClip[])[]): PlannedClip[] {
  return lists
    .flatMap((list) => list.map((clip, i) => ({ clip, at: (i + 0.5) / list.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ clip }) => clip);
}
