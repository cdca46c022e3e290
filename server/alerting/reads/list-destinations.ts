import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import type { DestinationKind } from '#server/alerting/sql/destinations';

const DESTINATIONS_MAX = 200;

/** A destination as admins see it. `last`: the latest delivery. Its outcome is null while it is in progress. */
export type ListedDestination = {
  id: number;
  name: string;
  kind: DestinationKind;
  isStopped: boolean;
  address: string;
  last: { outcome: string | null; at: Instant } | null;
};

/** How many characters of a secret are shown, if at least HIDDEN_MIN stay hidden. */
const SHOWN = 4;
const HIDDEN_MIN = 12;

/** Returns a mail address in full. For a webhook it returns the host and the end of the secret, which tells it from others. */
function shownAddress(kind: DestinationKind, address: string, routingKey: string | null): string {
  if (kind === 'mail') return address;
  const url = new URL(address);
  const secret = routingKey ?? `${url.pathname}${url.search}`;
  return `${url.origin}/…${secret.length >= SHOWN + HIDDEN_MIN ? secret.slice(-SHOWN) : ''}`;
}

/** Lists the active destinations and those stopped as gone, without secrets in full. Errors: forbidden. */
export async function listDestinations(ctx: ActingContext): Promise<ListedDestination[]> {
  authorize(ctx, 'setting:write');
  const rows = await ctx.prisma.alertDestination.findMany({
    where: { OR: [{ stoppedAt: null }, { stoppedBecause: 'gone' }] },
    orderBy: { id: 'asc' },
    take: DESTINATIONS_MAX,
    select: {
      id: true,
      name: true,
      kind: true,
      address: true,
      routingKey: true,
      stoppedAt: true,
      deliveries: {
        select: { madeAt: true, delivery: { select: { state: true, outcome: true, settledAt: true } } },
        orderBy: { id: 'desc' },
        take: 1,
      },
    },
  });
  return rows.map(({ id, name, deliveries: [last], ...row }) => {
    const kind = row.kind as DestinationKind; // checked by the table
    return {
      id,
      name,
      kind,
      isStopped: row.stoppedAt !== null,
      address: row.address === null ? '' : shownAddress(kind, row.address, row.routingKey),
      last: last ? lastOf(last) : null,
    };
  });
}

type Latest = { madeAt: Date; delivery: { state: string; outcome: string | null; settledAt: Date | null } | null };

function lastOf({ madeAt, delivery }: Latest): ListedDestination['last'] {
  const isSettled = delivery !== null && delivery.state !== 'due';
  return { outcome: isSettled ? delivery.outcome : null, at: (delivery?.settledAt ?? madeAt).getTime() };
}
