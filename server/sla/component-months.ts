import { policyAt } from '#domain/measurement/policy';
import { type HistoryPeriod, historyPeriod } from '#domain/sla/uptime-history';
import { monthOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents } from '#server/evaluation/sql/evaluation-inputs';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';

export type ComponentMonth = { slug: string; name: string; targetMillionths: number; month: HistoryPeriod };

/** Computes the figures of some components for the calendar month (UTC) that contains `at`, in the order of the page. */
export async function componentMonths(
  ctx: Pick<Context, 'web' | 'clock'>,
  slugs: readonly string[],
  at: Instant,
): Promise<ComponentMonth[]> {
  const now = ctx.clock.now();
  const month = monthOf(at);
  const { rows, worlds, heads, intervals } = await snapshot(ctx.web, async (client) => {
    const own = (await componentRows(client)).filter(({ slug }) => slugs.includes(slug));
    const ids = own.map(({ id }) => id);
    return {
      rows: own,
      worlds: await loadComponents(client),
      heads: await loadCurrentStates(client),
      intervals: await intervalsOverlapping(client, ids, month.from, month.to),
    };
  });
  return rows.map(({ id, slug, name, targetMillionths }) => {
    const evaluatedUntil = heads.get(id)?.evaluatedUntil ?? now;
    const policies = worlds.find((one) => one.id === id)?.policies ?? [];
    const rules = { targetMillionths, coverageFloor: policyAt(policies, now).coverageFloor };
    const own = closed(intervals.get(id) ?? [], evaluatedUntil);
    return { slug, name, targetMillionths, month: historyPeriod(own, month, rules, evaluatedUntil) };
  });
}
