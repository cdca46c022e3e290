import type { Outage } from '#domain/automation/outages';
import { troubleRuns } from '#domain/measurement/effective-status';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import type { WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { rawStepsFrom } from '#server/evaluation/sql/raw-status';

/** Returns when an outage was confirmed (rule 5): the first instant at which the rules confirm its run, at the latest its evaluation. */
export async function confirmedAt(
  ctx: Pick<Context, 'worker'>,
  component: WorldComponent | undefined,
  outage: Outage,
  evaluatedUntil: Instant,
): Promise<Instant> {
  if (!component) return evaluatedUntil;
  const { policies, id } = component;
  const find = (steps: Parameters<typeof troubleRuns>[0]) =>
    troubleRuns(
      steps.filter((step) => step.at < evaluatedUntil),
      evaluatedUntil,
      policies,
    ).find((run) => run.level === 2 && run.from === outage.from)?.confirmedAt ?? null;
  const steps = await rawStepsFrom(
    ctx.worker,
    id,
    outage.from - 1,
    'newer',
    (so) => (so.at(-1)?.at ?? 0) >= evaluatedUntil || find(so) !== null,
  );
  return find(steps) ?? evaluatedUntil;
}
