import type { SubscriberChannel } from '#domain/subscription/subscription';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { addressHash } from './address-hash.ts';

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
  const byHash = new Map(wanted.map((address) => [addressHash(channel, address), address]));
  const erased = await tx.subscriber.findMany({
    where: { addressHash: { in: [...byHash.keys()] } },
    select: { addressHash: true, stateAt: true },
    orderBy: { id: 'asc' },
  });
  const suppressed = await tx.suppression.findMany({
    where: { address: { in: wanted } },
    select: { address: true, createdAt: true },
  });
  return new Map<string, LeftAddress>([
    ...[
      ...erased.map((one) => ({ ...one, address: byHash.get(one.addressHash ?? '') })), // found by the hash
      ...left,
    ].map(({ address, stateAt }) => [address ?? '', { reason: 'unsubscribed', at: stateAt.getTime() }] as const),
    ...suppressed.map(
      ({ address, createdAt }) => [address, { reason: 'suppressed', at: createdAt.getTime() }] as const,
    ),
  ]);
}
