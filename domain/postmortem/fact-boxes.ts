import type { AnnouncementState } from '#domain/incident/next-update';
import type { Fact } from './facts.ts';
import type { FactBoxes, FrozenUptime } from './published-version.ts';
import type { MeasuredComponent } from './record-facts.ts';

/** `reportedMs`: downtime that staff reported, for an incident without measured outages. `promises`: of the public updates. */
type Figures = {
  facts: readonly Fact[];
  components: readonly (MeasuredComponent & { name: string })[];
  reportedMs: number | null;
  promises: readonly (AnnouncementState | null)[];
};

/** Returns the figures beside the text of a post-mortem, from its facts. */
export function factBoxes({ facts, components, reportedMs, promises }: Figures): FactBoxes {
  const factValue = (key: string) => facts.find((fact) => fact.key === key)?.value ?? null;
  const start = factValue('episode.1.start');
  const identified = factValue('identified');
  const count = (state: AnnouncementState) => promises.filter((one) => one === state).length;
  return {
    downMs: factValue('downtime') ?? reportedMs,
    episodes: factValue('episodes') ?? 0,
    detectedAfterMs: factValue('detected.after'),
    identifiedAfterMs: start === null || identified === null || identified < start ? null : identified - start,
    firstUpdateAfterMs: factValue('published.after'),
    updates: factValue('updates') ?? 0,
    promises: { met: count('met'), missed: count('missed') },
    uptime: components.filter(({ isAffected }) => isAffected).flatMap(uptimeOf),
  };
}

function uptimeOf({ slug, name, targetMillionths, periods }: MeasuredComponent & { name: string }): FrozenUptime[] {
  return periods.map(({ key, figures }) => ({
    component: slug,
    name,
    period: key,
    from: figures.from,
    to: figures.to,
    downMs: figures.downMs,
    uptimeMillionths: figures.hasEnoughData ? figures.uptimeMillionths : null,
    targetMillionths,
    isMet: figures.hasEnoughData ? figures.met : null,
    budgetMs: figures.budget.budgetMs,
    budgetShareMillionths: figures.budget.consumedMillionths,
  }));
}
