import { enIncidents } from '#messages/en/incidents';
import { type ActingContext, authorize } from '#server/actor';
import { type AcknowledgeIncident, acknowledgeIncidentSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { fillPlaceholders, hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { type FoundIncident, findIncident } from '#server/incidents/update/find-incident';
import { parseInput } from '#server/incidents/update/parse-input';
import { type PreparedText, prepareText } from '#server/incidents/update/prepare-text';
import { publishUpdate, type UpdateAnswer } from '#server/incidents/update/publish-update';
import { withFilledText } from '#server/incidents/update/with-filled-text';
import { renderAutomatic } from '#server/markdown/render-text';
import { storedText } from '#server/markdown/stored-text';

/**
 * Acknowledges an automatic incident: publishes it, whether or not it is held, and tells readers that the team is investigating. Without a `body`, the text
 * of incident automation is used if readers have not seen it yet. A repeat changes nothing. Errors: forbidden, invalid_input, not_found, conflict.
 */
export async function acknowledgeIncident(
  ctx: ActingContext,
  input: AcknowledgeIncident,
): Promise<Partial<UpdateAnswer>> {
  authorize(ctx, 'incident:update');
  const { incident: id, body, notify, nextUpdateBy, undoSeconds } = parseInput(acknowledgeIncidentSchema, input);
  const prepare = async () =>
    body === undefined ? null : prepareText(ctx, { ...(await fillPlaceholders(ctx, id, { body })), nextUpdateBy });
  const standard = { body: enIncidents.acknowledged, rendered: renderAutomatic(ctx, enIncidents.acknowledged) };
  return withFilledText(ctx, { incident: id, hasPlaceholders: hasPlaceholders({ body }), prepare }, async (tx, own) => {
    const incident = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    if (incident.acknowledgedAt !== null) return { incident: id, state: incident.state };
    const answer = await publishUpdate(tx, ctx, incident, {
      action: 'incident:acknowledge',
      state: incident.state === 'detected' ? 'investigating' : incident.state,
      nextUpdateBy: nextUpdateBy ?? null,
      namesNextUpdate: false,
      ...(own ?? (await automaticText(tx, incident)) ?? standard),
      audience: ['public', 'internal'],
      notify: notify ?? incident.publicAt === null,
      affected: incident.publicAt === null ? incident.stated : [], // what only staff have seen so far becomes public
      skips: ['reason'],
      undoSeconds,
    });
    await tx.incident.update({ where: { id: incident.id }, data: { heldUntil: null } });
    return answer;
  });
}

/** Reads the latest text of incident automation if readers have not seen it yet; else null. Internal texts of staff are never used. */
async function automaticText(
  tx: IncidentTransaction,
  incident: FoundIncident,
): Promise<Pick<PreparedText, 'body' | 'rendered'> | null> {
  if (incident.publicAt !== null) return null;
  const last = await tx.incidentUpdate.findFirst({
    where: { incidentId: incident.id, authorKind: 'system' },
    orderBy: { id: 'desc' },
    select: { body: true, html: true, text: true },
  });
  return last && { body: last.body, rendered: storedText(last) };
}
