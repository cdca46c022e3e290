import { policyAt } from '#domain/measurement/policy';
import { type HistoryPeriod, historyPeriod, monthsOf, yearsOf } from '#domain/sla/uptime-history';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { closed, firstIntervals, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';

/** Number of past years that are shown. */
const YEARS_BEFORE = 3;

/** The years and months of one component, newest first. */
export type ComponentHistory = {
  slug: string;
  name: string;
  targetMillionths: number;
  isArchived: boolean;
  years: HistoryPeriod[];
  months: HistoryPeriod[];
};
export type UptimeRecord = { generatedAt: Instant; components: ComponentHistory[] };

/**
 * Lists calendar months and years (UTC) since a component was first monitored, newest first: this year and the three before it. Archived components
 * have past periods only. Uses a fixed number of statements and reads from the start of the oldest period, so that no result covers only part of one.
 */
export async function uptimeRecord(ctx: Pick<Context, 'web' | 'clock'>): Promise<UptimeRecord> {
  const now = ctx.clock.now();
  const earliest = Date.UTC(new Date(now).getUTCFullYear() - YEARS_BEFORE, 0);
  const { rows, worlds, heads, firsts, intervals } = await snapshot(ctx.web, async (client) => {
    const all = await componentRows(client);
    const ids = all.map((row) => row.id);
    return {
      rows: all,
      heads: await loadCurrentStates(client),
      worlds: await loadComponents(client),
      firsts: await firstIntervals(client),
      intervals: await intervalsOverlapping(client, ids, earliest, null),
    };
  });
  const components = rows.map(({ id, slug, name, targetMillionths, isArchived }) => {
    const evaluatedUntil = heads.get(id)?.evaluatedUntil ?? now;
    const first = firsts.get(id);
    const own = closed(intervals.get(id) ?? [], evaluatedUntil);
    const span = { from: Math.max(first ?? now - 1, earliest), to: now };
    const { policies } = worlds.find((one) => one.id === id) as WorldComponent; // every component has a policy
    const rules = { targetMillionths, coverageFloor: policyAt(policies, now).coverageFloor };
    const periodOf = (period: { from: Instant; to: Instant }) => historyPeriod(own, period, rules, evaluatedUntil);
    const isListed = ({ to }: Span) => !isArchived || to <= now;
    const [years, months] = [yearsOf(span), monthsOf(span)].map((periods) =>
      periods.filter(isListed).map(periodOf),
    ) as [HistoryPeriod[], HistoryPeriod[]];
    return { slug, name, targetMillionths, isArchived, years, months };
  });
  return {
    generatedAt: now,
    components: components.filter(({ isArchived, months }) => !isArchived || months.length > 0),
  };
}
