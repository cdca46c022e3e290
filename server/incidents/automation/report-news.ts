import type { AutomaticNews } from '#domain/automation/automatic-news';
import { burstDueAt, joinsBurst } from '#domain/automation/burst';
import type { IncidentState } from '#domain/incident/incident';
import { latestFailure } from '#domain/incident/latest-failure';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { type Affected, type Target, writeUpdate } from '#server/incidents/update/write-update';
import { renderAutomatic } from '#server/markdown/render-text';
import { automaticText } from './automatic-text.ts';
import { reviseUpdate } from './revise-update.ts';

export type Reported = {
  news: AutomaticNews;
  state: IncidentState;
  affected: readonly Affected[];
  occurredAt: Instant;
  movedAt: Instant;
  isPublic: boolean;
  notifies: boolean;
};

/**
 * Publishes what monitoring reports of an incident, to staff only where the incident is not public. News within a burst (domain/automation/burst.ts) revises the update of
 * the burst instead of adding one; its notification waits until the burst is over. The first public update is never held back. Returns the text.
 */
export async function postAutomaticUpdate(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: Target,
  reported: Reported,
): Promise<string> {
  const { news, state, affected, occurredAt, movedAt, isPublic } = reported;
  const now = ctx.clock.now();
  const burst = isPublic ? await openBurst(tx, incident, reported, now) : null;
  const all = [...(burst?.news ?? []), news];
  const body = await textOf(tx, incident.id, all);
  const rendered = renderAutomatic(ctx, body);
  if (burst) {
    const notifyAt = reported.notifies ? burstDueAt(burst.publishedAt.getTime(), now) : null;
    await reviseUpdate(tx, ctx, incident, {
      update: burst,
      body,
      rendered,
      news: all,
      state,
      affected,
      movedAt,
      notifyAt,
    });
    return body;
  }
  const isFirst = incident.publicAt === null;
  await writeUpdate(tx, ctx, incident, {
    state,
    body,
    rendered,
    news: all,
    affected,
    occurredAt,
    movedAt,
    audience: isPublic ? ['public', 'internal'] : ['internal'],
    notifies: isPublic && reported.notifies,
    ...(isFirst ? {} : { notifyAt: burstDueAt(now, now) }),
  });
  return body;
}

const SELECT = {
  id: true,
  version: true,
  news: true,
  occurredAt: true,
  publishedAt: true,
  notifyAt: true,
  retractedAt: true,
} as const;

/** The update of the burst that news belongs to; null where it begins one. */
async function openBurst(tx: IncidentTransaction, incident: Target, { state, news, affected }: Reported, now: Instant) {
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
  const known = last.news as AutomaticNews[]; // this file alone stores news
  const about = new Set([
    ...[...known, news].flatMap(({ componentIds }) => componentIds),
    ...affected.map(({ componentId }) => componentId),
  ]);
  const isRestated = later.some(({ impacts }) => impacts.some(({ componentId }) => about.has(componentId)));
  const isChanged = last.retractedAt !== null || last.versions.some(({ authorKind }) => authorKind !== 'system');
  const of = {
    publishedAt: last.publishedAt.getTime(),
    notifyAt: last.notifyAt?.getTime() ?? null,
    isChanged,
    isNewest: later.length === 0,
    isRestated,
  };
  if (!joinsBurst(of, { isMove: state !== incident.state }, now)) return null;
  return { ...last, news: known };
}

async function textOf(tx: IncidentTransaction, incidentId: number, news: readonly AutomaticNews[]): Promise<string> {
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
    in: [...new Set([...spans.map((one) => one.componentId), ...news.flatMap(({ componentIds }) => componentIds)])],
  };
  const components = await tx.component.findMany({
    where: { id: componentId },
    orderBy: { position: 'asc' },
    select: { id: true, name: true },
  });
  const namesOf = (ids: readonly number[]) => components.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const shown = open.length > 0 ? open : latestFailure(spans); // one that only recovers yet
  const outages = shown.map(({ componentId: id, level, from }) => ({
    name: namesOf([id]).join(),
    level: level as 2 | 3,
    since: from,
  })); // checked by the table
  return automaticText(news, { namesOf, outages });
}
