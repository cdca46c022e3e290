import { policyAt } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows, regionTitles } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents } from '#server/evaluation/sql/evaluation-inputs';

/**
 * `components`: names in the order of the page. `regions`: their names in probes, and their titles. `evaluatedUntil`: until when every component with probes was evaluated; null before the first probe.
 * `policyVersions`: those in force, ascending.
 */
export type FiguresState = {
  components: string[];
  regions: string[];
  evaluatedUntil: Instant | null;
  policyVersions: number[];
};

/** Reads which components the figures are about, how current they are, and by which policy versions they are calculated. */
export async function figuresState(ctx: Pick<Context, 'web' | 'clock'>): Promise<FiguresState> {
  const now = ctx.clock.now();
  const { rows, titles, all, states } = await snapshot(ctx.web, async (client) => ({
    rows: await componentRows(client),
    titles: await regionTitles(client),
    all: await loadComponents(client),
    states: await loadCurrentStates(client),
  }));
  const active = all.filter(({ archivedAt }) => archivedAt === null);
  const ends = active
    .map(({ id }) => states.get(id))
    .flatMap((state) => (state && state.latestObservedAt !== null ? state.evaluatedUntil : []));
  const names = [...states.values()].flatMap(({ regions }) => Object.keys(regions));
  return {
    components: rows.filter(({ isArchived }) => !isArchived).map(({ name }) => name),
    regions: [...new Set([...names.filter((name) => name !== ''), ...titles.values()])],
    evaluatedUntil: ends.length > 0 ? Math.min(...ends) : null,
    policyVersions: [...new Set(active.map(({ policies }) => policyAt(policies, now).version))].sort((a, b) => a - b),
  };
}
