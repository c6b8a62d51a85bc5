import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  advance(): void;
  finish(): void;
}

/** A bar on standard error when that is a terminal, and nothing otherwise, so that output can be piped. */
export function progressBar(what: string, total: number): Progress {
  if (!process.stderr.isTTY) return { advance: () => undefined, finish: () => undefined };
  const bar = new SingleBar(
    {
      format: `${what} {bar} {value}/{total} · {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_grey,
  );
  bar.start(total, 0);
  return { advance: () => bar.increment(), finish: () => bar.stop() };
}
