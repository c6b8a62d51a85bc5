import { describe, expect, it } from "vitest";
import { times } from "../support/nightly.js";
import { printedSeed } from "../support/outbox-world.js";
import { expectLedger } from "../support/sending-world.js";
import { outageLine, runOutage } from "./outage-run.js";

const seed = printedSeed("outage");
/** Half a day in CI, a week in the night; `scripts/soak` has a month. */
const CLIPS = times(720, 10_080);
const MAX_CLIPS = times(200, 2_000);

describe("a broker that is away for long", () => {
  it(
    `while a clip comes each minute (${CLIPS}): the oldest are evicted, memory stays, the rest is delivered in order`,
    async () => {
      const report = await runOutage({ clips: CLIPS, maxClips: MAX_CLIPS, seed });
      console.info(outageLine(CLIPS, report));
      expectLedger(report.ledger, { accepted: CLIPS, evicted: CLIPS - MAX_CLIPS, receipted: MAX_CLIPS });
      expect(report.endRssMb - report.fullRssMb).toBeLessThan(20);
      expect([report.keptNewest, report.inOrder]).toEqual([true, true]);
      // Once a minute at most after the first few.
      expect(report.attempts).toBeGreaterThan(CLIPS / 10);
      expect(report.attempts).toBeLessThan(3 * CLIPS);
    },
    times(180_000, 900_000),
  );
});
