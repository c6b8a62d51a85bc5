/** Pairs of indices of words that mean each other, in order: the cheapest edits, alike spellings being cheap. */
export function alignWords(
  heard: readonly string[],
  said: readonly string[],
): readonly (readonly [number, number])[] {
  const gap = 0.7;
  const costs: number[][] = [];
  for (let i = 0; i <= heard.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= said.length; j++) {
      if (i === 0 || j === 0) row.push((i + j) * gap);
      else
        row.push(
          Math.min(
            at(costs, i - 1, j - 1) + unlike(heard[i - 1] ?? "", said[j - 1] ?? ""),
            at(costs, i - 1, j) + gap,
            (row[j - 1] ?? 0) + gap,
          ),
        );
    }
    costs.push(row);
  }
  const pairs: [number, number][] = [];
  let i = heard.length;
  let j = said.length;
  while (i > 0 && j > 0) {
    const here = at(costs, i, j);
    if (near(here, at(costs, i - 1, j - 1) + unlike(heard[i - 1] ?? "", said[j - 1] ?? "")))
      pairs.push([--i, --j]);
    else if (near(here, at(costs, i - 1, j) + gap)) i--;
    else j--;
  }
  return pairs.reverse();
}

/** Lower case, letters, digits and apostrophes only. */
export function plainWord(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9']/g, "");
}

function unlike(a: string, b: string): number {
  if (a === b) return 0;
  const pairsOf = (word: string) =>
    Array.from({ length: word.length + 1 }, (_, i) => ` ${word} `.slice(i, i + 2));
  const other = pairsOf(b);
  const shared = pairsOf(a).filter((pair) => other.includes(pair)).length;
  return 1.2 - (0.6 * 2 * shared) / (a.length + b.length + 2);
}

function at(costs: readonly (readonly number[])[], i: number, j: number): number {
  return costs[i]?.[j] ?? 0;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}
