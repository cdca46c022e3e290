import { type ActingContext, authorize } from '#server/actor';
import { demandRoom } from '#server/alerting/demand-room';
import { destinationSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/** Has staff alerts told to an address from now on, those that are on already too. Errors: forbidden, invalid_input, conflict. */
export async function addDestination(ctx: ActingContext, input: unknown): Promise<{ id: number }> {
  authorize(ctx, 'setting:write');
  const destination = parseInput(destinationSchema, input);
  if (destination.kind !== 'mail') refuseUrl(ctx, destination.address);
  return ctx.prisma.$transaction(async (tx) => {
    await demandRoom(tx);
    const { id } = await tx.alertDestination.create({
      data: { ...destination, createdAt: new Date(ctx.clock.now()) },
      select: { id: true },
    });
    const after = {
      kind: destination.kind,
      ...(destination.kind === 'mail' ? {} : { host: new URL(destination.address).host }),
    };
    await appendAudit(tx, ctx, {
      action: 'alert-destination:add',
      object: { kind: 'alert-destination', id },
      before: null,
      after,
    });
    return { id };
  });
}

/** What can be seen to be wrong is said at once; the rest, like a name that leads into a private network, shows when it is called. */
function refuseUrl({ safeFetch, publicOrigin }: ActingContext, address: string): void {
  const fault = safeFetch.faultOf(address);
  if (fault !== null) throw new AppError('invalid_input', `address: ${fault}.`);
  if (new URL(address).host === new URL(publicOrigin).host)
    throw new AppError('invalid_input', 'address: is that of Candor itself.');
}
