import { press, untilClosed, untilListening } from "../board.js";
import type { Finding, Scenario } from "../claim.js";
import { history, ledger, openClip, readerClips, untilReceipted } from "../house.js";
import { sayAndWait } from "../speak.js";
import { pause, until } from "../time.js";

const START_MS = 240_000;
/** In emulation the recogniser alone takes most of a minute for a sentence, and hears it twice at least. */
const CLIP_MS = 400_000;
const SAID = [
  { recording: "1-name", kind: "PERSON" },
  { recording: "6-harmless", kind: undefined },
] as const;

async function sayOne(recording: string, kind: string | undefined, tell: (finding: Finding) => void) {
  const claim = `"${recording}" is heard, cut, sealed, delivered with a signed receipt, and opened by the reader`;
  const outcome = await sayAndWait(recording, CLIP_MS);
  if (outcome?.event !== "clip-sealed") {
    const figures = outcome === undefined ? `nothing came of it in ${CLIP_MS / 1000} s` : outcome.event;
    tell({ claim, holds: false, figures });
    return undefined;
  }
  const id = String(outcome.fields["id"]);
  const receiptMs = await untilReceipted(id, 60_000);
  await until(
    `the reader has ${id}`,
    60_000,
    async () => (await readerClips()).some((clip) => clip.startsWith(id)),
    1_000,
  );
  const { kinds, durationMs } = await openClip(id);
  const isRight = kind === undefined ? kinds.length === 0 : kinds.includes(kind);
  const seconds = (name: string) => (Number(outcome.fields[name]) / 1000).toFixed(1);
  tell({
    claim,
    holds: isRight,
    figures: `${(durationMs / 1000).toFixed(1)} s of sound, cut: ${kinds.join(", ") || "nothing"}; ${seconds("fromSpeechEndMs")} s from the end of speech (recognise ${seconds("recogniseMs")}, align ${seconds("alignMs")}, verify ${seconds("verifyMs")}); receipt ${(receiptMs / 1000).toFixed(1)} s later`,
  });
  return id;
}

async function untilErased(kind: "last" | "all", ids: readonly string[]): Promise<string> {
  const tookMs = await until(
    `the erasure of ${kind} is confirmed`,
    120_000,
    async () => {
      const rows = await history();
      const clips = rows.filter((row) => ids.some((id) => row.kind === "clip" && row.id.startsWith(id)));
      const confirmed = rows.some(
        (row) => row.kind === "erasure" && row.state === "confirmed" && row.isSigned,
      );
      return (
        confirmed &&
        clips.length === ids.length &&
        clips.every((clip) => clip.isErasedAtKeeper || clip.state === "erased")
      );
    },
    1_000,
  );
  return `confirmed by the keeper's signature after ${(tookMs / 1000).toFixed(1)} s`;
}

export const SPEECH: Scenario = {
  name: "speech",
  testedOn:
    "installed units, ALSA loopback through arecord, Mosquitto, keeper and reader in the same machine, emulated",
  async run(tell) {
    await untilListening(START_MS);
    const sent: string[] = [];
    for (const { recording, kind } of SAID) {
      const id = await sayOne(recording, kind, tell);
      if (id !== undefined) sent.push(id);
    }
    const last = sent.at(-1);
    if (last === undefined) return;
    await press(3_400);
    tell({
      claim: "holding the button for 3 s erases what was said last, at the keeper too",
      holds: true,
      figures: await untilErased("last", [last]),
    });
    const left = sent.slice(0, -1).length;
    const atReader = await readerClips();
    tell({
      claim: "and nothing else",
      holds: atReader.length === left,
      figures: `${atReader.length} left at the reader`,
    });
    await press(10_600);
    tell({
      claim: "holding the button for 10 s erases everything",
      holds: true,
      figures: await untilErased("all", sent),
    });
    await until("the reader has nothing left", 60_000, async () => (await readerClips()).length === 0, 1_000);
    await untilClosed(5_000);
    const sum = await ledger();
    tell({ claim: "both end muted, and the ledger's sum holds", holds: sum.isBalanced, figures: sum.text });
    await pause(500);
  },
};
