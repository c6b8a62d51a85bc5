// Counts vitest's JSON report: prints "passed failed skipped".
// A file that does not load holds no failed test, so it counts as one; so does a run that failed without
// saying where, and a report that is not there.
// Usage: node scripts/lib/tally.mjs REPORT VITEST_STATUS
import { existsSync, readFileSync } from "node:fs";

const [path, status] = process.argv.slice(2);

function count(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((each) => each.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readReport() {
  if (path === undefined || !existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  return count(JSON.parse(readFileSync(path, "utf8")));
}

const { passed, failed, skipped } = readReport();
const unexplained = status !== "0" && failed === 0 ? 1 : 0;
console.log(`${passed} ${failed + unexplained} ${skipped}`);
