import { type IncidentRecord, type SettingsOf, settingsFrom } from '#domain/automation/incident-record';
import { type AutomationFacts, outagesOf } from '#domain/automation/outages';
import { policyAt } from '#domain/measurement/policy';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { pendingReEvaluations } from '#server/evaluation/sql/re-evaluations';
import { type AutomationProgress, automationProgressOf } from '#server/incidents/sql/automation-progress';
import { incidentRecords, incidentSettings, outageIntervals } from '#server/incidents/sql/automation-records';

/** Late data may be 48 hours old. Older history changes only where a new policy re-evaluates it. */
const LOOK_BACK_MS = 50 * 3_600_000;

export type LoadedFacts = {
  facts: AutomationFacts;
  incidents: IncidentRecord[];
  settings: SettingsOf;
  components: readonly WorldComponent[];
  progress: AutomationProgress | null;
};

/** Loads the facts of incident automation with a fixed number of statements on one snapshot; null if nothing is evaluated yet. */
export async function loadFacts(ctx: Pick<Context, 'worker'>): Promise<LoadedFacts | null> {
  return snapshot(ctx.worker, async (client) => {
    const states = await loadCurrentStates(client);
    if (states.size === 0) return null;
    const evaluatedUntil = Math.max(...[...states.values()].map((state) => state.evaluatedUntil));
    const progress = await automationProgressOf(client);
    const since = Math.min(evaluatedUntil - LOOK_BACK_MS, progress?.lookFrom ?? evaluatedUntil);
    const reEvaluated = new Set(
      (await pendingReEvaluations(client, evaluatedUntil)).map(({ componentId }) => componentId),
    );
    const components = await loadComponents(client);
    const intervals = await outageIntervals(client, since);
    const archivedAt = new Map(
      components.map((component) => [component.id, component.archivedAt ?? Number.POSITIVE_INFINITY]),
    );
    const facts: AutomationFacts = {
      evaluatedUntil,
      since,
      outages: [...intervals]
        .flatMap(([id, own]) => outagesOf(id, own, evaluatedUntil))
        .filter(({ componentId, from }) => from < (archivedAt.get(componentId) ?? 0)),
      components: components.map(({ id, policies }) => {
        const state = states.get(id);
        const isCurrent = state?.evaluatedUntil === evaluatedUntil; // evaluation of a component waits for its source
        const isClean = isCurrent && state.status === 'operational' && state.phase === 'steady';
        const { recoverForMs } = policyAt(policies, evaluatedUntil);
        return {
          componentId: id,
          cleanSince: isClean ? state.since : null,
          recoverForMs,
          isBeingReEvaluated: reEvaluated.has(id),
        };
      }),
    };
    const settings = settingsFrom(await incidentSettings(client));
    return { facts, incidents: await incidentRecords(client, since), settings, components, progress };
  });
}
