import { type Audience, type IncidentState, isOpenState } from '#domain/incident/incident';
import { promiseOf } from '#domain/incident/promise';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { violates } from '#server/db/sql-fault';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { Author } from './author.ts';
import { demandApproval } from './demand-approval.ts';
import { checkMove, type FoundIncident } from './find-incident.ts';
import { checkPromise, type PreparedText } from './prepare-text.ts';
import { checkTimes, publishedUpdates } from './published-updates.ts';
import { isRed, type MonitoredComponent, monitoredComponents } from './status-contradictions.ts';
import { type Affected, writeUpdate } from './write-update.ts';

export type Adding = PreparedText & {
  action: `${string}:${string}`;
  state: IncidentState;
  audience: readonly Audience[];
  notify: boolean;
  occurredAt?: Instant | undefined;
  affected: readonly Affected[];
  /** What the person says of components who can give a reason for it. */
  claims?: readonly Affected[];
  title?: string | undefined;
  reason?: string | undefined;
  /** Who wrote it, where whoever acts approves it. */
  writtenBy?: Author | undefined;
};

export type UpdateAnswer = { incident: string; update: string; state: IncidentState };

/** Adds what a person says to an incident, audited. What ends it carries no promise of another word: one that was given is dropped. Errors: invalid_input, reason_needed, approval_needed, conflict. */
export async function addUpdate(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: FoundIncident,
  adding: Adding,
): Promise<UpdateAnswer> {
  const { action, state, title = incident.title, reason, claims = [], rendered, namesNextUpdate, ...told } = adding;
  const said = { ...told, nextUpdateBy: promiseOf(adding) };
  checkPromise({ namesNextUpdate }, said.nextUpdateBy);
  check(ctx, incident, { ...adding, ...said });
  if (!told.writtenBy) await demandApproval(tx, incident, adding);
  if (reason === undefined) await demandReason(tx, ctx, incident, { state, claims });
  if (said.occurredAt !== undefined)
    checkTimes(incident.startedAt, said.occurredAt, [
      ...(await publishedUpdates(tx, incident.id)),
      { state, occurredAt: said.occurredAt },
    ]);
  const occurredAt = said.occurredAt ?? ctx.clock.now();
  const written = await writeUpdate(tx, ctx, incident, {
    ...said,
    rendered,
    state,
    occurredAt,
    notifies: said.notify && said.audience.includes('public'),
  }).catch(explainConflict);
  await tx.incident.update({
    where: { id: incident.id },
    data: { title, ...acknowledgement(ctx, incident, said.audience) },
  });
  if (said.audience.includes('public') && said.notify)
    await tx.episode.updateMany({ where: { incidentId: incident.id, toAt: null }, data: { isPublished: true } });
  await appendAudit(tx, ctx, {
    action,
    object: { kind: 'incident', id: incident.publicId },
    before: { state: incident.state, title: incident.title },
    after: { state, title, update: written.publicId, ...said },
    ...(reason === undefined ? {} : { reason }),
  });
  return { incident: incident.publicId, update: written.publicId, state };
}

/** Whoever tells readers of what monitoring found has confirmed it. */
function acknowledgement(
  ctx: ActingContext,
  { acknowledgedAt }: FoundIncident,
  audience: readonly Audience[],
): { acknowledgedAt?: Date } {
  return acknowledgedAt === null && audience.includes('public') ? { acknowledgedAt: new Date(ctx.clock.now()) } : {};
}

function check(
  ctx: ActingContext,
  incident: FoundIncident,
  { state, audience, affected, title, occurredAt, nextUpdateBy }: Adding,
): void {
  const now = ctx.clock.now();
  checkMove(incident.state, state);
  const isPublished = audience.includes('public');
  if (
    incident.publicAt &&
    !isPublished &&
    (state !== incident.state || affected.length > 0 || (title ?? incident.title) !== incident.title)
  )
    throw new AppError(
      'invalid_input',
      'audience: readers see the state, the title and the components of this incident: what changes them must be public.',
    );
  if (occurredAt !== undefined && occurredAt > now)
    throw new AppError('invalid_input', 'occurredAt: lies in the future.');
  if (nextUpdateBy != null && nextUpdateBy <= now)
    throw new AppError('invalid_input', 'nextUpdateBy: is over already.');
}

/** What ends an incident, or calls a component operational, while probes see it down needs a reason. The answer says what they see. */
async function demandReason(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: FoundIncident,
  { state, claims }: { state: IncidentState; claims: readonly Affected[] },
): Promise<void> {
  const isEnd = isOpenState(incident.state) && !isOpenState(state);
  const claimed = claims.filter(({ status }) => status === 'operational').map(({ componentId }) => componentId);
  if (!isEnd && claimed.length === 0) return;
  const named = isEnd
    ? await tx.incidentComponent.findMany({ where: { incidentId: incident.id }, select: { componentId: true } })
    : [];
  const probes = await monitoredComponents(
    tx,
    [...named.map(({ componentId }) => componentId), ...claimed],
    ctx.clock.now(),
  );
  const red = probes.filter(isRed).map(({ name }) => name);
  if (red.length > 0)
    throw new AppError(
      'reason_needed',
      `Probes see trouble with ${red.join(', ')} now: say why it is over, or well, all the same.`,
      { probes: told(probes) },
    );
}

function told(probes: readonly MonitoredComponent[]) {
  return probes.map(({ component, name, status, since }) => ({
    component,
    name,
    status,
    since: since === null ? null : new Date(since).toISOString(),
  }));
}

/** Reopening an automatic incident can meet another that speaks of the same component; the table does not hold two. */
function explainConflict(error: unknown): never {
  if (violates(error, 'incident_component_one_open'))
    throw new AppError(
      'conflict',
      'Another open incident names a component of this one: go on there, or merge the two.',
    );
  throw error;
}
