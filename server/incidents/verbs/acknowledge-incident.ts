import { enIncidents } from '#messages/en/incidents';
import { type ActingContext, authorize } from '#server/actor';
import { type ConfirmIncident, confirmIncidentSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { addUpdate, type UpdateAnswer } from '#server/incidents/update/add-update';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { fillPlaceholders, hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { type FoundIncident, findIncident } from '#server/incidents/update/find-incident';
import { parseInput } from '#server/incidents/update/parse-input';
import { type PreparedText, prepareText } from '#server/incidents/update/prepare-text';
import { withFilledText } from '#server/incidents/update/with-filled-text';
import type { Affected } from '#server/incidents/update/write-update';
import { renderAutomatic } from '#server/markdown/render-text';
import { storedText } from '#server/markdown/stored-text';

/**
 * Says that an incident that was detected is one: it is public from now on, held or not, and is investigated. Without a `body` it is told with the
 * automation's words where nobody read them yet. A repeat changes nothing. Errors: forbidden, invalid_input, not_found, conflict.
 */
export async function acknowledgeIncident(ctx: ActingContext, input: ConfirmIncident): Promise<Partial<UpdateAnswer>> {
  authorize(ctx, 'incident:update');
  const { incident: id, body, notify, nextUpdateBy } = parseInput(confirmIncidentSchema, input);
  const prepare = async () =>
    body === undefined ? null : prepareText(ctx, { ...(await fillPlaceholders(ctx, id, { body })), nextUpdateBy });
  const standard = { body: enIncidents.confirmed, rendered: renderAutomatic(ctx, enIncidents.confirmed) };
  return withFilledText(ctx, { incident: id, hasPlaceholders: hasPlaceholders({ body }), prepare }, async (tx, own) => {
    const incident = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    if (incident.acknowledgedAt) return { incident: id, state: incident.state };
    await tx.incident.update({
      where: { id: incident.id },
      data: { acknowledgedAt: new Date(ctx.clock.now()), heldUntil: null },
    });
    return addUpdate(tx, ctx, incident, {
      action: 'incident:confirm',
      state: incident.state === 'detected' ? 'investigating' : incident.state,
      nextUpdateBy: nextUpdateBy ?? null,
      namesNextUpdate: false,
      ...(own ?? (await firstText(tx, incident)) ?? standard),
      audience: ['public', 'internal'],
      notify: notify ?? incident.publicAt === null,
      affected: incident.publicAt ? [] : await untold(tx, incident),
    });
  });
}

/** What monitoring wrote where readers have not seen it yet; null where they have. It is never what staff wrote for themselves. */
async function firstText(
  tx: IncidentTransaction,
  incident: FoundIncident,
): Promise<Pick<PreparedText, 'body' | 'rendered'> | null> {
  if (incident.publicAt) return null;
  const last = await tx.incidentUpdate.findFirst({
    where: { incidentId: incident.id, authorKind: 'system' },
    orderBy: { id: 'desc' },
    select: { body: true, html: true, text: true },
  });
  return last && { body: last.body, rendered: storedText(last) };
}

/** What is said of components to staff alone so far, told to everybody. */
async function untold(tx: IncidentTransaction, { id }: FoundIncident): Promise<Affected[]> {
  const named = await tx.incidentComponent.findMany({
    where: { incidentId: id },
    select: { componentId: true, status: true },
  });
  return named.map(({ componentId, status }) => ({
    componentId,
    status: status as Affected['status'],
    old: 'operational',
  })); // checked by the table
}
