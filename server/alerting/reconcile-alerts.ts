import type pg from 'pg';
import type { AlertFacts } from '#domain/alerting/alert';
import { currentAlerts } from '#domain/alerting/alert-cooldown';
import { dueDeliveries } from '#domain/alerting/alert-deliveries';
import { type AlertStep, reconcileAlerts } from '#domain/alerting/reconcile-alerts';
import { shownState } from '#domain/measurement/shown-state';
import { worstStated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import {
  duePromises,
  latestOutages,
  openIncidentIds,
  overduePostmortems,
  publishedImpacts,
  statedComponents,
  volumePausedAt,
} from '#server/alerting/sql/alert-facts';
import {
  alertDestinations,
  beginAlert,
  clearAlert,
  endAlert,
  failingDestinations,
  lockAlerting,
  madeDeliveries,
  raiseAlert,
  refreshAlert,
  storedAlerts,
} from '#server/alerting/sql/alerts';
import { addDeliveries, sweepDeliveries } from '#server/alerting/sql/deliveries';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { reachedByEvaluation } from '#server/evaluation/evaluated-until';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { reconciledUntilOf } from '#server/incidents/sql/automation-progress';
import { alertSenders } from '#server/ingest/sql/alert-senders';
import { ingestProcesses } from '#server/ingest/sql/ingest-processes';
import { longestSilence, sourceContacts } from '#server/ingest/sql/source-contacts';
import { newPublicId, type Random } from '#server/random';

/** The end of an alert is delivered only within this time. After that it does not matter any more. */
const END_NOTIFIED_MS_MAX = 3_600_000;

async function readFacts(client: pg.ClientBase, now: Instant, watchedSince: Instant): Promise<AlertFacts> {
  const currentStates = await loadCurrentStates(client);
  const components = await statedComponents(client);
  const processes = await ingestProcesses(client);
  const evaluatedUntil = reachedByEvaluation(currentStates);
  return {
    now,
    watchedSince,
    evaluatedUntil,
    watermark:
      processes.length === 0
        ? null
        : Math.min(...processes.flatMap(({ watermark, held }) => [watermark, ...held.values()])),
    unstoredSources: new Set(processes.flatMap(({ held }) => [...held.keys()])),
    reconciledUntil: await reconciledUntilOf(client),
    outages: await latestOutages(client, now),
    components: components.map(({ id, stated, ...component }) => ({
      ...component,
      stated: worstStated(stated),
      ...shownState(currentStates.get(id), now),
    })),
    incidents: await openIncidentIds(client),
    promises: await duePromises(client),
    troubles: await publishedImpacts(client),
    sources: await sourceContacts(client),
    senders: await alertSenders(client, evaluatedUntil ?? now),
    silenceAfterMs: await longestSilence(client),
    destinations: (await alertDestinations(client)).map(({ id }) => id),
    failingDestinations: await failingDestinations(client),
    postmortems: await overduePostmortems(client, now),
    volumePausedAt: await volumePausedAt(client),
  };
}

/**
 * Brings the stored alerts up to date and makes the messages that are due, in one short transaction that sends nothing. Does nothing while another
 * process does this.
 */
export async function reconcileStaffAlerts(
  ctx: Pick<Context, 'alerts' | 'clock' | 'random'>,
  watchedSince: Instant,
): Promise<void> {
  await transaction(ctx.alerts, async (client) => {
    if (!(await lockAlerting(client))) return;
    const now = ctx.clock.now();
    const open = (await storedAlerts(client, now)).filter(({ endedAt }) => endedAt === null);
    const current = currentAlerts(await readFacts(client, now, watchedSince), open);
    for (const step of reconcileAlerts(open, current)) await takeAlertStep(client, step, { now, random: ctx.random });
    const alerts = (await storedAlerts(client, now - END_NOTIFIED_MS_MAX)).filter(
      ({ key, endedAt }) => endedAt !== null || !current.undetermined.has(key),
    );
    const made = await madeDeliveries(
      client,
      alerts.map(({ id }) => id),
    );
    const due = dueDeliveries({ alerts, destinations: await alertDestinations(client), made }, now);
    if (due.length > 0) await addDeliveries(client, due, now);
    await sweepDeliveries(client, now);
  });
}

async function takeAlertStep(
  client: pg.ClientBase,
  step: AlertStep,
  { now, random }: { now: Instant; random: Random },
): Promise<void> {
  if (step.do === 'begin') await beginAlert(client, step.alert, newPublicId(random), now);
  else if (step.do === 'raise') await raiseAlert(client, step.id, step.alert, now);
  else if (step.do === 'refresh') await refreshAlert(client, step, now);
  else if (step.do === 'clear') await clearAlert(client, step);
  else await endAlert(client, step, now);
}
