import { SottoError } from "../../domain/errors.js";

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A moment as people write it: `10m`, `2h`, `3d` ago, or a date with or without a time (ISO 8601; without a zone it is
 * this machine's).
 * @returns wall milliseconds since 1970
 * @throws SottoError USAGE
 */
export function momentOf(text: string, nowMs: number): number {
  const [, count, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (count !== undefined && unitMs !== undefined) return Math.max(0, nowMs - Number(count) * unitMs);
  // A bare date would be read as a day of Greenwich.
  const written = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text;
  const isIso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.test(written);
  const ms = isIso ? Date.parse(written.replace(" ", "T")) : Number.NaN;
  if (ms >= 0) return ms;
  throw new SottoError("USAGE", `${text} is no time: 2026-01-31, 2026-01-31T08:30, or 10m, 2h, 3d ago`);
}
