import { type ActingContext, authorize } from '#server/actor';
import { assertDestinationLimit } from '#server/alerting/assert-destination-limit';
import { destinationSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/** Adds an alert destination. It also receives the alerts that are already active. Errors: forbidden, invalid_input, conflict. */
export async function addDestination(ctx: ActingContext, input: unknown): Promise<{ id: number }> {
  authorize(ctx, 'setting:write');
  const destination = parseInput(destinationSchema, input);
  if (destination.kind !== 'mail') rejectUrl(ctx, destination.address);
  return ctx.prisma.$transaction(async (tx) => {
    await assertDestinationLimit(tx);
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

/** Rejects what is visibly wrong. Other faults, such as a name that resolves into a private network, show at the first delivery. */
function rejectUrl({ alertFetch, publicOrigin }: ActingContext, address: string): void {
  const fault = alertFetch.faultOf(address);
  if (fault !== null) throw new AppError('invalid_input', `address: ${fault}.`);
  if (new URL(address).host === new URL(publicOrigin).host)
    throw new AppError('invalid_input', 'address: must not be the address of this Candor installation.');
}
