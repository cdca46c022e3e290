import { escapeMarkdown } from '#domain/incident/escape-markdown';
import { dayAt } from '#domain/time/day';
import { enPostmortems } from '#messages/en/postmortems';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { renderAutomatic } from '#server/markdown/render-text';
import { type ChangeActionItem, changeActionItemSchema } from '#server/postmortems/schemas';
import { dateOfDay, type FoundItem, findActionItem } from '#server/postmortems/working/find-action-item';
import { type FoundPostmortem, findPostmortem } from '#server/postmortems/working/find-postmortem';
import { postToIncidents } from '#server/postmortems/working/post-to-incidents';

type Change = Omit<ReturnType<typeof parseInput<typeof changeActionItemSchema>>, 'postmortem' | 'item'>;
type Item = Omit<FoundItem, 'id'>;

/**
 * Changes an action item. After publication its first day stays, and a new day needs a reason, which readers see; done notifies the subscribers of the
 * incidents. Errors: forbidden, invalid_input, not_found.
 */
export async function changeActionItem(ctx: ActingContext, input: ChangeActionItem): Promise<{ item: string }> {
  authorize(ctx, 'postmortem:write');
  const { postmortem: id, item, ...change } = parseInput(changeActionItemSchema, input);
  return withIncidentLock(ctx, async (tx) => {
    const found = await findPostmortem(tx, id);
    const { id: itemId, ...before } = await findActionItem(tx, found.id, item);
    const isPublic = found.publishedAt !== null;
    const after = changed(before, change, { isPublic, today: dayAt(ctx.clock.now()) });
    if (JSON.stringify(after) === JSON.stringify(before)) return { item };
    const now = new Date(ctx.clock.now());
    await tx.actionItem.update({ where: { id: itemId }, data: { ...columnsOf(after), updatedAt: now } });
    await recordChange(tx, ctx, { itemId, before, after, isPublic, reason: change.reason });
    if (isPublic && after.state === 'done' && before.state !== 'done') await announceDone(tx, ctx, found, after);
    await appendAudit(tx, ctx, {
      action: 'postmortem:change-item',
      object: { kind: 'postmortem', id },
      before: { item, ...before },
      after: { item, ...after },
      ...(change.reason === undefined ? {} : { reason: change.reason }),
    });
    return { item };
  });
}

/** Returns an item after a change. Errors: invalid_input for a new day of a public item without a reason. */
function changed(
  before: Item,
  { dueOn, reason, state = before.state, ...texts }: Change,
  { isPublic, today }: { isPublic: boolean; today: string },
): Item {
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  const after = { ...before, ...given, state, doneOn: state === 'done' ? (before.doneOn ?? today) : null };
  if (dueOn === undefined || dueOn === dueOfItem(before)) return after;
  if (!isPublic) return { ...after, dueOn };
  if (reason === undefined)
    throw new AppError('invalid_input', 'reason: is required to change the day of a public action item.');
  return { ...after, movedTo: dueOn === before.dueOn ? null : dueOn };
}

/** Returns the day on which an item is due now. */
function dueOfItem({ dueOn, movedTo }: Item): string {
  return movedTo ?? dueOn;
}

function columnsOf({ dueOn, movedTo, doneOn, ...others }: Item) {
  return {
    ...others,
    dueOn: dateOfDay(dueOn),
    movedTo: movedTo === null ? null : dateOfDay(movedTo),
    doneOn: doneOn === null ? null : dateOfDay(doneOn),
  };
}

type Recorded = { itemId: number; before: Item; after: Item; isPublic: boolean; reason: string | undefined };

/** Keeps a change of the state or the day. */
async function recordChange(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { itemId, before, after, isPublic, reason }: Recorded,
): Promise<void> {
  const isMoved = dueOfItem(before) !== dueOfItem(after);
  if (!isMoved && before.state === after.state) return;
  await tx.actionItemChange.create({
    data: {
      itemId,
      fromDue: dateOfDay(dueOfItem(before)),
      toDue: dateOfDay(dueOfItem(after)),
      fromState: before.state,
      toState: after.state,
      isPublic,
      reason: isMoved ? (reason ?? null) : null,
      ...authorOf(ctx),
      changedAt: new Date(ctx.clock.now()),
    },
  });
}

async function announceDone(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { publicId, incidents }: FoundPostmortem,
  { action }: Item,
): Promise<void> {
  const body = enPostmortems.update.itemDone(escapeMarkdown(action), `${ctx.publicOrigin}/postmortems/${publicId}`);
  await postToIncidents(tx, ctx, incidents, { body, rendered: renderAutomatic(ctx, body), notify: true });
}
