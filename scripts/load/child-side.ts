import { writeSync } from "node:fs";
import { createInterface } from "node:readline";

/** Milliseconds by the machine's monotonic clock, which all processes share. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function tell(event: string, more: object = {}): void {
  const text = Buffer.from(`${JSON.stringify({ event, ...more })}\n`);
  for (let at = 0; at < text.length; ) {
    try {
      at += writeSync(1, text, at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}

const words: string[] = [];
let wake: () => void = () => undefined;
createInterface({ input: process.stdin }).on("line", (word) => {
  words.push(word);
  wake();
});

/** Resolves when standard input has said this word. */
export async function heard(word: string): Promise<void> {
  while (!words.includes(word)) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

/** The messages of a file, one behind the other, and their ids in hex. */
export function messagesIn(bytes: Uint8Array, length: number): readonly Uint8Array[] {
  return Array.from({ length: bytes.length / length }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  );
}
