import type { SubscriberState } from '#domain/subscription/subscription';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { assert } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { changeChoice, storedChoice } from '#server/subscribers/change-choice';
import { endpointAddress } from '#server/subscribers/endpoint-address';
import { mustConfirm } from '#server/subscribers/must-confirm';
import {
  activeComponentIds,
  type ResolvedChoice,
  resolveChoice,
  resolveIncident,
} from '#server/subscribers/resolve-choice';
import { type AddSubscriber, addSubscriberSchema } from '#server/subscribers/schemas';
import { type NewSubscriber, writeSubscribers } from '#server/subscribers/write-subscribers';

/** `isNew`: false where the address was subscribed already. `secret`: that of a new webhook, returned once. */
export type AddedSubscriber = { id: string; state: SubscriberState; isNew: boolean; secret?: string };

/**
 * Adds a subscriber, who confirms by a mailed link unless `confirmed`. If the address is subscribed already, changes what it receives.
 * An address that has unsubscribed or is suppressed always has to confirm. Errors: forbidden, invalid_input.
 */
export async function addSubscriber(ctx: ActingContext, input: unknown): Promise<AddedSubscriber> {
  authorize(ctx, 'subscriber:write');
  const given = parseInput(addSubscriberSchema, input);
  const address = given.channel === 'webhook' ? endpointAddress(ctx, given.address) : given.address;
  return ctx.prisma.$transaction(async (tx) => {
    const wanted = await wantedSubscriber(tx, { ...given, address });
    const [written] = await writeSubscribers(tx, ctx, [wanted]);
    if (!written) return changeSubscriber(tx, ctx, wanted);
    const state = wanted.isConfirmed ? 'active' : 'unconfirmed';
    await appendAudit(tx, ctx, {
      action: 'subscriber:add',
      object: { kind: 'subscriber', id: written.publicId },
      before: null,
      after: { channel: given.channel, state, incident: given.incident, ...(await storedChoice(tx, written.id)) },
    });
    const { publicId, secret } = written;
    return { id: publicId, state, isNew: true, ...(secret === null ? {} : { secret }) };
  });
}

async function wantedSubscriber(tx: Prisma.TransactionClient, given: AddSubscriber): Promise<NewSubscriber> {
  const { channel, address, ownerEmail, incident, confirmed } = given;
  const choice: ResolvedChoice = resolveChoice(given, await activeComponentIds(tx));
  const isConfirmed = confirmed && (await mustConfirm(tx, channel, [address])).size === 0;
  return {
    channel,
    address,
    ownerEmail: ownerEmail ?? null,
    incidentId: await resolveIncident(tx, incident),
    choice,
    isConfirmed,
  };
}

/** Changes what the existing subscriber receives, and confirms it if wanted. */
async function changeSubscriber(
  tx: Prisma.TransactionClient,
  ctx: ActingContext,
  { channel, address, incidentId, choice, isConfirmed }: NewSubscriber,
): Promise<AddedSubscriber> {
  const existing = await tx.subscriber.findFirst({
    where: { channel, address, incidentId, state: { not: 'ended' } },
    select: { id: true, publicId: true, state: true },
  });
  assert(existing, 'a subscriber that was not written exists');
  const now = new Date(ctx.clock.now());
  const confirms = isConfirmed && existing.state === 'unconfirmed';
  if (confirms)
    await tx.subscriber.update({
      where: { id: existing.id },
      data: { state: 'active', stateAt: now, confirmedAt: now },
    });
  const state = (confirms ? 'active' : existing.state) as SubscriberState; // checked by the table
  const changed = await changeChoice(tx, existing.id, choice);
  if (changed || confirms)
    await appendAudit(tx, ctx, {
      action: 'subscriber:change',
      object: { kind: 'subscriber', id: existing.publicId },
      before: { state: existing.state, ...changed?.before },
      after: { state, ...changed?.after },
    });
  return { id: existing.publicId, state, isNew: false };
}
