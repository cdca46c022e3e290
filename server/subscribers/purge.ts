import { DAY_MS } from '#domain/time/calendar';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { purgeDeliveries } from '#server/delivery/purge-deliveries';
import { purgeMailFolder } from '#server/mail/purge-mail-folder';
import { eraseAddresses } from '#server/subscribers/sql/erase-addresses';
import { deleteRequestsBefore, endedBefore, hasUnconfirmedBefore } from '#server/subscribers/sql/expired';
import { addressHash } from './address-hash.ts';

const UNCONFIRMED_MS_MAX = 7 * DAY_MS;
/** How long the address of an ended subscription is kept. */
const ENDED_MS_MAX = 30 * DAY_MS;
const ROWS_MAX = 1_000;
const BATCHES_MAX = 20;

/** Removes what the periods of retention no longer allow: of subscriptions, deliveries and saved e-mails. */
export async function purgeExpired(ctx: Context): Promise<void> {
  await purgeUnconfirmed(ctx);
  for (let i = 0; i < BATCHES_MAX; i++) if ((await eraseEnded(ctx)) < ROWS_MAX) break;
  await purgeDeliveries(ctx);
  if (ctx.mail.folder !== undefined) await purgeMailFolder(ctx.mail.folder, ctx.clock.now());
}

/**
 * Erases the addresses of subscriptions that ended 30 days ago. Of an address that has unsubscribed a hash stays, so that an import does not
 * add it as confirmed. Returns how many were erased.
 */
async function eraseEnded(ctx: Context): Promise<number> {
  const ended = await endedBefore(ctx.worker, ctx.clock.now() - ENDED_MS_MAX, ROWS_MAX);
  if (ended.length === 0) return 0;
  const left = ended.filter(({ state_reason }) => state_reason === 'unsubscribed');
  const hashes = new Map(left.map(({ id, channel, address }) => [id, addressHash(channel, address)]));
  await eraseAddresses(
    ctx.worker,
    ended.map(({ id }) => ({ id, hash: hashes.get(id) ?? null })),
  );
  return ended.length;
}

/** Removes subscriptions that were not confirmed within seven days, and requests of visitors that are as old. Returns how many subscriptions. */
export async function purgeUnconfirmed(ctx: Context): Promise<number> {
  const at = ctx.clock.now() - UNCONFIRMED_MS_MAX;
  const before = new Date(at);
  await deleteRequestsBefore(ctx.worker, at);
  if (!(await hasUnconfirmedBefore(ctx.worker, at))) return 0;
  return ctx.prisma.$transaction(async (tx) => {
    const where = { state: 'unconfirmed', createdAt: { lte: before }, stateAt: { lte: before } };
    const found = await tx.subscriber.findMany({ where, select: { id: true }, orderBy: { id: 'asc' }, take: ROWS_MAX });
    if (found.length === 0) return 0;
    const ids = found.map(({ id }) => id);
    await tx.delivery.deleteMany({ where: { subscriberId: { in: ids } } });
    const { count } = await tx.subscriber.deleteMany({ where: { ...where, id: { in: ids } } });
    await appendAudit(
      tx,
      { ...ctx, actor: { kind: 'system', name: 'subscribers' } },
      {
        action: 'subscriber:expire',
        object: { kind: 'subscribers', id: 'unconfirmed' },
        before: null,
        after: { count },
      },
    );
    return count;
  });
}
