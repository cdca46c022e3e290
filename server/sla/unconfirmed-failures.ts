import { contextStart, settledFrom, unconfirmedRuns } from '#domain/measurement/effective-status';
import { type Status, statusOfLevel } from '#domain/measurement/status';
import type { Instant, Interval, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { rawStepsFrom } from '#server/evaluation/sql/raw-status';
import { iso, type RecordInput } from './component-record.ts';
import type { UnconfirmedAnswer } from './schemas.ts';

/** The longest window that is accepted: raw status may change every second. */
const WINDOW_MS_MAX = 31 * 86_400_000;

/** Returns the unconfirmed failures of a component that began in the window, ascending. */
export async function unconfirmedIn(
  ctx: Pick<Context, 'web'>,
  { id, policies }: WorldComponent,
  { from, to }: Span,
  evaluatedUntil: Instant,
): Promise<Interval<Status>[]> {
  // Failures before the last long operational period and after the next one cannot merge with any in the window.
  const older = await rawStepsFrom(ctx.web, id, from, 'older', (steps) => contextStart(steps, from, policies) !== null);
  const newer = await rawStepsFrom(
    ctx.web,
    id,
    from - 1,
    'newer',
    (steps) => settledFrom(steps, to, policies) !== null,
  );
  const knownTo = Math.min(evaluatedUntil, settledFrom(newer, to, policies) ?? Number.POSITIVE_INFINITY);
  const runs = unconfirmedRuns([...older.reverse(), ...newer], knownTo, policies).filter(
    (run) => run.from >= from && run.from < to,
  );
  return runs.map((run) => ({ from: run.from, to: run.to, status: statusOfLevel(run.level) }));
}

/**
 * Lists failures that began in the window and were not confirmed (rule 5), so that no figure and no interval contains them. A failure that lasts to the
 * end of the evaluated data may still be confirmed. Errors: not_found, invalid_input.
 */
export async function unconfirmedFailures(
  ctx: Pick<Context, 'web'>,
  { component: slug, from, to }: RecordInput,
): Promise<UnconfirmedAnswer> {
  if (to <= from) throw new AppError('invalid_input', 'from: must be before to.');
  if (to - from > WINDOW_MS_MAX) throw new AppError('invalid_input', 'to: must be at most 31 days after from.');
  const component = (await loadComponents(ctx.web)).find((one) => one.slug === slug);
  if (!component) throw new AppError('not_found', `Component "${slug}" does not exist.`);
  const evaluatedUntil = (await loadCurrentStates(ctx.web)).get(component.id)?.evaluatedUntil ?? null;
  const runs = evaluatedUntil === null ? [] : await unconfirmedIn(ctx, component, { from, to }, evaluatedUntil);
  return {
    component: slug,
    from: iso(from),
    to: iso(to),
    evaluatedUntil: evaluatedUntil === null ? null : iso(evaluatedUntil),
    unconfirmed: runs.map((run) => ({ from: iso(run.from), to: iso(run.to), status: run.status })),
  };
}
