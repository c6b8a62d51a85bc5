import type { Transcript } from "../transcript/transcript.js";
import type { Conviction } from "./decide.js";

/** The transcript with every convicted run of words replaced by its kinds: "call [PERSON] at six". */
export function redactText(transcript: Transcript, convictions: readonly Conviction[]): string {
  const out: string[] = [];
  let word = 0;
  for (const conviction of [...convictions].sort((a, b) => a.wordStart - b.wordStart)) {
    for (; word < conviction.wordStart; word++) out.push(transcript.words[word]?.text ?? "");
    if (conviction.wordEnd > word) out.push(`[${conviction.types.join("/")}]`);
    word = Math.max(word, conviction.wordEnd);
  }
  for (; word < transcript.words.length; word++) out.push(transcript.words[word]?.text ?? "");
  return out.filter((text) => text.length > 0).join(" ");
}
