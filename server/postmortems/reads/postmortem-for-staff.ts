import { approvalBy } from '#domain/incident/approval';
import type { ActionItemState } from '#domain/postmortem/action-item';
import { changedFacts } from '#domain/postmortem/changed-facts';
import { addressOfImage, markdownOfImage } from '#domain/postmortem/images';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import type { Section } from '#domain/postmortem/sections';
import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { audienceOf } from '#server/delivery/audience-of';
import { countRecipients } from '#server/delivery/sql/fan-out';
import { type Author, authorNames } from '#server/incidents/reads/author-names';
import { publicIncidents } from '#server/incidents/reads/public-incidents';
import { authorOf } from '#server/incidents/update/author';
import type { StaffActionItem, StaffComment, StaffPostmortem } from '#server/postmortems/view-types';
import { dayOfDate } from '#server/postmortems/working/promised-day';
import { postmortemRecord } from './postmortem-record.ts';
import { readWorking } from './read-working.ts';

const VERSIONS_MAX = 200;
const COMMENTS_MAX = 500;

const AUTHOR = { authorKind: true, authorId: true } satisfies Prisma.PostmortemVersionSelect;
const SELECT = {
  approverId: true,
  reviewRequestedAt: true,
  approvedAt: true,
  approvedBy: true,
  incidents: {
    orderBy: { incident: { startedAt: 'asc' } },
    select: {
      incident: { select: { id: true, publicId: true, title: true, isOpen: true, publicAt: true, startedAt: true } },
    },
  },
  versions: {
    orderBy: { number: 'desc' },
    take: VERSIONS_MAX,
    select: { number: true, savedAt: true, publishedAt: true, changeNote: true, ...AUTHOR },
  },
  comments: { orderBy: { id: 'asc' }, take: COMMENTS_MAX },
  images: { orderBy: [{ createdAt: 'asc' }, { name: 'asc' }], select: { name: true, alt: true, publishedAt: true } },
  actionItems: { orderBy: [{ position: 'asc' }, { id: 'asc' }], include: { changes: { orderBy: { id: 'desc' } } } },
} satisfies Prisma.PostmortemSelect;
type Row = Prisma.PostmortemGetPayload<{ select: typeof SELECT }>;
type NameOf = Awaited<ReturnType<typeof authorNames>>;

const ms = (date: Date | null): Instant | null => date?.getTime() ?? null;
const staff = (authorId: string) => ({ authorKind: 'staff', authorId });

/**
 * Reads a post-mortem with everything that staff may see: the working version with its check, internal texts, comments, and what prevents publishing. Errors:
 * forbidden, not_found.
 */
export async function postmortemForStaff(ctx: ActingContext, publicId: string): Promise<StaffPostmortem> {
  authorize(ctx, 'incident:read');
  const working = await readWorking(ctx, publicId);
  const { found, content, of } = working;
  const row = await ctx.prisma.postmortem.findUniqueOrThrow({ where: { id: found.id }, select: SELECT });
  const nameOf = await authorNames(ctx, writersOf(found, row));
  const { authorKind, authorId } = authorOf(ctx);
  return {
    ...{ publicId, state: found.state, title: found.title, version: found.version, content },
    savedAt: working.savedAt.getTime(),
    author: nameOf(found),
    approver: row.approverId === null ? null : nameOf(staff(row.approverId)),
    approval: approvalBy({ kind: authorKind, id: authorId }, { kind: found.authorKind, id: found.authorId }),
    reviewRequestedAt: ms(row.reviewRequestedAt),
    approved:
      row.approvedAt && row.approvedBy !== null
        ? { by: nameOf(staff(row.approvedBy)), at: row.approvedAt.getTime() }
        : null,
    publishedAt: ms(found.publishedAt),
    publishedVersion: found.publishedVersion,
    promisedOn: dayOfDate(found.promisedOn),
    incidents: row.incidents.map(({ incident: { publicAt, startedAt, id: _, ...incident } }) => ({
      ...incident,
      isPublic: publicAt !== null,
      startedAt: startedAt.getTime(),
    })),
    actionItems: row.actionItems.map((item) => toStaffItem(item, nameOf)),
    comments: toComments(row.comments, nameOf),
    images: row.images.map(({ name, alt, publishedAt }) => ({
      ...{ address: addressOfImage(name), alt, markdown: markdownOfImage(name, alt) },
      isPublic: publishedAt !== null,
    })),
    record: of?.record ?? null,
    chart: of?.chart ?? null,
    findings: working.findings,
    advice: working.advice,
    blockers: working.blockers,
    versions: row.versions.map((version) => ({
      number: version.number,
      savedAt: version.savedAt.getTime(),
      author: nameOf(version),
      publishedAt: ms(version.publishedAt),
      note: version.changeNote,
    })),
    changedFacts: await changedSince(ctx, working.found),
    recipients: await recipientsOf(ctx, row),
    now: ctx.clock.now(),
  };
}

function writersOf(found: { authorKind: string; authorId: string }, row: Row) {
  const { comments, versions, actionItems, approverId, approvedBy } = row;
  const resolvers = comments.flatMap(({ resolvedKind, resolvedId }) =>
    resolvedKind !== null && resolvedId !== null ? [{ authorKind: resolvedKind, authorId: resolvedId }] : [],
  );
  const people = [approverId, approvedBy].flatMap((id) => (id === null ? [] : [staff(id)]));
  return [found, ...versions, ...comments, ...resolvers, ...people, ...actionItems.flatMap(({ changes }) => changes)];
}

function toComments(rows: Row['comments'], nameOf: NameOf): StaffComment[] {
  const shown = (row: Row['comments'][number]) => ({
    id: row.id,
    html: row.html,
    author: nameOf(row),
    createdAt: row.createdAt.getTime(),
  });
  return rows
    .filter(({ parentId }) => parentId === null)
    .map((row) => ({
      ...shown(row),
      section: row.section as Section | null, // the table's CHECK lists them
      quote: row.quote,
      resolved: resolvedOf(row, nameOf),
      replies: rows.filter(({ parentId }) => parentId === row.id).map(shown),
    }));
}

function resolvedOf(
  { resolvedAt, resolvedKind, resolvedId }: Row['comments'][number],
  nameOf: NameOf,
): { by: Author; at: Instant } | null {
  if (resolvedAt === null || resolvedKind === null || resolvedId === null) return null;
  return { by: nameOf({ authorKind: resolvedKind, authorId: resolvedId }), at: resolvedAt.getTime() };
}

function toStaffItem(item: Row['actionItems'][number], nameOf: NameOf): StaffActionItem {
  const { publicId, action, owner, evidenceUrl, changes } = item;
  const stateOf = (state: string) => state as ActionItemState; // the table's CHECK lists the states
  return {
    ...{ publicId, action, owner, evidenceUrl },
    dueOn: dayAt(item.dueOn.getTime()),
    movedTo: dayOfDate(item.movedTo),
    doneOn: dayOfDate(item.doneOn),
    state: stateOf(item.state),
    changes: changes.map((change) => ({
      at: change.changedAt.getTime(),
      fromDue: dayAt(change.fromDue.getTime()),
      toDue: dayAt(change.toDue.getTime()),
      fromState: stateOf(change.fromState),
      toState: stateOf(change.toState),
      reason: change.reason,
      author: nameOf(change),
    })),
  };
}

/** Returns what has changed in the record since the published version, as of its evaluated time. */
async function changedSince(ctx: ActingContext, found: Awaited<ReturnType<typeof readWorking>>['found']) {
  if (found.publishedVersion === null) return [];
  const version = await ctx.prisma.postmortemVersion.findUniqueOrThrow({
    where: { postmortemId_number: { postmortemId: found.id, number: found.publishedVersion } },
    select: { frozen: true },
  });
  const { facts, evaluatedUntil } = version.frozen as unknown as FrozenVersion; // written by publishPostmortem only
  const incidents = found.incidents.map(({ incident }) => incident.publicId);
  const { record } = await postmortemRecord(ctx, { incidents, until: evaluatedUntil });
  return changedFacts(facts, record);
}

/** Returns how many people and webhooks publishing notifies: of several incidents, the one with the most. */
async function recipientsOf(ctx: ActingContext, { incidents }: Row): Promise<{ people: number; webhooks: number }> {
  const most = { people: 0, webhooks: 0 };
  for (const { incident } of incidents) {
    const [shown] = await publicIncidents(ctx, { kind: 'one', publicId: incident.publicId });
    if (!shown) continue;
    const about = { incidentId: incident.id, kind: 'postmortem' } as const;
    const counts = await countRecipients(ctx.staff, about, audienceOf(shown));
    most.people = Math.max(most.people, counts.people);
    most.webhooks = Math.max(most.webhooks, counts.webhooks);
  }
  return most;
}
