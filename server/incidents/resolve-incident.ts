import { isOpenState } from '#domain/incident';
import { type ActingContext, authorize } from '../actor.ts';
import { AppError } from '../errors.ts';
import { addUpdate, type UpdateAnswer } from './add-update.ts';
import { answerOnce } from './answer-once.ts';
import { asProbesSay } from './as-probes-say.ts';
import { authorizeComponents } from './authorize-components.ts';
import { fillPlaceholders, hasPlaceholders } from './fill-placeholders.ts';
import { affectedOf, findIncident } from './find-incident.ts';
import { parseInput } from './parse-input.ts';
import { prepareText } from './prepare-text.ts';
import { type ResolveIncident, resolveIncidentSchema } from './schemas.ts';
import { withFilledText } from './with-filled-text.ts';

/**
 * Says that an incident is over. While probes see one of its components down that needs a reason, which is audited. Components that are not spoken of
 * are set to what probes say. Errors: forbidden, invalid_input, not_found, conflict, key_reused, approval_needed, reason_needed (with what probes see).
 */
export async function resolveIncident(ctx: ActingContext, input: ResolveIncident): Promise<UpdateAnswer> {
  authorize(ctx, 'incident:update');
  const { incident: id, idempotencyKey: key, ...said } = parseInput(resolveIncidentSchema, input);
  const prepare = async () => prepareText(ctx, await fillPlaceholders(ctx, id, said));
  return withFilledText(ctx, { incident: id, hasPlaceholders: hasPlaceholders(said), prepare }, (tx, prepared) =>
    answerOnce(tx, ctx, { verb: 'resolve-incident', key, input: { id, ...said } }, async () => {
      const incident = await findIncident(tx, id);
      const named = await affectedOf(tx, said.affected ?? []);
      await authorizeComponents(tx, ctx, { incidents: [incident.id], stated: named.map(({ componentId }) => componentId) });
      if (!isOpenState(incident.state)) throw new AppError('conflict', 'This incident is resolved already.');
      const affected = said.affected ? named : await asProbesSay(tx, ctx, incident.id);
      return addUpdate(tx, ctx, incident, { ...prepared, action: 'incident:resolve', state: 'resolved', affected, claims: affected });
    }),
  );
}
