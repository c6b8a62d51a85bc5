import { describe, expect, it } from "vitest";
import { type CertificateFact, CertificateWatch, ending, told } from "../../src/deliver/certificates.js";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 28);

const fact = (whose: CertificateFact["whose"], days: number): CertificateFact => ({
  ...{ whose, name: "one" },
  fromMs: NOW_MS - 300 * DAY_MS,
  untilMs: NOW_MS + days * DAY_MS,
});

describe("A certificate", () => {
  it("is spoken of from thirty days before its end, each owner's first", () => {
    expect(ending([fact("broker", 31), fact("client", 400), fact("authority", 30.5)], NOW_MS)).toEqual([]);
    const soon = [fact("client", 12), fact("broker", 30), fact("client", 3), fact("authority", -2)];
    expect(ending(soon, NOW_MS).map(({ whose, untilMs }) => [whose, (untilMs - NOW_MS) / DAY_MS])).toEqual([
      ["broker", 30],
      ["authority", -2],
      ["client", 3],
    ]);
  });

  it("is told with its name and its day", () => {
    expect(told(fact("broker", 12.5), NOW_MS)).toBe(
      "the broker's certificate (one) ends on 2026-12-10, in 12 day(s)",
    );
    expect(told(fact("client", -3), NOW_MS)).toBe(
      "the client certificate (one) ended on 2026-11-25, 2 day(s) ago",
    );
    const early = { ...fact("broker", 90), fromMs: NOW_MS + DAY_MS };
    expect(told(early, NOW_MS)).toBe("the broker's certificate (one) begins on 2026-11-29");
  });

  it("is spoken of once a day, whatever the clock on the wall does meanwhile", () => {
    const lines: string[] = [];
    const watch = new CertificateWatch(({ whose }, daysLeft) => lines.push(`${whose} ${daysLeft}`));
    const facts = [fact("broker", 10), fact("client", 2)];
    const look = (hours: number, wallMs = NOW_MS + hours * 3_600_000) =>
      watch.look(facts, { wallMs, monotonicMs: hours * 3_600_000 });
    for (let hour = 0; hour < 24; hour += 1) look(hour);
    look(23.5, 0);
    expect(lines).toEqual(["broker 10", "client 2"]);
    look(24);
    expect(lines.slice(2)).toEqual(["broker 9", "client 1"]);
    for (let hour = 25; hour < 24 * 12; hour += 1) look(hour);
    expect(lines.filter((line) => line.startsWith("broker"))).toHaveLength(12);
    expect(lines.at(-2)).toBe("broker -1");
  });
});
