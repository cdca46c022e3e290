import { isOpenState, moveBetween } from '#domain/incident/incident';
import { planUpdate } from '#domain/incident/plan-update';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Rendered } from '#server/context';
import { publishEvent } from '#server/delivery/outbox';
import { AppError } from '#server/errors';
import { type BackfillIncident, backfillIncidentSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { acceptedPlan } from '#server/incidents/update/accepted-plan';
import { fillFirst, refusePlaceholders } from '#server/incidents/update/fill-placeholders';
import { affectedOf, type FoundIncident, findIncident } from '#server/incidents/update/find-incident';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderText } from '#server/markdown/render-text';
import { newPublicId } from '#server/random';

type Past = ReturnType<typeof parseInput<typeof backfillIncidentSchema>>;

/**
 * Backfills a resolved incident with its original times. Sends no notifications; readers see that it was added later. Errors: forbidden, invalid_input,
 * key_reused.
 */
export async function backfillIncident(ctx: ActingContext, input: BackfillIncident): Promise<{ incident: string }> {
  authorize(ctx, 'incident:backfill');
  const past = parseInput(backfillIncidentSchema, input);
  const now = new Date(ctx.clock.now());
  check(past, now.getTime());
  const { idempotencyKey: key, ...given } = past;
  const filled = await filledPast(ctx, given);
  const rendered: Rendered[] = [];
  for (const [i, { body }] of filled.updates.entries()) rendered.push(await renderText(ctx, body, `updates.${i}.body`));
  for (const [i, { text }] of rendered.entries()) refusePlaceholders(`updates.${i}.body`, text);
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'backfill-incident', key, input: given }, async () => {
      const publicId = newPublicId(ctx.random);
      const times = {
        movedAt: now,
        createdAt: now,
        updatedAt: now,
        acknowledgedAt: now,
        startedAt: new Date(filled.startedAt),
      };
      const state = filled.updates[0]?.state ?? 'resolved';
      const first = isOpenState(state) ? state : 'investigating'; // its first update sets its state
      await tx.incident.create({ data: { publicId, title: filled.title, origin: 'backfill', state: first, ...times } });
      let lastPublic: number | null = null;
      for (const [i, { affected, body, ...input }] of filled.updates.entries()) {
        const stated = { ...input, notify: false, affected: await affectedOf(tx, affected) };
        const incident = await findIncident(tx, publicId);
        const plan = acceptedPlan(planUpdate(incident, stated, { now: now.getTime(), staff: null }));
        const text = { body, rendered: rendered[i] as Rendered }; // one per update, above
        const { id } = await writeUpdate(tx, ctx, incident, { plan, ...text, event: null });
        if (input.audience.includes('public')) lastPublic = id;
      }
      if (lastPublic !== null) await publishPast(tx, ctx, await findIncident(tx, publicId), lastPublic);
      await appendAudit(tx, ctx, {
        action: 'incident:backfill',
        object: { kind: 'incident', id: publicId },
        before: null,
        after: filled,
      });
      return { incident: publicId };
    }),
  );
}

/** Publishes one event for the whole incident. It notifies no one. */
async function publishPast(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { id: incidentId, state }: FoundIncident,
  updateId: number,
): Promise<void> {
  const kind = state === 'postmortem' ? 'postmortem' : 'resolved';
  const occurredAt = ctx.clock.now();
  await publishEvent(tx, ctx, { incidentId, updateId, kind, recipients: 'scope', notifies: false, occurredAt });
}

/** Fills the placeholders of all texts from all updates together. Errors: invalid_input where a placeholder would stay visible. */
async function filledPast(
  ctx: ActingContext,
  past: Omit<Past, 'idempotencyKey'>,
): Promise<Omit<Past, 'idempotencyKey'>> {
  const affected = past.updates.flatMap((update) => update.affected.filter(({ status }) => status !== 'operational'));
  const times = { startedAt: past.startedAt, resolvedAt: past.updates.at(-1)?.occurredAt ?? null };
  const fill = (body: string) =>
    fillFirst(ctx, { title: past.title, body, affected }, times, { nextUpdateBy: null, isOpen: false });
  const updates: Past['updates'] = [];
  for (const update of past.updates) updates.push({ ...update, body: (await fill(update.body)).body });
  return { ...past, title: (await fill('')).title, updates };
}

/** Errors: invalid_input if the times or the states are out of order. */
function check({ startedAt, updates }: Past, now: number): void {
  const last = updates.at(-1);
  if (!last || isOpenState(last.state))
    throw new AppError('invalid_input', 'updates: the last update must resolve the incident.');
  for (const [i, { occurredAt, state }] of updates.entries()) {
    const before = updates[i - 1];
    if (occurredAt > now) throw new AppError('invalid_input', `updates.${i}.occurredAt: must not be in the future.`);
    if (occurredAt < (before?.occurredAt ?? startedAt))
      throw new AppError(
        'invalid_input',
        `updates.${i}.occurredAt: must not be before the start of the incident or the previous update.`,
      );
    if (moveBetween(before?.state ?? 'detected', state) === null)
      throw new AppError('invalid_input', `updates.${i}.state: postmortem can only follow resolved.`);
  }
}
