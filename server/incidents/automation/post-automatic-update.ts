import { burstDueAt, joinsBurst } from '#domain/automation/burst';
import type { MonitoringReport } from '#domain/automation/monitoring-report';
import type { IncidentState } from '#domain/incident/incident';
import { latestFailure } from '#domain/incident/latest-failure';
import { planUpdate } from '#domain/incident/plan-update';
import type { Statement } from '#domain/incident/update-input';
import type { Effects } from '#domain/measurement/effect';
import type { Instant } from '#domain/time/interval';
import type { WritingContext } from '#server/actor';
import { waitingEvent } from '#server/delivery/outbox';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { acceptedPlan } from '#server/incidents/update/accepted-plan';
import type { FoundIncident } from '#server/incidents/update/find-incident';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderAutomatic } from '#server/markdown/render-text';
import { automaticText } from './automatic-text.ts';
import { failurePlaces } from './failure-places.ts';
import { reviseUpdate } from './revise-update.ts';

export type AutomaticUpdate = {
  report: MonitoringReport;
  state: IncidentState;
  affected: readonly Statement[];
  occurredAt: Instant;
  movedAt: Instant;
  isPublic: boolean;
  notifies: boolean;
};

/**
 * Publishes what monitoring reports about an incident, only internally if the incident is not public. Within a burst (domain/automation/burst.ts), revises the
 * update of the burst instead of adding one, and delays its event until the burst is over. The first public update is never delayed. Returns the text.
 */
export async function postAutomaticUpdate(
  tx: IncidentTransaction,
  ctx: WritingContext,
  incident: FoundIncident,
  automatic: AutomaticUpdate,
): Promise<string> {
  const { report, isPublic, occurredAt, notifies, ...statement } = automatic;
  const now = ctx.clock.now();
  const burst = isPublic ? await openBurst(tx, incident, automatic, now) : null;
  const all = [...(burst?.reports ?? []), report];
  const body = await textOf(tx, incident.id, all, now);
  const rendered = renderAutomatic(ctx, body);
  const audience = isPublic ? (['public', 'internal'] as const) : (['internal'] as const);
  // A revision happens now: the update of the burst keeps its own time of event.
  const input = { ...statement, audience, notify: notifies, occurredAt: burst ? now : occurredAt };
  const plan = acceptedPlan(planUpdate(incident, input, { now, staff: null }));
  if (burst) {
    const dueAt = notifies ? burstDueAt(burst.publishedAt.getTime(), now) : null;
    await reviseUpdate(tx, ctx, incident, { update: burst, plan, body, rendered, reports: all, dueAt });
  } else {
    const dueAt = incident.publicAt === null ? now : burstDueAt(now, now);
    await writeUpdate(tx, ctx, incident, { plan, body, rendered, reports: all, dueAt });
  }
  return body;
}

const SELECT = {
  id: true,
  version: true,
  reports: true,
  whatYouCanDo: true,
  occurredAt: true,
  publishedAt: true,
  retractedAt: true,
} as const;

/** Reads the update of the burst that this report joins; null if it starts a burst. */
async function openBurst(
  tx: IncidentTransaction,
  incident: FoundIncident,
  { state, report, affected }: AutomaticUpdate,
  now: Instant,
) {
  const last = await tx.incidentUpdate.findFirst({
    where: { incidentId: incident.id, authorKind: 'system', audience: { has: 'public' } },
    orderBy: { id: 'desc' },
    select: { ...SELECT, versions: { orderBy: { version: 'desc' }, take: 1, select: { authorKind: true } } },
  });
  if (!last) return null;
  const later = await tx.incidentUpdate.findMany({
    where: { incidentId: incident.id, id: { gt: last.id } },
    select: { impacts: { select: { componentId: true } } },
  });
  const event = await waitingEvent(tx, last.id);
  const known = last.reports as MonitoringReport[]; // only this file stores reports
  const about = new Set([
    ...[...known, report].flatMap(({ componentIds }) => componentIds),
    ...affected.map(({ componentId }) => componentId),
  ]);
  const isRestated = later.some(({ impacts }) => impacts.some(({ componentId }) => about.has(componentId)));
  const isChanged = last.retractedAt !== null || last.versions.some(({ authorKind }) => authorKind !== 'system');
  const of = {
    publishedAt: last.publishedAt.getTime(),
    dueAt: event?.dueAt ?? null,
    isChanged,
    isNewest: later.length === 0,
    isRestated,
  };
  if (!event || !joinsBurst(of, { isMove: state !== incident.state }, now)) return null;
  return { ...last, reports: known, event };
}

async function textOf(
  tx: IncidentTransaction,
  incidentId: number,
  reports: readonly MonitoringReport[],
  now: Instant,
): Promise<string> {
  const episodes = await tx.episode.findMany({
    where: { incidentId, removedAt: null },
    orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
    select: { componentId: true, fromAt: true, toAt: true, level: true },
  });
  const spans = episodes.map(({ fromAt, toAt, ...one }) => ({
    ...one,
    from: fromAt.getTime(),
    to: toAt?.getTime() ?? null,
  }));
  const open = spans.filter(({ to }) => to === null);
  const componentId = {
    in: [...new Set([...spans.map((one) => one.componentId), ...reports.flatMap(({ componentIds }) => componentIds)])],
  };
  const components = await tx.component.findMany({
    where: { id: componentId },
    orderBy: { position: 'asc' },
    select: { id: true, name: true, effects: true },
  });
  const namesOf = (ids: readonly number[]) => components.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const shown = open.length > 0 ? open : latestFailure(spans); // nothing fails now: the failure that is recovering
  const places = await failurePlaces(tx, [...new Set(shown.map((one) => one.componentId))], now);
  const outages = shown.map(({ componentId: id, level, from, to }) => ({
    name: namesOf([id]).join(),
    level: level as 2 | 3, // checked by the table
    place: places.get(id) ?? null,
    effects: (components.find((one) => one.id === id)?.effects ?? {}) as Effects, // written from validated files only
    from,
    to,
  }));
  return automaticText(reports, { namesOf, outages, now });
}
