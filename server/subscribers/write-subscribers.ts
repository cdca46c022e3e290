import type { SubscriberChannel } from '#domain/subscription/subscription';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { newPublicId } from '#server/random';
import { newSecret } from './new-secret.ts';
import type { ResolvedChoice } from './resolve-choice.ts';
import { writeNotices } from './write-notices.ts';

/** A subscriber that is to be stored. `isConfirmed`: it is active at once; otherwise it gets a link to confirm. */
export type NewSubscriber = {
  channel: SubscriberChannel;
  address: string;
  ownerEmail: string | null;
  incidentId: number | null;
  choice: ResolvedChoice;
  isConfirmed: boolean;
};
export type WrittenSubscriber = { id: number; publicId: string; address: string; secret: string | null };
type Writes = Pick<Prisma.TransactionClient, 'subscriber' | 'subscriberComponent' | 'delivery'>;

/** Below the number of values that PostgreSQL takes in one statement. */
const ROWS_AT_ONCE = 1_000;

/**
 * Stores new subscribers in the transaction of the caller, and the notices with which the unconfirmed ones can confirm. Returns those
 * that were stored: an address that is subscribed already is left out, also where another transaction was first.
 */
export async function writeSubscribers(
  tx: Writes,
  ctx: Pick<Context, 'clock' | 'random'>,
  all: readonly NewSubscriber[],
): Promise<WrittenSubscriber[]> {
  const written: WrittenSubscriber[] = [];
  for (let from = 0; from < all.length; from += ROWS_AT_ONCE)
    written.push(...(await writeSome(tx, ctx, all.slice(from, from + ROWS_AT_ONCE))));
  return written;
}

async function writeSome(
  tx: Writes,
  ctx: Pick<Context, 'clock' | 'random'>,
  some: readonly NewSubscriber[],
): Promise<WrittenSubscriber[]> {
  const now = new Date(ctx.clock.now());
  const byId = new Map(some.map((one) => [newPublicId(ctx.random), one]));
  const written = await tx.subscriber.createManyAndReturn({
    data: [...byId].map(([publicId, one]) => rowOf(publicId, one, now, ctx)),
    skipDuplicates: true,
    select: { id: true, publicId: true, address: true, secret: true },
  });
  const stored = written.map((row) => ({ ...row, subscriber: byId.get(row.publicId) as NewSubscriber })); // the rows of the statement
  await tx.subscriberComponent.createMany({
    data: stored.flatMap(({ id, subscriber: { choice } }) =>
      choice.componentIds.map((componentId) => ({ subscriberId: id, componentId })),
    ),
  });
  await writeNotices(
    tx,
    ctx,
    stored.filter(({ subscriber }) => !subscriber.isConfirmed).map(({ id }) => id),
    { kind: 'confirm' },
  );
  return written.map((row) => ({ ...row, address: row.address as string })); // the rows of the statement
}

function rowOf(
  publicId: string,
  { channel, address, ownerEmail, incidentId, choice, isConfirmed }: NewSubscriber,
  now: Date,
  { random }: Pick<Context, 'random'>,
): Prisma.SubscriberCreateManyInput {
  const { componentIds, ...chosen } = choice;
  return {
    publicId,
    channel,
    address,
    ownerEmail,
    incidentId,
    ...chosen,
    hasAllComponents: componentIds.length === 0,
    state: isConfirmed ? 'active' : 'unconfirmed',
    stateAt: now,
    secret: channel === 'webhook' ? newSecret(random) : null,
    createdAt: now,
    confirmedAt: isConfirmed ? now : null,
  };
}
