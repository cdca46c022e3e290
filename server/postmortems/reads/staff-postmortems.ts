import type { PostmortemState } from '#domain/postmortem/postmortem';
import { type ActingContext, authorize } from '#server/actor';
import { authorNames } from '#server/incidents/reads/author-names';
import type { OwedPostmortem, StaffListedPostmortem } from '#server/postmortems/view-types';
import { dayOfDate } from '#server/postmortems/working/promised-day';
import { owedPostmortems } from './owed-postmortems.ts';

const LISTED_MAX = 200;

/** Lists what staff owe, and all post-mortems, the last changed first. Errors: forbidden. */
export async function staffPostmortems(
  ctx: ActingContext,
): Promise<{ owed: OwedPostmortem[]; postmortems: StaffListedPostmortem[] }> {
  authorize(ctx, 'incident:read');
  const rows = await ctx.prisma.postmortem.findMany({
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: LISTED_MAX,
    select: {
      publicId: true,
      title: true,
      state: true,
      authorKind: true,
      authorId: true,
      approverId: true,
      promisedOn: true,
      publishedAt: true,
      updatedAt: true,
      incidents: { select: { incident: { select: { publicId: true, title: true, startedAt: true } } } },
      _count: { select: { comments: { where: { parentId: null, resolvedAt: null } } } },
    },
  });
  const approver = (authorId: string) => ({ authorKind: 'staff', authorId });
  const asked = rows.flatMap(({ approverId }) => (approverId === null ? [] : [approver(approverId)]));
  const nameOf = await authorNames(ctx, [...rows, ...asked]);
  return {
    owed: await owedPostmortems(ctx),
    postmortems: rows.map((row) => ({
      publicId: row.publicId,
      title: row.title,
      state: row.state as PostmortemState, // the table's CHECK lists the states
      author: nameOf(row),
      approver: row.approverId === null ? null : nameOf(approver(row.approverId)),
      promisedOn: dayOfDate(row.promisedOn),
      publishedAt: row.publishedAt?.getTime() ?? null,
      updatedAt: row.updatedAt.getTime(),
      incidents: row.incidents.map(({ incident }) => ({ ...incident, startedAt: incident.startedAt.getTime() })),
      openComments: row._count.comments,
    })),
  };
}
