/** Sounds of American English as flite names them, and how unlike two of them are: 0 the same, 1 nothing in common. */
interface Vowel {
  readonly kind: "vowel";
  /** 0 open to 1 close, 0 front to 1 back, of its beginning and of its end. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}
interface Consonant {
  readonly kind: "consonant";
  readonly manner: "stop" | "affricate" | "fricative" | "nasal" | "approximant";
  /** 0 lips to 1 throat. */
  readonly place: number;
  readonly isVoiced: boolean;
}
type Sound = Vowel | Consonant;

const at = (close: number, back: number): readonly [number, number] => [close, back];
const vowel = (from: readonly [number, number], to = from): Vowel => ({ kind: "vowel", from, to });
const consonant = (manner: Consonant["manner"], place: number, isVoiced: boolean): Consonant => ({
  kind: "consonant",
  manner,
  place,
  isVoiced,
});

const SOUNDS: Readonly<Record<string, Sound>> = {
  aa: vowel(at(0, 0.8)),
  ae: vowel(at(0.15, 0.1)),
  ah: vowel(at(0.3, 0.6)),
  ao: vowel(at(0.25, 0.9)),
  ax: vowel(at(0.45, 0.5)),
  eh: vowel(at(0.4, 0.15)),
  er: vowel(at(0.45, 0.55), at(0.45, 0.7)),
  ih: vowel(at(0.8, 0.2)),
  iy: vowel(at(1, 0)),
  uh: vowel(at(0.8, 0.8)),
  uw: vowel(at(1, 0.9)),
  aw: vowel(at(0.05, 0.4), at(0.8, 0.8)),
  ay: vowel(at(0.05, 0.4), at(0.8, 0.2)),
  ey: vowel(at(0.5, 0.1), at(0.85, 0.1)),
  ow: vowel(at(0.5, 0.8), at(0.85, 0.85)),
  oy: vowel(at(0.3, 0.85), at(0.8, 0.2)),
  p: consonant("stop", 0, false),
  b: consonant("stop", 0, true),
  t: consonant("stop", 0.4, false),
  d: consonant("stop", 0.4, true),
  k: consonant("stop", 0.8, false),
  g: consonant("stop", 0.8, true),
  ch: consonant("affricate", 0.55, false),
  jh: consonant("affricate", 0.55, true),
  f: consonant("fricative", 0.1, false),
  v: consonant("fricative", 0.1, true),
  th: consonant("fricative", 0.3, false),
  dh: consonant("fricative", 0.3, true),
  s: consonant("fricative", 0.4, false),
  z: consonant("fricative", 0.4, true),
  sh: consonant("fricative", 0.55, false),
  zh: consonant("fricative", 0.55, true),
  hh: consonant("fricative", 1, false),
  m: consonant("nasal", 0, true),
  n: consonant("nasal", 0.4, true),
  ng: consonant("nasal", 0.8, true),
  l: consonant("approximant", 0.4, true),
  r: consonant("approximant", 0.55, true),
  y: consonant("approximant", 0.65, true),
  w: consonant("approximant", 0.1, true),
};

/** What an added or a lost sound costs; these two are hardly heard. */
const LOST = 0.7;
const LOST_EASILY: Readonly<Record<string, number>> = { ax: 0.4, hh: 0.4 };

/** Vowels, which are as many as the syllables. */
export function syllables(phones: readonly string[]): number {
  return phones.filter((phone) => SOUNDS[phone]?.kind === "vowel").length;
}

function unlikeness(a: string, b: string): number {
  if (a === b) return 0;
  const first = SOUNDS[a];
  const second = SOUNDS[b];
  if (first === undefined || second === undefined) return 1;
  if (first.kind === "vowel" && second.kind === "vowel") {
    const apart = (from: readonly [number, number], to: readonly [number, number]) =>
      Math.hypot(from[0] - to[0], from[1] - to[1]);
    return Math.min(0.8, 0.1 + 0.5 * (apart(first.from, second.from) + apart(first.to, second.to)));
  }
  if (first.kind === "consonant" && second.kind === "consonant") {
    const manner = first.manner === second.manner ? 0 : 0.4;
    const voice = first.isVoiced === second.isVoiced ? 0 : 0.2;
    return Math.min(1, 0.1 + manner + voice + 0.5 * Math.abs(first.place - second.place));
  }
  return 1;
}

/** Edit distance in which like sounds stand for each other cheaply; 1 is about one sound that is quite another. */
export function phoneDistance(a: readonly string[], b: readonly string[]): number {
  return distancesToPrefixes(a, b)[b.length] ?? 0;
}

/** Distances of `a` to nothing, to the first sound of `b`, to its first two, and so on. */
export function distancesToPrefixes(a: readonly string[], b: readonly string[]): Float64Array {
  const lost = (phone: string) => LOST_EASILY[phone] ?? LOST;
  let row = new Float64Array(b.length + 1);
  for (let j = 1; j <= b.length; j++) row[j] = (row[j - 1] ?? 0) + lost(b[j - 1] ?? "");
  for (const phone of a) {
    const next = new Float64Array(b.length + 1);
    next[0] = (row[0] ?? 0) + lost(phone);
    for (let j = 1; j <= b.length; j++) {
      const other = b[j - 1] ?? "";
      next[j] = Math.min(
        (row[j - 1] ?? 0) + unlikeness(phone, other),
        (row[j] ?? 0) + lost(phone),
        (next[j - 1] ?? 0) + lost(other),
      );
    }
    row = next;
  }
  return row;
}

/** Whether `inner` is heard, sound by sound, within `outer`. */
export function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return ` ${outer.join(" ")} `.includes(` ${inner.join(" ")} `);
}
