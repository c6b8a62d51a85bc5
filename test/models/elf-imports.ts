import { spawnSync } from "node:child_process";

/** Functions of the C library that open a way out of the machine. Without them native code has no network. */
const network = ["socket", "connect", "getaddrinfo", "gethostbyname", "sendto", "sendmsg"];

/** Marks of telemetry libraries and of the hosts that they report to. */
const telemetry = [
  "events.data.microsoft.com",
  "OneCollector",
  "Microsoft12Applications6Events",
  "vortex.data.microsoft.com",
  "dc.services.visualstudio.com",
  "applicationinsights",
  "google-analytics.com",
  "app-measurement.com",
  "crashlytics",
  "ingest.sentry.io",
  "api.segment.io",
  "api.mixpanel.com",
  "amplitude.com",
];

/**
 * The network functions that an ELF file imports. Their names stand between zero bytes in its table of
 * dynamic symbols' names; a name in there without an import would be a false alarm, never a miss.
 */
export function networkImports(binary: Buffer): string[] {
  return network.filter((name) => binary.includes(`\0${name}\0`));
}

/** The marks in files, each as "path:mark", once. grep, because native TensorFlow alone is 600 MB. */
export function telemetryMarks(paths: readonly string[]): string[] {
  const marks = telemetry.flatMap((mark) => ["-e", mark]);
  const found = spawnSync(
    "grep",
    ["--text", "--only-matching", "--with-filename", "-F", ...marks, "--", ...paths],
    {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
    },
  );
  // 0: found, 1: not found; anything else means that a file was not read.
  if (found.status !== 0 && found.status !== 1) return [`grep failed: ${found.stderr}`];
  return [...new Set(found.stdout.split("\n").filter((line) => line !== ""))];
}
