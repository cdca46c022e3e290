import { DbNull } from '@prisma/client/runtime/client';
import { type Approval, approvalBy, isFirstUpdate, needsTwo } from '#domain/incident/approval';
import { type Audience, type IncidentState, isOpenState } from '#domain/incident/incident';
import { currentWhatYouCanDo } from '#domain/incident/what-you-can-do';
import type { Effects } from '#domain/measurement/effect';
import { type Level, levelOf, type Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { type Author, authorNames } from '#server/incidents/reads/author-names';
import { nextUpdateOf } from '#server/incidents/reads/next-update-of';
import type { DraftContent } from '#server/incidents/schemas';
import { authorOf as actorOf } from '#server/incidents/update/author';
import { monitoredComponents } from '#server/incidents/update/monitored-components';
import { escapedText } from '#server/markdown/escaped-text';
import type { StaffUpdate } from './view-types.ts';

const UPDATES_MAX = 500;
const NOTES_MAX = 500;

const AUTHOR = { authorKind: true, authorId: true } satisfies Prisma.IncidentUpdateSelect;
const COMPONENT = { select: { slug: true, name: true } } satisfies Prisma.ComponentDefaultArgs;
const LINKED = {
  select: { publicId: true, title: true, publicAt: true, startedAt: true },
} satisfies Prisma.IncidentDefaultArgs;
const SELECT = {
  publicId: true,
  title: true,
  origin: true,
  state: true,
  moves: true,
  startedAt: true,
  createdAt: true,
  publicAt: true,
  heldUntil: true,
  acknowledgedAt: true,
  resolvedAt: true,
  withdrawnAt: true,
  withdrawnReason: true,
  mergedInto: { select: { publicId: true, title: true } },
  components: {
    select: {
      status: true,
      componentId: true,
      component: { select: { slug: true, name: true, effects: true, incidentSetting: { select: { approval: true } } } },
    },
  },
  episodes: {
    select: { fromAt: true, toAt: true, level: true, confirmedAt: true, removedAt: true, component: COMPONENT },
    orderBy: { fromAt: 'asc' },
  },
  updates: {
    select: {
      publicId: true,
      state: true,
      body: true,
      html: true,
      whatYouCanDo: true,
      audience: true,
      notifies: true,
      occurredAt: true,
      publishedAt: true,
      nextUpdateBy: true,
      version: true,
      editedAt: true,
      retractedAt: true,
      retractedReason: true,
      undoneAt: true,
      events: { where: { outcome: null, undo: { not: DbNull } }, select: { dueAt: true } },
      ...AUTHOR,
      impacts: { select: { oldStatus: true, newStatus: true, component: COMPONENT } },
    },
    orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
    take: UPDATES_MAX,
  },
  notes: {
    select: { id: true, body: true, html: true, createdAt: true, ...AUTHOR },
    orderBy: { id: 'desc' },
    take: NOTES_MAX,
  },
  linksAsOne: { select: { other: LINKED } },
  linksAsOther: { select: { one: LINKED } },
  draft: { select: { content: true, html: true, version: true, savedAt: true, isReady: true, ...AUTHOR } },
} satisfies Prisma.IncidentSelect;

/** Returns the HTML that was rendered on saving, or the escaped text if it has not been rendered yet. */
const htmlOf = ({ body, html }: { body: string; html: string | null }) => html ?? escapedText(body).html;
const ms = (date: Date | null): Instant | null => date?.getTime() ?? null;

/** Reads an incident with everything that staff may see: internal updates and notes, retracted texts, monitoring. Errors: forbidden, not_found. */
export async function staffIncident(ctx: ActingContext, publicId: string) {
  authorize(ctx, 'incident:read');
  const found = await ctx.prisma.incident.findUnique({ where: { publicId }, select: SELECT });
  if (!found) throw new AppError('not_found', 'Incident not found.');
  const { updates, notes, draft } = found;
  const authorOf = await authorNames(ctx, [...updates, ...notes, ...(draft ? [draft] : [])]);
  const named = found.components.map(({ componentId }) => componentId);
  const probes = await monitoredComponents(ctx.prisma, named, ctx.clock.now());
  return {
    publicId: found.publicId,
    title: found.title,
    isAutomatic: found.origin === 'automatic',
    state: found.state as IncidentState, // checked by the table, as are the others below
    moves: found.moves,
    startedAt: found.startedAt.getTime(),
    createdAt: found.createdAt.getTime(),
    publicAt: ms(found.publicAt),
    heldUntil: ms(found.heldUntil),
    acknowledgedAt: ms(found.acknowledgedAt),
    resolvedAt: ms(found.resolvedAt),
    withdrawnAt: ms(found.withdrawnAt),
    withdrawnReason: found.withdrawnReason,
    mergedInto: found.mergedInto,
    components: found.components.map(({ status, componentId, component: { slug, name, effects } }) => ({
      slug,
      name,
      effects: effects as Effects, // written from validated files only
      stated: status as Stated,
      probes: probes.find((one) => one.componentId === componentId) ?? null,
    })),
    episodes: found.episodes.map(({ fromAt, toAt, removedAt, confirmedAt, level, component }) => ({
      from: fromAt.getTime(),
      to: ms(toAt),
      confirmedAt: confirmedAt.getTime(),
      removedAt: ms(removedAt),
      level,
      component,
    })),
    updates: updates.map((update) => updateOf(update, authorOf(update))),
    notes: notes.map((note) => ({
      id: note.id,
      html: htmlOf(note),
      createdAt: note.createdAt.getTime(),
      author: authorOf(note),
    })),
    draft: draft && {
      ...draftOf(draft),
      author: authorOf(draft),
      approval: approvalBy(personOf(actorOf(ctx)), personOf(draft)),
    },
    needsTwo: needsApproval(found),
    nextApproval: nextApprovalOf(found),
    related: relatedOf(found),
    nextUpdateBy: dueUpdateOf(found),
    whatYouCanDo: whatYouCanDoOf(found),
    now: ctx.clock.now(),
  };
}

type Found = Prisma.IncidentGetPayload<{ select: typeof SELECT }>;

const personOf = ({ authorKind, authorId }: { authorKind: string; authorId: string }) => ({
  kind: authorKind,
  id: authorId,
});

function updateOf(update: Found['updates'][number], author: Author): StaffUpdate {
  const { publicId, state, body, whatYouCanDo, audience, notifies, version, retractedReason, impacts } = update;
  return {
    publicId,
    state: state as IncidentState, // checked by the table, as are the others
    body,
    html: htmlOf(update),
    whatYouCanDo,
    audience: audience as Audience[],
    notifies,
    occurredAt: update.occurredAt.getTime(),
    publishedAt: update.publishedAt.getTime(),
    nextUpdateBy: ms(update.nextUpdateBy),
    version,
    editedAt: ms(update.editedAt),
    retractedAt: ms(update.retractedAt),
    retractedReason,
    undoUntil: ms(update.events[0]?.dueAt ?? null),
    undoneAt: ms(update.undoneAt),
    author,
    affected: impacts.map(({ oldStatus, newStatus, component }) => ({
      ...component,
      oldStatus: oldStatus as Stated,
      newStatus: newStatus as Stated,
    })),
  };
}

function draftOf({ content: stored, html, version, savedAt, isReady }: NonNullable<Found['draft']>) {
  const content = stored as DraftContent; // parsed by its schema when it was stored
  return { content, html: htmlOf({ body: content.body ?? '', html }), version, isReady, savedAt: savedAt.getTime() };
}

function approvalsOf({ components }: Pick<Found, 'components'>): Approval[] {
  return components.flatMap(({ component }) =>
    component.incidentSetting ? [component.incidentSetting.approval as Approval] : [],
  ); // checked by the table
}

/** Returns whether the next public update needs approval: now, possibly (if it states a worse status or ends the incident), or never. */
function nextApprovalOf(found: Found): 'needed' | 'possible' | 'never' {
  if (needsApproval(found) && !isFirstUpdate(found, false)) return 'needed';
  return approvalsOf(found).some((approval) => approval !== 'none') ? 'possible' : 'never';
}

/** Returns whether a further public update needs approval even if it states no worse status. */
function needsApproval(found: Found): boolean {
  const { components, updates, episodes } = found;
  const stated = [
    ...components.map(({ status }) => status),
    ...updates.flatMap(({ impacts }) => impacts.map(({ newStatus }) => newStatus)),
  ];
  const measured = episodes.filter(({ removedAt }) => removedAt === null).map(({ level }) => level as Level); // checked by the table, as are the others
  return needsTwo(approvalsOf(found), [...stated.map((status) => levelOf(status as Stated)), ...measured]);
}

/** Returns the linked incidents, newest first. */
function relatedOf({ linksAsOne, linksAsOther }: Found) {
  const linked = [...linksAsOne.map(({ other }) => other), ...linksAsOther.map(({ one }) => one)];
  const newestFirst = linked.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  return newestFirst.map(({ publicId, title, publicAt }) => ({ publicId, title, isPublic: publicAt !== null }));
}

/** Returns when the next public update is due; null for an incident that is not open. */
function dueUpdateOf({ state, withdrawnAt, mergedInto, updates }: Found): Instant | null {
  if (!isOpenState(state as IncidentState) || withdrawnAt !== null || mergedInto !== null) return null; // the table's CHECK lists the states
  return nextUpdateOf(updates.filter(({ audience }) => audience.includes('public')));
}

/** Returns what readers can do now, as the last public update says. */
function whatYouCanDoOf({ updates }: Found): string | null {
  const published = updates.filter(({ audience }) => audience.includes('public'));
  return currentWhatYouCanDo(
    published.map(({ publishedAt, retractedAt, whatYouCanDo }) => ({
      publishedAt: publishedAt.getTime(),
      retractedAt: ms(retractedAt),
      whatYouCanDo,
    })),
  );
}
