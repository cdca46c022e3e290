import type { SubscriberChannel } from '#domain/subscription/subscription';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';

type LeftAddress = { reason: 'unsubscribed' | 'suppressed'; at: Instant };
type Reads = Pick<Prisma.TransactionClient, 'subscriber' | 'suppression'>;

/**
 * Returns those of the addresses that staff cannot add as confirmed: they have unsubscribed, or are suppressed. Only their owners can
 * change that.
 */
export async function mustConfirm(
  tx: Reads,
  channel: SubscriberChannel,
  addresses: readonly string[],
): Promise<Map<string, LeftAddress>> {
  const wanted = [...addresses];
  const left = await tx.subscriber.findMany({
    where: { channel, address: { in: wanted }, state: 'ended', stateReason: 'unsubscribed' },
    select: { address: true, stateAt: true },
    orderBy: { id: 'asc' },
  });
  const suppressed = await tx.suppression.findMany({
    where: { address: { in: wanted } },
    select: { address: true, createdAt: true },
  });
  return new Map<string, LeftAddress>([
    ...left.map(({ address, stateAt }) => [address ?? '', { reason: 'unsubscribed', at: stateAt.getTime() }] as const),
    ...suppressed.map(
      ({ address, createdAt }) => [address, { reason: 'suppressed', at: createdAt.getTime() }] as const,
    ),
  ]);
}
