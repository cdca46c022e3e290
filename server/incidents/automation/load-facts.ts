import type { KeptIncident, SettingsOf } from '#domain/automation/incident-record';
import { settingsFrom } from '#domain/automation/next-action';
import { type KeeperFacts, outagesOf } from '#domain/automation/outages';
import { policyAt } from '#domain/measurement/policy';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { loadHeads } from '#server/evaluation/sql/current-states';
import { pendingRejudgements } from '#server/evaluation/sql/re-evaluations';
import { loadComponents, type WorldComponent } from '#server/evaluation/sql/world';
import { type Keeping, keepingOf } from '#server/incidents/sql/automation-progress';
import { incidentSettings, keptIncidents, outageIntervals } from '#server/incidents/sql/automation-records';

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
    const archivedAt = new Map(
      components.map((component) => [component.id, component.archivedAt ?? Number.POSITIVE_INFINITY]),
    );
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
        return {
          componentId: id,
          cleanSince: isClean ? head.since : null,
          recoverForMs,
          isBeingRejudged: rejudged.has(id),
        };
      }),
    };
    const settings = settingsFrom(await incidentSettings(client));
    return { facts, incidents: await keptIncidents(client, since), settings, components, keeping };
  });
}
