import type { ChartSeries } from '#domain/postmortem/published-version';
import type { Instant, Span } from '#domain/time/interval';

/** A part of a chart. `highest`: the step with the highest share in it; null if nothing is known. */
export type ChartRow = { at: Instant; highest: { millionths: number; affected: number; known: number } | null };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STEPS_MS = [...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS), ...[1, 2, 6, 12, 24].map((n) => n * HOUR_MS)];
const ROWS_MAX = 60;

/** Returns the steps of a chart as rows at round times. A row that shows the same as the one before it is left out. */
export function chartRows({ steps }: Pick<ChartSeries, 'steps'>, { from, to }: Span): ChartRow[] {
  const stepMs = STEPS_MS.find((ms) => (to - from) / ms <= ROWS_MAX) ?? Math.ceil((to - from) / ROWS_MAX);
  const rows = Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, i): ChartRow => {
    const at = from + i * stepMs;
    const within = steps.filter((step, j) => step.at < at + stepMs && (steps[j + 1]?.at ?? to) > at && step.known > 0);
    const [highest = null] = within.toSorted((a, b) => b.millionths - a.millionths);
    return { at, highest };
  });
  return rows.filter(({ highest }, i) => i === 0 || !isSame(highest, rows[i - 1]?.highest ?? null));
}

function isSame(one: ChartRow['highest'], other: ChartRow['highest']): boolean {
  return one?.affected === other?.affected && one?.known === other?.known;
}
