import type { DayFigures } from '#domain/site/summary';
import { DAY_MS } from '#domain/time/calendar';

const FIRST = Date.parse('2022-01-01T00:00:00.000Z');
const DAYS = 90;
const MINUTE = 60_000;

type Change = Partial<Pick<DayFigures, 'worst' | 'downMs' | 'degradedMs' | 'unknownMs' | 'uptimeMillionths'>>;

const CHANGES: Record<number, Change> = {
  0: { worst: 'not_monitored', uptimeMillionths: null },
  1: { worst: 'not_monitored', uptimeMillionths: null },
  2: { worst: 'not_monitored', uptimeMillionths: null },
  6: { worst: 'degraded_performance', degradedMs: 22 * MINUTE },
  18: { unknownMs: 46 * MINUTE },
  19: { worst: 'unknown', unknownMs: DAY_MS, uptimeMillionths: null },
  45: { worst: 'major_outage', downMs: 78 * MINUTE, uptimeMillionths: 945_833 },
  58: { worst: 'partial_outage', downMs: 34 * MINUTE, uptimeMillionths: 976_388 },
  81: { worst: 'partial_outage', downMs: 5 * MINUTE, uptimeMillionths: 996_527 },
};

/** Ninety days with every kind of bar. */
export const SAMPLE_DAYS: readonly DayFigures[] = Array.from({ length: DAYS }, (_, i) => {
  const from = FIRST + i * DAY_MS;
  const { worst = 'operational', downMs = 0, degradedMs = 0, unknownMs = 0, ...change } = CHANGES[i] ?? {};
  const uptimeMillionths = change.uptimeMillionths === undefined ? 1_000_000 : change.uptimeMillionths;
  const upMs = worst === 'not_monitored' ? 0 : DAY_MS - downMs - unknownMs;
  return { ...dayOf(from), upMs, downMs, degradedMs, unknownMs, uptimeMillionths, worst, hasEnoughData: upMs > 0 };
});

function dayOf(from: number) {
  const known = { lowestMillionths: null, highestMillionths: null, coverageMillionths: 1_000_000, met: null };
  return { from, to: from + DAY_MS, excludedMs: 0, ...known };
}
