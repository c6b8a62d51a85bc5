const started = performance.now();

/** A line with the seconds since the start. */
export function tell(line: string): void {
  clear();
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);
}

/** How far it is; on a terminal in place, elsewhere at each quarter. */
export function progress(what: string, done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what} ${done} of ${of} `);
  else if (Math.floor((4 * done) / of) > Math.floor((4 * (done - 1)) / of)) tell(`${what}: ${done} of ${of}`);
}

function clear(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}
