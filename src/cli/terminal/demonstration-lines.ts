import type { ErasureResult, RecordingResult } from "../../app/demonstration/demonstration.js";
import { clipPicture } from "./clip-picture.js";

function verdictText(result: RecordingResult): string {
  if (result.verdict.kind === "passed") return "as promised";
  return `NOT as promised: ${result.verdict.why}${result.dropped ? ` (${result.dropped})` : ""}`;
}

/** What a person sees of one recording: kinds, the picture of what the reader could open, bytes, milliseconds. */
export async function demonstrationLines(result: RecordingResult): Promise<readonly string[]> {
  const { clip, report } = result;
  if (!clip || !report) return [`   ${verdictText(result)}`];
  const lines = [`   cut out: ${clip.kinds.join(", ") || "nothing"}   (${verdictText(result)})`];
  lines.push(`   ${await clipPicture(clip)}`);
  const { ms } = report;
  const round = (x: number | undefined) => (x ?? 0).toFixed(0);
  lines.push(
    `   ${(clip.durationMs / 1000).toFixed(1)} s of sound, ${report.bytes} bytes left the house, sealed`,
    `   ms: wait for the end of speech ${round(ms.wait)}, recognise ${round(ms.recognise)}, find ${round(ms.find)}, align ${round(ms.align)}, redact ${round(ms.redact)}, verify ${round(ms.verify)}, encode ${round(ms.encode)}, seal ${round(ms.seal)}, deliver ${round(result.deliverMs)}; ${round(ms.early)} of it during the wait`,
    `   ${round(ms.fromSpeechEnd)} ms from the last sound of speech to the sealed clip, whose id begins with ${clip.messageId.slice(0, 8)}`,
  );
  return lines;
}

/** The same in one line of a table, for the page of figures. */
export function summaryLine(number: number, kinds: readonly string[], result: RecordingResult): string {
  const expected = kinds.join(", ") || "harmless";
  const cut = result.clip ? result.clip.kinds.join(", ") || "nothing" : (result.dropped ?? "no clip");
  const ms = result.report ? `${result.report.ms.fromSpeechEnd.toFixed(0)} ms` : "-";
  return `${String(number).padStart(2)}  ${expected.padEnd(10)}  cut: ${cut.padEnd(22)} ${ms.padStart(8)}  ${verdictText(result)}`;
}

/** What came of holding the button. */
export function erasureLines(erasure: ErasureResult): readonly string[] {
  const { messageId, confirmedMs, isGone, isDark } = erasure;
  const id = messageId.slice(0, 8);
  return [
    confirmedMs === undefined
      ? `   NOT confirmed: no receipt of the keeper came for ${id}`
      : `   ${id}: the keeper signed that it is erased, ${confirmedMs.toFixed(0)} ms after the button was let go`,
    isGone ? "   the reader's copy is gone as well" : "   the reader STILL has its copy",
    isDark
      ? "   the light is off, the microphone closed; only the button opens it again"
      : "   the light is STILL on",
  ];
}
