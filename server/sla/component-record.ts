import { policySpans } from '#domain/measurement/series-state';
import type { Status } from '#domain/measurement/status';
import { figures, totals } from '#domain/measurement/uptime';
import { type Instant, type Interval, type Span, toIntervals } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents } from '#server/evaluation/sql/evaluation-inputs';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import type { IntervalsAnswer, UptimeAnswer } from './schemas.ts';

type Ctx = Pick<Context, 'web' | 'clock'>;
export type RecordInput = { component: string; from: Instant; to: Instant };
/** The longest window that is accepted. */
const WINDOW_MS_MAX = 10 * 366 * 86_400_000;

export function iso(t: Instant): string {
  return new Date(t).toISOString();
}

/** Reads the status of one component in a window, without gaps up to the evaluated time. Errors: not_found, invalid_input. */
async function recordOf(ctx: Ctx, { component: slug, from, to }: RecordInput) {
  if (to <= from) throw new AppError('invalid_input', 'from: must be before to.');
  if (to - from > WINDOW_MS_MAX) throw new AppError('invalid_input', 'to: must be at most 10 years after from.');
  const { component, current, stored } = await snapshot(ctx.web, async (client) => {
    const found = (await componentRows(client)).find((row) => row.slug === slug);
    if (!found) throw new AppError('not_found', `Component "${slug}" does not exist.`);
    const overlapping = await intervalsOverlapping(client, [found.id], from, to);
    return {
      component: found,
      current: (await loadCurrentStates(client)).get(found.id),
      stored: overlapping.get(found.id) ?? [],
    };
  });
  const evaluatedUntil = current?.evaluatedUntil ?? null;
  const end = Math.min(to, evaluatedUntil ?? from);
  const steps = closed(stored, end).flatMap((i) => [
    { at: i.from, value: i.status },
    { at: i.to, value: 'not_monitored' as Status },
  ]);
  const intervals: Interval<Status>[] = toIntervals(merged(steps), { from, to: end }, 'not_monitored');
  return { component, evaluatedUntil, intervals };
}

/** Drops the end of an interval if another one begins at the same time. */
function merged(steps: { at: Instant; value: Status }[]) {
  return steps.filter((step, i) => steps[i + 1]?.at !== step.at);
}

/** Returns the status intervals of a component, clipped to the window. */
export async function componentIntervals(ctx: Ctx, input: RecordInput): Promise<IntervalsAnswer> {
  const { component, evaluatedUntil, intervals } = await recordOf(ctx, input);
  return {
    component: component.slug,
    from: iso(input.from),
    to: iso(input.to),
    evaluatedUntil: evaluatedUntil === null ? null : iso(evaluatedUntil),
    intervals: intervals.map((i) => ({ from: iso(i.from), to: iso(i.to), status: i.status })),
  };
}

/** Computes the uptime of a component in the window (rule 6), with the policy versions in force. */
export async function componentUptime(ctx: Ctx, input: RecordInput): Promise<UptimeAnswer> {
  const { component, evaluatedUntil, intervals } = await recordOf(ctx, input);
  const window: Span = { from: input.from, to: input.to };
  const sum = totals(intervals, window);
  const policies = (await loadComponents(ctx.web)).find((c) => c.id === component.id)?.policies ?? [];
  return {
    component: component.slug,
    from: iso(input.from),
    to: iso(input.to),
    evaluatedUntil: evaluatedUntil === null ? null : iso(evaluatedUntil),
    ...sum,
    ...figures(sum, component.targetMillionths),
    targetMillionths: component.targetMillionths,
    policyVersions: [...new Set(policySpans(policies, window).map((part) => part.policy.version))],
  };
}
