const DIGITS = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
const SIGNS: Readonly<Record<string, string>> = {
  "@": "at",
  ".": "dot",
  _: "underscore",
  "#": "hash",
  "%": "percent",
  $: "dollars",
  "£": "pounds",
  "&": "and",
  "/": "slash",
  "+": "plus",
};

/** The letters of what a printed word sounds like, digits one by one: "kv30." is "kvthreeoh". For alignment only. */
export function soundingLetters(printed: string): string {
  const inner = printed.replace(/^[^\p{L}\p{N}@$£#+]+|[^\p{L}\p{N}%]+$/gu, "");
  return [...inner.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")]
    .map((sign) => DIGITS[Number.parseInt(sign, 10)] ?? SIGNS[sign] ?? (/[a-z]/.test(sign) ? sign : ""))
    .join("");
}
