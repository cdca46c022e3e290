import type { ActingContext } from '#server/actor';
import type { Context } from '#server/context';
import { addSubscriber } from '#server/subscribers/verbs/add-subscriber';
import { ADA, as } from './people.ts';

/** Adds a confirmed subscriber by e-mail and returns its id. */
export async function plantSubscriber(ctx: Context, address: string, more: object = {}): Promise<string> {
  const input = { channel: 'email', address, confirmed: true, ...more };
  return (await addSubscriber(as(ctx, ADA), input)).id;
}

/** Reads what the audit log has of subscribers: action, object and the values before and after. */
export async function subscriberAudit({ prisma }: Pick<ActingContext, 'prisma'>) {
  const rows = await prisma.auditRow.findMany({
    where: { objectKind: { in: ['subscriber', 'subscribers', 'suppression'] } },
    orderBy: { seq: 'asc' },
  });
  return rows.map(({ action, objectId, actorKind, actorId, before, after }) => ({
    action,
    objectId,
    actor: `${actorKind}:${actorId}`,
    before,
    after,
  }));
}
