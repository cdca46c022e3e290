import type { AutomationAction } from '#domain/automation/automation-action';
import { settingsFrom } from '#domain/automation/incident-record';
import { type Outage, outagesOf } from '#domain/automation/outages';
import { policyAt } from '#domain/measurement/policy';
import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { manualClock } from '#server/clock';
import { snapshot } from '#server/db/transaction';
import { assert } from '#server/errors';
import { loadComponents, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { applyAction } from '#server/incidents/automation/apply-action';
import { outageIntervals } from '#server/incidents/sql/automation-records';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { prepareText } from '#server/incidents/update/prepare-text';
import { publishPosted } from '#server/incidents/update/publish-posted';
import type { DemoUpdate, MonitoredIncident } from './demo-incidents.ts';

const AUTOMATION = { kind: 'system', name: 'automation' } as const;
/** Evaluation, and incident automation after it, runs this long after the probes at most. */
const EVALUATION_MS = 1_000;

type Dating = { startedAt: Instant; at: (time: string) => Instant };
type Written = { id: number; publicId: string };
/** One change of the incident at its time. */
type Step = { at: Instant; run: (tx: IncidentTransaction) => Promise<unknown> };

/**
 * Writes an incident as incident automation and its author would have done while its outages lasted. It is one transaction, because incident automation
 * would end an open incident whose outage is over.
 */
export async function writeMonitoredIncident(
  ctx: ActingContext,
  incident: MonitoredIncident,
  { startedAt, at }: Dating,
): Promise<void> {
  const { component, outages } = await measuredOutages(ctx, incident.component, startedAt);
  if (outages[0]?.from !== startedAt) return; // it is not evaluated yet, so the next start writes the incident
  const find = (tx: IncidentTransaction) =>
    tx.incident.findFirstOrThrow({ where: { startedAt: new Date(startedAt) }, select: { id: true, publicId: true } });
  const posted = await Promise.all(incident.updates.map((update) => staffStep(ctx, update, { at, find })));
  const steps = [
    ...outages.flatMap((outage, i) => monitoringSteps(ctx, component, { outage, isFirst: i === 0, find })),
    ...posted,
  ];
  await withIncidentLock(ctx, async (tx) => {
    if ((await tx.incident.count({ where: { startedAt: new Date(startedAt) } })) > 0) return;
    for (const step of steps.toSorted((a, b) => a.at - b.at)) await step.run(tx);
  });
}

/** Reads the outages of a component from `startedAt` until the end of that day. */
async function measuredOutages(ctx: ActingContext, slug: string, startedAt: Instant) {
  return snapshot(ctx.worker, async (client) => {
    const component = (await loadComponents(client)).find((one) => one.slug === slug);
    assert(component, 'the demo has this component');
    const until = dayOf(startedAt) + DAY_MS;
    const intervals = (await outageIntervals(client, startedAt)).get(component.id) ?? [];
    const outages = outagesOf(component.id, intervals, until).filter(({ from }) => from < until);
    return { component, outages };
  });
}

type Finding = { find: (tx: IncidentTransaction) => Promise<Written> };

/** Returns what incident automation does for an outage: it opens the incident or reports a further failure, and reports the recovery. */
function monitoringSteps(
  ctx: ActingContext,
  component: WorldComponent,
  { outage, isFirst, find }: Finding & { outage: Outage; isFirst: boolean },
): Step[] {
  const { componentId, from, to, level } = outage;
  const { confirmForMs, recoverForMs } = policyAt(component.policies, from);
  const apply = (tx: IncidentTransaction, at: Instant, action: AutomationAction) =>
    applyAction(tx, { ...ctx, clock: manualClock(at), actor: AUTOMATION }, factsAt(at, component), action);
  const failedAt = from + confirmForMs + EVALUATION_MS;
  const recoveredAt = to + recoverForMs + EVALUATION_MS;
  const fail = async (tx: IncidentTransaction) => {
    const ongoing = { ...outage, to: failedAt };
    if (isFirst) return apply(tx, failedAt, { do: 'open', outage: ongoing, isPublic: true, heldUntil: null });
    const { id: incidentId } = await find(tx);
    const further = { incidentId, outage: ongoing, to: null, heldUntil: null, isReopening: true };
    return apply(tx, failedAt, { do: 'attach', ...further, report: 'recurred', notifies: true });
  };
  const recover = async (tx: IncidentTransaction) => {
    const { id: incidentId } = await find(tx);
    const episode = await tx.episode.findFirstOrThrow({ where: { incidentId, toAt: null }, select: { id: true } });
    await apply(tx, recoveredAt, {
      do: 'revise',
      incidentId,
      episodeId: episode.id,
      from,
      to,
      level,
      isRemoved: false,
    });
    const recovered = { componentIds: [componentId], cleanSince: to, notifies: true };
    await apply(tx, recoveredAt, { do: 'recover', incidentId, to: 'monitoring', report: 'monitoring', ...recovered });
  };
  return [
    { at: failedAt, run: fail },
    { at: recoveredAt, run: recover },
  ];
}

/** Returns the facts that actions need of the time at which they are applied. */
function factsAt(at: Instant, component: WorldComponent): Parameters<typeof applyAction>[2] {
  const facts = { evaluatedUntil: at, since: at, outages: [], components: [] };
  return { facts, incidents: [], settings: settingsFrom(new Map()), components: [component], progress: null };
}

/** Returns the update of a person. Its text is rendered before the transaction. */
async function staffStep(
  ctx: ActingContext,
  { at: time, state, title, body, nextUpdateBy, whatYouCanDo }: DemoUpdate,
  { at, find }: Finding & Pick<Dating, 'at'>,
): Promise<Step> {
  const acting = { ...ctx, clock: manualClock(at(time)) };
  const text = await prepareText(acting, { body, nextUpdateBy: nextUpdateBy === undefined ? null : at(nextUpdateBy) });
  const posted = { ...text, state, title, whatYouCanDo, audience: ['public', 'internal'] as const, notify: true };
  const action = state === 'resolved' ? 'incident:resolve' : 'incident:update';
  return {
    at: at(time),
    run: async (tx) => {
      const { publicId } = await find(tx);
      return publishPosted(tx, acting, await findIncident(tx, publicId), { ...posted, action });
    },
  };
}
