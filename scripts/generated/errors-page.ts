import { ERRORS, type Retry } from "../../src/domain/errors.js";

const retries: Readonly<Record<Retry, string>> = {
  never: "no",
  now: "at once",
  backoff: "by itself, ever more slowly",
  "after-fix": "after the way out",
};

/** docs/errors.md out of the catalogue that the program throws from. */
export function errorsPage(): string {
  const entries = Object.entries(ERRORS).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = entries.map(
    ([code, { meaning, remedy, retry }]) => `| \`${code}\` | ${meaning} | ${remedy} | ${retries[retry]} |`,
  );
  return [
    "# Errors",
    "",
    "Every error has a code; the message after it names the file, the key or the count concerned, never what was said and never a secret. Whatever the code, a clip that was not verified is not sent. This page is made from `src/domain/errors.ts` by `npm run docs`.",
    "",
    "| code | what happened | the way out | tried again |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
