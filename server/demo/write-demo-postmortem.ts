import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { manualClock } from '#server/clock';
import type { Context } from '#server/context';
import { addActionItem } from '#server/postmortems/verbs/add-action-item';
import { approvePostmortem } from '#server/postmortems/verbs/approve-postmortem';
import { changeActionItem } from '#server/postmortems/verbs/change-action-item';
import { commentPostmortem } from '#server/postmortems/verbs/comment-postmortem';
import { createPostmortem } from '#server/postmortems/verbs/create-postmortem';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';
import { publishPostmortem } from '#server/postmortems/verbs/publish-postmortem';
import { requestReview } from '#server/postmortems/verbs/request-review';
import { resolveComment } from '#server/postmortems/verbs/resolve-comment';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { demoInstant } from './demo-faults.ts';
import {
  DEMO_COMMENT,
  DEMO_ITEMS,
  DEMO_POSTMORTEM,
  DEMO_PROMISE,
  DEMO_TIMELINE,
  demoSections,
} from './demo-postmortem.ts';
import { demoAuthor } from './demo-staff.ts';

const { writtenAgo: WRITTEN, publishedAgo: PUBLISHED } = DEMO_POSTMORTEM;

/** The people of the post-mortem, each at a time of a day before the demo began. */
type Desk = Record<'ed' | 'ada', (ago: number, at: string) => ActingContext> & { began: Instant };

async function deskOf(ctx: Context, began: Instant): Promise<Desk> {
  const [ed, ada] = [await demoAuthor(ctx, 'ed'), await demoAuthor(ctx, 'ada')];
  const dated = (acting: ActingContext) => (ago: number, at: string) => ({
    ...acting,
    clock: manualClock(demoInstant(began, ago, at)),
  });
  return { began, ed: dated(ed), ada: dated(ada) };
}

/**
 * Writes the post-mortem of the network failure, once its incident exists: written by Ed, reviewed by Ada, published, and its action items changed on later
 * days. What was written already stays as it is, so an interrupted start can be repeated.
 */
export async function writeDemoPostmortem(ctx: Context, began: Instant): Promise<void> {
  const incident = await findResolved(ctx, demoInstant(began, DEMO_POSTMORTEM.ago, DEMO_POSTMORTEM.from));
  if (incident === null) return;
  const desk = await deskOf(ctx, began);
  const found = await findPostmortem(ctx, incident);
  const postmortem = found?.publicId ?? (await createDraft(desk, incident));
  if (!found?.publishedAt) await publishDraft(ctx, desk, postmortem);
  await changeItems(ctx, desk, postmortem);
}

/** Promises a second post-mortem, which is still a draft, unless its incident has one. */
export async function promiseDemoPostmortem(ctx: Context, began: Instant): Promise<void> {
  const { ago, from, promisedAgo, dueAgo } = DEMO_PROMISE;
  const incident = await findResolved(ctx, demoInstant(began, ago, from));
  if (incident === null || (await findPostmortem(ctx, incident))) return;
  const desk = await deskOf(ctx, began);
  await promisePostmortem(desk.ed(promisedAgo, '09:15'), { incident, promisedOn: dayOfDemo(began, dueAgo) });
}

function dayOfDemo(began: Instant, ago: number): string {
  return dayAt(demoInstant(began, ago, '00:00'));
}

/** People who use the demo may have withdrawn or merged the incident, which then has no post-mortem. */
async function findResolved({ prisma }: Context, startedAt: Instant): Promise<string | null> {
  const found = await prisma.incident.findFirst({
    where: { startedAt: new Date(startedAt), isOpen: false, withdrawnAt: null, mergedIntoId: null },
    select: { publicId: true },
  });
  return found?.publicId ?? null;
}

function findPostmortem({ prisma }: Context, incident: string) {
  return prisma.postmortem.findFirst({
    where: { incidents: { some: { incident: { publicId: incident } } } },
    select: { publicId: true, publishedAt: true },
  });
}

async function createDraft(desk: Desk, incident: string): Promise<string> {
  const { postmortem } = await createPostmortem(desk.ed(WRITTEN, '08:40'), { incidents: [incident] });
  return postmortem;
}

/** Completes the draft, has it approved, and publishes it. Continues where an earlier start was interrupted. */
async function publishDraft(ctx: Context, desk: Desk, postmortem: string): Promise<void> {
  const { state, version: found } = await ctx.prisma.postmortem.findUniqueOrThrow({
    where: { publicId: postmortem },
    select: { state: true, version: true },
  });
  const version = found === 1 ? await saveText(desk, postmortem) : found;
  if (state === 'draft') {
    await addItems(desk, postmortem);
    await requestReview(desk.ed(WRITTEN, '10:20'), { postmortem, version });
  }
  if (state !== 'approved') {
    await discuss(desk, postmortem);
    await approvePostmortem(desk.ada(PUBLISHED, '08:55'), { postmortem, version });
  }
  await publishPostmortem(desk.ed(PUBLISHED, '09:30'), { postmortem, version });
}

async function saveText({ ed, began }: Desk, postmortem: string): Promise<number> {
  const { ago, from } = DEMO_POSTMORTEM;
  const timeline = DEMO_TIMELINE.map(({ at, ...entry }) => ({
    ...entry,
    at: new Date(demoInstant(began, ago, at)).toISOString(),
  }));
  const sections = demoSections(demoInstant(began, ago, from));
  const { version } = await savePostmortem(ed(WRITTEN, '10:00'), { postmortem, version: 1, sections, timeline });
  return version;
}

async function addItems({ ed, began }: Desk, postmortem: string): Promise<void> {
  for (const [i, { change: _, dueAgo, ...item }] of DEMO_ITEMS.entries())
    await addActionItem(ed(WRITTEN, '10:10'), {
      ...{ postmortem, ...item, dueOn: dayOfDemo(began, dueAgo) },
      idempotencyKey: `demo-item-${i + 1}`,
    });
}

async function discuss({ ed, ada }: Desk, postmortem: string): Promise<void> {
  const { reply, ...question } = DEMO_COMMENT;
  const asked = { postmortem, ...question, idempotencyKey: 'demo-comment' };
  const { comment } = await commentPostmortem(ada(WRITTEN, '14:05'), asked);
  const answer = { postmortem, body: reply, replyTo: comment, idempotencyKey: 'demo-reply' };
  await commentPostmortem(ed(WRITTEN, '14:30'), answer);
  await resolveComment(ada(PUBLISHED, '08:50'), { postmortem, comment });
}

/** Changes items that no one has changed since the publication. */
async function changeItems(ctx: Context, { ed, began }: Desk, postmortem: string): Promise<void> {
  const items = await ctx.prisma.actionItem.findMany({
    where: { postmortem: { publicId: postmortem }, changes: { none: {} } },
    select: { publicId: true, action: true },
  });
  for (const { action, change } of DEMO_ITEMS) {
    const item = items.find((one) => one.action === action)?.publicId;
    if (!change || item === undefined) continue;
    const { ago, dueAgo, ...changed } = change;
    const dueOn = dueAgo === undefined ? undefined : dayOfDemo(began, dueAgo);
    await changeActionItem(ed(ago, '15:00'), { postmortem, item, ...changed, dueOn });
  }
}
