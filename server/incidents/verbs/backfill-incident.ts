import { isOpenState, moveBetween } from '#domain/incident/incident';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Rendered } from '#server/context';
import { AppError } from '#server/errors';
import { type BackfillIncident, backfillIncidentSchema } from '#server/incidents/schemas';
import { answerOnce } from '#server/incidents/update/answer-once';
import { fillFirst, refusePlaceholders } from '#server/incidents/update/fill-placeholders';
import { affectedOf, findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderText } from '#server/markdown/render-text';
import { newPublicId } from '#server/random';

type Past = ReturnType<typeof parseInput<typeof backfillIncidentSchema>>;

/**
 * Enters an incident that is over with the times at which it was so. Nobody is notified, and readers see that it was entered later. Errors: forbidden,
 * invalid_input, key_reused.
 */
export async function backfillIncident(ctx: ActingContext, input: BackfillIncident): Promise<{ incident: string }> {
  authorize(ctx, 'incident:backfill');
  const past = parseInput(backfillIncidentSchema, input);
  const now = new Date(ctx.clock.now());
  check(past, now.getTime());
  const { idempotencyKey: key, ...given } = past;
  const told = await filledPast(ctx, given);
  const rendered: Rendered[] = [];
  for (const [i, { body }] of told.updates.entries()) rendered.push(await renderText(ctx, body, `updates.${i}.body`));
  for (const [i, { text }] of rendered.entries()) refusePlaceholders(`updates.${i}.body`, text);
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'backfill-incident', key, input: given }, async () => {
      const publicId = newPublicId(ctx.random);
      const times = {
        movedAt: now,
        createdAt: now,
        updatedAt: now,
        acknowledgedAt: now,
        startedAt: new Date(told.startedAt),
      };
      const state = told.updates[0]?.state ?? 'resolved';
      const first = isOpenState(state) ? state : 'investigating'; // an update moves it where it belongs
      await tx.incident.create({ data: { publicId, title: told.title, origin: 'backfill', state: first, ...times } });
      for (const [i, { affected, ...said }] of told.updates.entries()) {
        const update = { ...said, rendered: rendered[i] as Rendered, notifies: false }; // one per update, above
        await writeUpdate(tx, ctx, await findIncident(tx, publicId), {
          ...update,
          affected: await affectedOf(tx, affected),
        });
      }
      await appendAudit(tx, ctx, {
        action: 'incident:backfill',
        object: { kind: 'incident', id: publicId },
        before: null,
        after: told,
      });
      return { incident: publicId };
    }),
  );
}

/** Fills the placeholders of all texts from what they say together. Errors: invalid_input where readers would see one. */
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

/** Errors: invalid_input where the times or the states are not in order. */
function check({ startedAt, updates }: Past, now: number): void {
  const last = updates.at(-1);
  if (!last || isOpenState(last.state)) throw new AppError('invalid_input', 'updates: the last must resolve it.');
  for (const [i, { occurredAt, state }] of updates.entries()) {
    const before = updates[i - 1];
    if (occurredAt > now) throw new AppError('invalid_input', `updates.${i}.occurredAt: lies in the future.`);
    if (occurredAt < (before?.occurredAt ?? startedAt))
      throw new AppError('invalid_input', `updates.${i}.occurredAt: lies before what comes earlier.`);
    if (moveBetween(before?.state ?? 'detected', state) === null)
      throw new AppError('invalid_input', `updates.${i}.state: postmortem follows resolved alone.`);
  }
}
