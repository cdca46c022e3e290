/** The spans of a component's charts, each with the step that keeps its lines readable. */
export const CHART_RANGES = {
  '24h': { days: 1, stepMinutes: 5 },
  '7d': { days: 7, stepMinutes: 30 },
  '31d': { days: 31, stepMinutes: 120 },
} as const;
export type ChartRange = keyof typeof CHART_RANGES;

/** Returns the span of a query, or the shortest one if the query names none. */
export function chartRange(query: unknown): ChartRange {
  return typeof query === 'string' && isRange(query) ? query : '24h';
}

function isRange(text: string): text is ChartRange {
  return Object.hasOwn(CHART_RANGES, text);
}
