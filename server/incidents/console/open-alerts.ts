import { DbNull } from '@prisma/client/runtime/client';
import type { AlertAbout, Cleared, Urgency } from '#domain/alerting/alert';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { formatAlert } from '#server/alerting/channels/format-alert';
import { authorNames } from '#server/incidents/reads/author-names';
import type { ShownAlert } from './view-types.ts';

const OPEN_MAX = 200;

/** An active alert, or one whose cause is gone for now after a notification was sent, so that staff can acknowledge it. */
const SHOWN: Prisma.StaffAlertWhereInput[] = [
  { cleared: { equals: DbNull } },
  { deliveries: { some: { event: 'raised', delivery: { tries: { gt: 0 } } } } },
];

/** Lists active alerts whose notification is due, optionally of one incident. Errors: forbidden. */
export async function openAlerts(ctx: ActingContext, incident?: string): Promise<ShownAlert[]> {
  authorize(ctx, 'incident:read');
  const now = ctx.clock.now();
  const rows = await ctx.prisma.staffAlert.findMany({
    where: {
      endedAt: null,
      OR: SHOWN,
      notifyFrom: { lte: new Date(now) },
      ...(incident === undefined ? {} : { incident }),
    },
    orderBy: [{ urgency: 'desc' }, { id: 'asc' }],
    take: OPEN_MAX,
    select: {
      id: true,
      urgency: true,
      about: true,
      cleared: true,
      incident: true,
      begunAt: true,
      acknowledgedAt: true,
      acknowledgedKind: true,
      acknowledgedId: true,
    },
  });
  const nameOf = await authorNames(
    ctx,
    rows.map(acknowledger).filter((one) => one !== null),
  );
  return rows.map((row) => {
    const by = acknowledger(row);
    return {
      id: row.id,
      urgency: row.urgency as Urgency, // checked by the table
      text: formatAlert(row.about as AlertAbout, row.cleared as Cleared | null, now), // written by beginAlert and the like only
      incident: row.incident,
      begunAt: row.begunAt.getTime(),
      acknowledged: by && { by: nameOf(by).name, at: by.at },
    };
  });
}

type Row = { acknowledgedAt: Date | null; acknowledgedKind: string | null; acknowledgedId: string | null };

function acknowledger({ acknowledgedAt, acknowledgedKind, acknowledgedId }: Row) {
  if (acknowledgedAt === null || acknowledgedKind === null || acknowledgedId === null) return null; // the table has all three or none
  return { authorKind: acknowledgedKind, authorId: acknowledgedId, at: acknowledgedAt.getTime() };
}
