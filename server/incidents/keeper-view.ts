import { settingsFrom } from '#domain/keep-incidents';
import { type KeeperFacts, outagesOf } from '#domain/keeper-facts';
import type { KeptIncident, SettingsOf } from '#domain/kept-incident';
import { policyAt } from '#domain/policy';
import type { Context } from '../context.ts';
import { loadHeads } from '../db/sql/component-heads.ts';
import { type Keeping, keepingOf } from '../db/sql/incident-keeping.ts';
import { incidentSettings, keptIncidents, outageIntervals } from '../db/sql/kept-incidents.ts';
import { pendingRejudgements } from '../db/sql/rejudgements.ts';
import { loadComponents, type WorldComponent } from '../db/sql/world.ts';
import { snapshot } from '../db/transaction.ts';

/** Late data may be 48 hours old; what lies further back is left alone, but where it was judged again by new rules. */
const LOOK_BACK_MS = 50 * 3_600_000;

export type KeeperView = {
  facts: KeeperFacts;
  incidents: KeptIncident[];
  settings: SettingsOf;
  components: readonly WorldComponent[];
  keeping: Keeping | null;
};

/** What the keeper goes by, from a fixed number of statements on one snapshot; null where nothing is judged yet. */
export async function keeperView(ctx: Pick<Context, 'worker'>): Promise<KeeperView | null> {
  return snapshot(ctx.worker, async (client) => {
    const heads = await loadHeads(client);
    if (heads.size === 0) return null;
    const judgedUpTo = Math.max(...[...heads.values()].map((head) => head.judgedUpTo));
    const keeping = await keepingOf(client);
    const since = Math.min(judgedUpTo - LOOK_BACK_MS, keeping?.lookFrom ?? judgedUpTo);
    const rejudged = new Set((await pendingRejudgements(client, judgedUpTo)).map(({ componentId }) => componentId));
    const components = await loadComponents(client);
    const intervals = await outageIntervals(client, since);
    const archivedAt = new Map(components.map((component) => [component.id, component.archivedAt ?? Number.POSITIVE_INFINITY]));
    const facts: KeeperFacts = {
      judgedUpTo,
      since,
      outages: [...intervals]
        .flatMap(([id, own]) => outagesOf(id, own, judgedUpTo))
        .filter(({ componentId, from }) => from < (archivedAt.get(componentId) ?? 0)),
      components: components.map(({ id, policies }) => {
        const head = heads.get(id);
        const isSeen = head?.judgedUpTo === judgedUpTo; // of a component whose source is held nothing newer is known
        const isClean = isSeen && head.status === 'operational' && head.phase === 'steady';
        const { recoverForMs } = policyAt(policies, judgedUpTo);
        return { componentId: id, cleanSince: isClean ? head.since : null, recoverForMs, isBeingRejudged: rejudged.has(id) };
      }),
    };
    const settings = settingsFrom(await incidentSettings(client));
    return { facts, incidents: await keptIncidents(client, since), settings, components, keeping };
  });
}
