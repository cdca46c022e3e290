import { DAY_MS } from '#domain/time/calendar';
import { type Day, dayAt, startOfDay } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { dayOfDate } from '#server/postmortems/working/promised-day';

/** A promise is a task from this many days before its day. */
const DUE_DAYS = 2;
const TASKS_MAX = 50;

/**
 * What a post-mortem needs: `due` soon or `overdue` by its promise, awaiting approval (`review`), or its record has changed since it was published. `at`: since
 * when, or by when.
 */
export type PostmortemTask = {
  publicId: string;
  title: string;
  kind: 'due' | 'overdue' | 'review' | 'record_changed';
  at: Instant;
};

/** Lists what post-mortems need from staff, the most urgent first. Errors: forbidden. */
export async function postmortemTasks(ctx: ActingContext): Promise<PostmortemTask[]> {
  authorize(ctx, 'incident:read');
  const today = dayAt(ctx.clock.now());
  const soon = new Date(startOfDay(today) + DUE_DAYS * DAY_MS);
  const owed: Prisma.PostmortemWhereInput = { publishedAt: null, promisedOn: { lte: soon } };
  const rows = await ctx.prisma.postmortem.findMany({
    where: { OR: [owed, { state: 'in_review' }, { recordChangedAt: { not: null } }] },
    orderBy: [{ promisedOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    take: TASKS_MAX,
    select: {
      publicId: true,
      title: true,
      state: true,
      promisedOn: true,
      publishedAt: true,
      reviewRequestedAt: true,
      recordChangedAt: true,
    },
  });
  return rows.flatMap((row) => tasksOf(row, today));
}

type Row = {
  publicId: string;
  title: string;
  state: string;
  promisedOn: Date | null;
  publishedAt: Date | null;
  reviewRequestedAt: Date | null;
  recordChangedAt: Date | null;
};

function tasksOf({ publicId, title, state, publishedAt, ...row }: Row, today: Day): PostmortemTask[] {
  const promisedOn = publishedAt === null ? dayOfDate(row.promisedOn) : null;
  const task = (kind: PostmortemTask['kind'], at: Date) => ({ publicId, title, kind, at: at.getTime() });
  const isDue = promisedOn !== null && startOfDay(promisedOn) <= startOfDay(today) + DUE_DAYS * DAY_MS;
  return [
    ...(isDue && row.promisedOn ? [task(promisedOn < today ? 'overdue' : 'due', row.promisedOn)] : []),
    ...(state === 'in_review' && row.reviewRequestedAt ? [task('review', row.reviewRequestedAt)] : []),
    ...(row.recordChangedAt ? [task('record_changed', row.recordChangedAt)] : []),
  ];
}
