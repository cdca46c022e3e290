import { isOpenState } from '#domain/incident/incident';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { type ResolveIncident, resolveIncidentSchema } from '#server/incidents/schemas';
import { addUpdate, type UpdateAnswer } from '#server/incidents/update/add-update';
import { answerOnce } from '#server/incidents/update/answer-once';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { fillPlaceholders, hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { affectedOf, findIncident } from '#server/incidents/update/find-incident';
import { monitoredStatuses } from '#server/incidents/update/monitored-status';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import { withFilledText } from '#server/incidents/update/with-filled-text';

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
      await authorizeComponents(tx, ctx, {
        incidents: [incident.id],
        stated: named.map(({ componentId }) => componentId),
      });
      if (!isOpenState(incident.state)) throw new AppError('conflict', 'This incident is resolved already.');
      const affected = said.affected ? named : await monitoredStatuses(tx, ctx, incident.id);
      return addUpdate(tx, ctx, incident, {
        ...prepared,
        action: 'incident:resolve',
        state: 'resolved',
        affected,
        claims: affected,
      });
    }),
  );
}
