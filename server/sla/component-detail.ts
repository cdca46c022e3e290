import type { Policy } from '#domain/measurement/policy';
import { levelOf, type Status } from '#domain/measurement/status';
import { CHART_RANGES, type ChartRange } from '#domain/site/chart-range';
import { DAY_MS } from '#domain/time/calendar';
import type { Interval, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents } from '#server/evaluation/sql/evaluation-inputs';
import { type Minute, minutesOf } from '#server/evaluation/sql/minute-rollups';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import { unconfirmedIn } from './unconfirmed-failures.ts';

const INTERVAL_DAYS = 90;
const UNCONFIRMED_DAYS = 31;
/** Number of newest entries that are shown; the JSON API has the rest. */
const SHOWN_MAX = 100;

export type ComponentDetail = {
  /** Confirmed failures and unknown status of the last 90 days, newest first. */
  intervals: Interval<Status>[];
  unconfirmed: Interval<Status>[];
  /** Number of older entries that are not shown. */
  earlier: { intervals: number; unconfirmed: number };
  chart: Span & { range: ChartRange; stepMs: number; minutes: Minute[] };
  policies: Policy[];
};

/** Reads what the page of a component shows besides its summary. Errors: not_found. */
export async function componentDetail(
  ctx: Pick<Context, 'web' | 'clock'>,
  slug: string,
  range: ChartRange = '24h',
): Promise<ComponentDetail> {
  const now = ctx.clock.now();
  const component = (await loadComponents(ctx.web)).find((one) => one.slug === slug);
  if (!component) throw new AppError('not_found', `Component "${slug}" does not exist.`);
  const evaluatedUntil = (await loadCurrentStates(ctx.web)).get(component.id)?.evaluatedUntil ?? now;
  const stored =
    (await intervalsOverlapping(ctx.web, [component.id], now - INTERVAL_DAYS * DAY_MS, null)).get(component.id) ?? [];
  const intervals = closed(stored, evaluatedUntil).filter(isPublished).reverse();
  const unconfirmed = (
    await unconfirmedIn(ctx, component, { from: now - UNCONFIRMED_DAYS * DAY_MS, to: now }, evaluatedUntil)
  ).reverse();
  return {
    intervals: intervals.slice(0, SHOWN_MAX),
    unconfirmed: unconfirmed.slice(0, SHOWN_MAX),
    earlier: {
      intervals: Math.max(0, intervals.length - SHOWN_MAX),
      unconfirmed: Math.max(0, unconfirmed.length - SHOWN_MAX),
    },
    chart: await chartOf(ctx, component.id, range),
    policies: component.policies,
  };
}

async function chartOf(ctx: Pick<Context, 'web' | 'clock'>, componentId: number, range: ChartRange) {
  const now = ctx.clock.now();
  const { days, stepMinutes } = CHART_RANGES[range];
  const stepMs = stepMinutes * 60_000;
  const window = { from: Math.floor((now - days * DAY_MS) / stepMs) * stepMs, to: now };
  return { ...window, range, stepMs, minutes: await minutesOf(ctx.web, componentId, window, stepMinutes) };
}

function isPublished({ status }: Interval<Status>): boolean {
  return levelOf(status) > 0 || status === 'unknown';
}
