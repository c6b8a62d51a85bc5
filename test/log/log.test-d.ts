import { test } from "vitest";
import type { Log } from "../../src/log/log.js";
import type { Transcript } from "../../src/transcript/transcript.js";

test("what was heard and what is secret can't be logged", () => {
  const attempt = (
    log: Log,
    samples: Float32Array,
    transcript: Transcript,
    key: Uint8Array,
    value: string,
  ) => {
    // @ts-expect-error sound
    log.write("event", { samples });
    // @ts-expect-error a transcript
    log.write("event", { transcript });
    // @ts-expect-error a word that was heard
    log.write("event", { word: transcript.words[0]?.text ?? "" });
    // @ts-expect-error a key
    log.write("event", { key });
    // @ts-expect-error any text that this source did not write
    log.write("event", { value });
    log.write("event", { count: 3, isOpen: true, code: "MICROPHONE_LOST", kinds: ["PERSON"] });
  };
  void attempt;
});
