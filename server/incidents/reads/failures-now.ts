import type pg from 'pg';
import { type FailurePlace, failurePlace } from '#domain/incident/failure-place';
import type { PublicIncident } from '#domain/incident/public-incident';
import { rawStatus } from '#domain/measurement/component-status';
import { effectSentences } from '#domain/measurement/effect';
import { policyAt } from '#domain/measurement/policy';
import { shownState } from '#domain/measurement/shown-state';
import { TROUBLE } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { type ComponentRow, regionTitles } from '#server/evaluation/sql/components';
import type { StoredState } from '#server/evaluation/sql/current-states';
import { loadComponents } from '#server/evaluation/sql/evaluation-inputs';
import { componentEffects } from '#server/incidents/sql/component-effects';

/** What is known of the failure of a component: where it is, unless it is everywhere, and what readers notice. */
export type FailureNow = { slug: string; place: FailurePlace | null; effect: string | null };
type Facts = { rows: readonly ComponentRow[]; states: ReadonlyMap<number, StoredState>; now: Instant };

/** Returns the current failures of an incident's components by the status that its updates state. */
export async function failuresNow(
  client: pg.ClientBase,
  { components }: Pick<PublicIncident, 'components'>,
  { rows, states, now }: Facts,
): Promise<FailureNow[]> {
  const titles = await regionTitles(client);
  const worlds = await loadComponents(client);
  const effects = await componentEffects(
    client,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, slug }) => {
    const stated = components.find((one) => one.slug === slug)?.status;
    const status = TROUBLE.find((one) => one === stated);
    const world = worlds.find((one) => one.id === id);
    if (!status || !world) return [];
    const policy = policyAt(world.policies, now);
    const regions = Object.entries(shownState(states.get(id), now).regions).map(([name, counts]) => ({
      title: name === '' ? null : (titles.get(name) ?? name),
      status: rawStatus(counts, policy),
    }));
    const [effect = null] = effectSentences([{ status, effects: effects.get(id) ?? {} }]);
    return [{ slug, place: failurePlace(regions), effect }];
  });
}
