import type pg from 'pg';
import { effectiveSteps } from '#domain/measurement/effective-status';
import type { Policy } from '#domain/measurement/policy';
import type { Status } from '#domain/measurement/status';
import type { MonthEffect, PolicyEffect } from '#domain/sla/policy-effect';
import { historyPeriod, monthsOf } from '#domain/sla/uptime-history';
import { monthOf } from '#domain/time/calendar';
import { type Instant, type Interval, pushStep, type Span, type Step, toIntervals } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadWorld, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { pendingReEvaluations } from '#server/evaluation/sql/re-evaluations';
import { instantAfterRows } from '#server/evaluation/sql/read-probes';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import { evaluableFrom } from './evaluable-from.ts';
import { loadContext } from './load-status.ts';
import { stepsFromProbes, stepsFromStates } from './steps-by-policy.ts';

/** Probes evaluated for one preview at most, which take some seconds; and probes at once, so that pages of this process are served in between. */
const ROWS_MAX = 1_000_000;
const PIECE_ROWS_MAX = 50_000;

/**
 * Returns the effect of a new policy version on the figures of the months in which it applies, computed by the code of evaluation. It reads one
 * snapshot and writes nothing, so that it does not block live evaluation. `now` is the time of the request: what was evaluated since then is not past.
 * Null where the version applies to nothing evaluated. Errors: not_found.
 */
export async function policyEffect(
  ctx: Pick<Context, 'worker'>,
  { component: slug, policy, now }: { component: string; policy: Policy; now: Instant },
  rowsMax = ROWS_MAX,
): Promise<PolicyEffect | null> {
  const reach = await evaluableFrom(ctx.worker);
  return snapshot(ctx.worker, async (client) => {
    const row = (await componentRows(client)).find((one) => one.slug === slug);
    const stored = await loadWorld(client);
    const component = stored.components.find((one) => one.slug === slug);
    if (!row || !component) throw new AppError('not_found', `Component "${slug}" does not exist.`);
    const evaluatedUntil = (await loadCurrentStates(client)).get(component.id)?.evaluatedUntil;
    if (evaluatedUntil === undefined) return null;
    const reached = await reachOf(client, { component, policy, now, evaluatedUntil, reach, rowsMax });
    if (reached.from >= evaluatedUntil) return null;
    const evaluated = { ...component, policies: [...component.policies, { ...policy, effectiveFrom: reached.since }] };
    const world = { ...stored, components: stored.components.map((one) => (one === component ? evaluated : one)) };
    const evaluating = { world, component: evaluated, span: { from: reached.from, to: evaluatedUntil } };
    const steps = reached.hasSameStates
      ? await stepsFromStates(client, evaluating)
      : await stepsFromProbes(client, evaluating, PIECE_ROWS_MAX);
    const months = monthsOf({ from: reached.since, to: evaluatedUntil });
    const oldest = months.at(-1)?.from ?? reached.from;
    const asIs = closed(
      (await intervalsOverlapping(client, [component.id], oldest, null)).get(component.id) ?? [],
      evaluatedUntil,
    );
    const asIf = await intervalsBy(client, evaluated, steps, { from: reached.from, to: evaluatedUntil }, asIs);
    const effects = months.map((month): MonthEffect => {
      const figuresOf = (intervals: readonly Interval<Status>[]) =>
        historyPeriod(intervals, month, { ...row, coverageFloor: policy.coverageFloor }, evaluatedUntil);
      return { asIs: figuresOf(asIs), asIf: figuresOf(asIf) };
    });
    return { months: effects, from: reached.from, isSupposed: reached.isSupposed, cutBy: reached.cutBy };
  });
}

type Reaching = {
  component: WorldComponent;
  policy: Policy;
  now: Instant;
  evaluatedUntil: Instant;
  reach: Instant | null;
  rowsMax: number;
};

/** Returns the span of a preview. `since`: when the version is assumed to apply; `from`: the start of what is evaluated by it. */
async function reachOf(client: pg.ClientBase, { component, policy, now, evaluatedUntil, reach, rowsMax }: Reaching) {
  const last = component.policies.at(-1) as Policy; // a component is never without
  const hasSameStates =
    last.silenceAfterMs === policy.silenceAfterMs &&
    last.dataAgeLimitMs === policy.dataAgeLimitMs &&
    last.latencyLimitUs === policy.latencyLimitUs &&
    !(await pendingReEvaluations(client, evaluatedUntil)).some((pending) => pending.componentId === component.id); // what is stored is not all by the last version yet
  const isSupposed = policy.effectiveFrom >= Math.min(evaluatedUntil, now);
  const since = isSupposed ? Math.max(monthOf(evaluatedUntil).from, last.effectiveFrom + 1) : policy.effectiveFrom;
  if (hasSameStates) return { since, from: since, isSupposed, hasSameStates, cutBy: null };
  const stored = Math.max(since, reach ?? evaluatedUntil);
  const from =
    stored < evaluatedUntil
      ? await instantAfterRows(client, { from: stored, to: evaluatedUntil }, rowsMax)
      : evaluatedUntil;
  const cutBy = from > stored ? ('limit' as const) : stored > since ? ('storage' as const) : null;
  return { since, from, isSupposed, hasSameStates, cutBy };
}

/** Computes effective status (rule 5) with the given raw steps in place of the stored ones from `span.from` on. */
async function intervalsBy(
  client: pg.ClientBase,
  component: WorldComponent,
  steps: readonly Step<Status>[],
  span: Span,
  stored: readonly Interval<Status>[],
): Promise<Interval<Status>[]> {
  const raw = await loadContext(client, component, span.from);
  for (const { at, value } of steps) pushStep(raw, at, value);
  const from = raw[0]?.at ?? span.to;
  const older = stored.filter((one) => one.from < from).map((one) => ({ ...one, to: Math.min(one.to, from) }));
  return [
    ...older,
    ...toIntervals(effectiveSteps(raw, span.to, component.policies), { from, to: span.to }, 'not_monitored'),
  ];
}
