import { decide } from "../../src/findings/decide.js";
import { RULES } from "../../src/findings/finders.js";
import { redactText } from "../../src/findings/redact-text.js";
import { transcriptOf } from "./transcript-of.js";

/** What is left of a printed sentence, "clean" when all of it is, or the reason of a drop. */
export function gatedText(text: string): string {
  const transcript = transcriptOf(text);
  const findings = RULES.flatMap((finder) => finder.find(transcript));
  const decision = decide({ transcript, findings, spotter: undefined, strictness: "redact" });
  switch (decision.kind) {
    case "clean":
      return "clean";
    case "drop":
      return decision.reason;
    case "cut":
      return redactText(transcript, decision.convictions);
  }
}
