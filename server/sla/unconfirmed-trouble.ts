import { calmFrom, contextStart, unconfirmedRuns } from '#domain/effective-status';
import { statusOfLevel } from '#domain/status';
import type { Context } from '../context.ts';
import { loadHeads } from '../db/sql/component-heads.ts';
import { rawStepsFrom } from '../db/sql/raw-status.ts';
import { loadComponents } from '../db/sql/world.ts';
import { AppError } from '../errors.ts';
import { iso, type RecordInput } from './component-record.ts';
import type { UnconfirmedAnswer } from './schemas.ts';

/** The longest window that is answered: raw status may change every second. */
const WINDOW_MS_MAX = 31 * 86_400_000;

/**
 * Trouble that began in the window and was not confirmed (rule 5): it is in no figure and in no interval, and yet it was seen. A run that
 * goes on at the end of the record may still be confirmed. Errors: not_found, invalid_input.
 */
export async function unconfirmedTrouble(ctx: Pick<Context, 'web'>, { component: slug, from, to }: RecordInput): Promise<UnconfirmedAnswer> {
  if (to <= from) throw new AppError('invalid_input', 'from must lie before to.');
  if (to - from > WINDOW_MS_MAX) throw new AppError('invalid_input', 'The window may be 31 days long at most.');
  const component = (await loadComponents(ctx.web)).find((one) => one.slug === slug);
  if (!component) throw new AppError('not_found', `There is no component "${slug}".`);
  const judgedUpTo = (await loadHeads(ctx.web)).get(component.id)?.judgedUpTo ?? null;
  const isEnough = (steps: Parameters<typeof contextStart>[0]) => contextStart(steps, from, component.policies) !== null;
  // What came before the last long calm and after the next cannot join with anything in the window.
  const older = await rawStepsFrom(ctx.web, component.id, from, 'older', isEnough);
  const newer = await rawStepsFrom(ctx.web, component.id, from - 1, 'newer', (steps) => calmFrom(steps, to, component.policies) !== null);
  const knownTo = Math.min(judgedUpTo ?? from, calmFrom(newer, to, component.policies) ?? Number.POSITIVE_INFINITY);
  const runs = unconfirmedRuns([...older.reverse(), ...newer], knownTo, component.policies).filter((run) => run.from >= from && run.from < to);
  return {
    component: slug,
    from: iso(from),
    to: iso(to),
    judgedUpTo: judgedUpTo === null ? null : iso(judgedUpTo),
    unconfirmed: runs.map((run) => ({ from: iso(run.from), to: iso(run.to), status: statusOfLevel(run.level) })),
  };
}
