import { cooldownEndsAt } from '#domain/automation/flapping';
import { currentEpisodes, isOpen } from '#domain/automation/incident-record';
import type { AutomationAction } from '#domain/automation/next-incident-action';
import type { Outage } from '#domain/automation/outages';
import type { IncidentState } from '#domain/incident/incident';
import type { Statement } from '#domain/incident/update-input';
import type { Stated } from '#domain/measurement/status';
import { statusOfLevel } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { assert } from '#server/errors';
import { confirmedAt } from '#server/incidents/reads/confirmed-at';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import { type FoundIncident, incidentById } from '#server/incidents/update/find-incident';
import { renderAutomatic } from '#server/markdown/render-text';
import { newPublicId } from '#server/random';
import { automaticTitle, removedText } from './automatic-text.ts';
import type { LoadedFacts } from './load-facts.ts';
import { type AutomaticUpdate, postAutomaticUpdate } from './post-automatic-update.ts';

type Target = { tx: IncidentTransaction; ctx: ActingContext; loaded: LoadedFacts };
type Action<K extends AutomationAction['do']> = Extract<AutomationAction, { do: K }>;

/** Applies one action of incident automation, audited. */
export async function applyAction(
  tx: IncidentTransaction,
  ctx: ActingContext,
  loaded: LoadedFacts,
  action: AutomationAction,
): Promise<void> {
  const target = { tx, ctx, loaded };
  if (action.do === 'open') await open(target, action);
  else if (action.do === 'attach') await attach(target, action);
  else if (action.do === 'reopen') await reopenEpisode(target, action);
  else if (action.do === 'raise') await raise(target, action);
  else if (action.do === 'revise') await revise(target, action);
  else if (action.do === 'remove') await remove(target, action);
  else if (action.do === 'sustain') await sustain(target, action);
  else if (action.do === 'publish') await publish(target, action);
  else await recover(target, action);
}

async function nameOf({ tx }: Target, id: number): Promise<string> {
  return (await tx.component.findUniqueOrThrow({ where: { id }, select: { name: true } })).name;
}

const statedOf = (level: 2 | 3): Stated => statusOfLevel(level) as Stated; // a level of 2 or 3 is an outage

async function audit(
  { tx, ctx }: Target,
  action: `${string}:${string}`,
  incident: { publicId: string },
  after: object,
  before: object | null = null,
): Promise<void> {
  await appendAudit(tx, ctx, { action, object: { kind: 'incident', id: incident.publicId }, before, after });
}

type Added = { to: Instant | null; isPublished: boolean };

async function addEpisode(
  { tx, ctx, loaded }: Target,
  incidentId: number,
  outage: Outage,
  { to, isPublished }: Added,
): Promise<void> {
  const { componentId, from, level } = outage;
  const component = loaded.components.find(({ id }) => id === componentId);
  const at = await confirmedAt(ctx, component, outage, loaded.facts.evaluatedUntil);
  await tx.episode.create({
    data: {
      incidentId,
      componentId,
      fromAt: new Date(from),
      toAt: to === null ? null : new Date(to),
      level,
      confirmedAt: new Date(at),
      isPublished,
    },
  });
}

async function open(target: Target, { outage, isPublic, heldUntil }: Action<'open'>): Promise<void> {
  const { tx, ctx } = target;
  const now = new Date(ctx.clock.now());
  const name = await nameOf(target, outage.componentId);
  const { id } = await tx.incident.create({
    data: {
      publicId: newPublicId(ctx.random),
      title: automaticTitle([name]),
      origin: 'automatic',
      state: 'detected',
      movedAt: new Date(target.loaded.facts.evaluatedUntil),
      startedAt: new Date(outage.from),
      createdAt: now,
      updatedAt: now,
      heldUntil: heldUntil === null ? null : new Date(heldUntil),
    },
    select: { id: true },
  });
  const incident = await incidentById(tx, id);
  const affected = [{ componentId: outage.componentId, status: statedOf(outage.level) }];
  await addEpisode(target, incident.id, outage, { to: null, isPublished: true });
  const report = { kind: 'opened' as const, componentIds: [outage.componentId] };
  const body = await publishReport(target, incident, {
    state: 'detected',
    report,
    affected,
    occurredAt: outage.from,
    isPublic,
  });
  await audit(target, 'incident:open', incident, { title: incident.title, startedAt: new Date(outage.from), body });
}

type Reporting = Omit<AutomaticUpdate, 'movedAt' | 'isPublic' | 'notifies'> & {
  isPublic?: boolean;
  notifies?: boolean;
};

/** Publishes a report, only internally if the incident is not public. Without a notification it only appears on the page. Returns the text. */
async function publishReport(
  { tx, ctx, loaded }: Target,
  incident: FoundIncident,
  reporting: Reporting,
): Promise<string> {
  const { isPublic = incident.publicAt !== null, notifies = true } = reporting;
  return postAutomaticUpdate(tx, ctx, incident, {
    ...reporting,
    isPublic,
    notifies,
    movedAt: loaded.facts.evaluatedUntil,
  });
}

/** Returns the state after the report of a failure. A reopened incident has not been acknowledged yet. */
function stateAfter(incident: FoundIncident, { isReopening }: { isReopening: boolean }): IncidentState {
  return isReopening ? 'detected' : incident.state;
}

async function attach(target: Target, action: Action<'attach'>): Promise<void> {
  const { tx } = target;
  const { outage, report, notifies } = action;
  const incident = await incidentById(tx, action.incidentId);
  await addEpisode(target, incident.id, outage, { to: action.to, isPublished: notifies || report === 'none' });
  await tx.incident.update({
    where: { id: incident.id },
    data: { heldUntil: action.heldUntil === null ? null : new Date(action.heldUntil) },
  });
  if (report !== 'none') {
    const { componentId, level, from: occurredAt } = outage;
    const affected = [{ componentId, status: statedOf(level) }];
    await publishReport(target, incident, {
      state: stateAfter(incident, action),
      report: { kind: report, componentIds: [componentId] },
      affected,
      occurredAt,
      notifies,
    });
    if (report === 'joined') await retitle(target, incident);
    if (action.isReopening) await clearAcknowledgement(target, incident.id);
  }
  await touchEpisodes(target, incident);
  await audit(
    target,
    'incident:attach',
    incident,
    { outage: { ...outage, from: new Date(outage.from), to: action.to === null ? null : new Date(action.to) }, report },
    { state: incident.state },
  );
}

/** Updates an automatic title to name every component. A title that a person wrote stays. */
async function retitle({ tx }: Target, incident: FoundIncident): Promise<void> {
  const named = await tx.incidentComponent.findMany({
    where: { incidentId: incident.id },
    orderBy: { component: { position: 'asc' } },
    select: { component: { select: { name: true } } },
  });
  const names = named.map(({ component }) => component.name);
  const earlier = names.map((_, i) => automaticTitle(names.toSpliced(i, 1)));
  if (earlier.includes(incident.title))
    await tx.incident.update({ where: { id: incident.id }, data: { title: automaticTitle(names) } });
}

/** Records a change of the episodes, which readers see without an update if the incident is public. An automatic incident starts with its first episode. */
async function touchEpisodes({ tx, ctx }: Target, incident: FoundIncident): Promise<void> {
  const now = new Date(ctx.clock.now());
  await tx.incident.update({ where: { id: incident.id }, data: { updatedAt: now } });
  await tx.incident.updateMany({ where: { id: incident.id, publicAt: { not: null } }, data: { publicUpdatedAt: now } });
  if (incident.origin !== 'automatic') return;
  const first = await tx.episode.findFirst({
    where: { incidentId: incident.id, removedAt: null },
    orderBy: { fromAt: 'asc' },
    select: { fromAt: true },
  });
  if (first) await tx.incident.update({ where: { id: incident.id }, data: { startedAt: first.fromAt } });
}

async function raise(target: Target, { incidentId, episodeId, componentId, notifies }: Action<'raise'>): Promise<void> {
  const { tx, ctx } = target;
  const incident = await incidentById(tx, incidentId);
  await tx.episode.update({ where: { id: episodeId }, data: { level: 3, isPublished: notifies } });
  const record = target.loaded.incidents.find(({ id }) => id === incidentId);
  if (record?.origin === 'automatic' && isOpen(record)) {
    const affected = [{ componentId, status: 'major_outage' as const }];
    await publishReport(target, incident, {
      state: incident.state,
      report: { kind: 'raised', componentIds: [componentId] },
      affected,
      occurredAt: ctx.clock.now(),
      notifies,
    });
  }
  await touchEpisodes(target, incident);
  await audit(target, 'incident:raise', incident, { componentId, level: 3 }, { level: 2 });
}

/** People acknowledge a reopened incident again: their first update of it needs no approval. */
async function clearAcknowledgement({ tx }: Target, incidentId: number): Promise<void> {
  await tx.incident.update({ where: { id: incidentId }, data: { acknowledgedAt: null } });
}

async function reopenEpisode(target: Target, action: Action<'reopen'>): Promise<void> {
  const { tx, ctx } = target;
  const { componentId, from, level } = action.outage;
  const incident = await incidentById(tx, action.incidentId);
  const before = await tx.episode.findUniqueOrThrow({ where: { id: action.episodeId } });
  const after = { fromAt: new Date(from), toAt: null, level, removedAt: null };
  await tx.episode.update({ where: { id: action.episodeId }, data: { ...after, isPublished: action.notifies } });
  await tx.incident.update({
    where: { id: incident.id },
    data: { heldUntil: action.heldUntil === null ? null : new Date(action.heldUntil) },
  });
  const affected = [{ componentId, status: statedOf(level) }];
  const report = { kind: 'reopened' as const, componentIds: [componentId] };
  const { notifies } = action;
  const body = await publishReport(target, incident, {
    state: stateAfter(incident, action),
    report,
    affected,
    occurredAt: ctx.clock.now(),
    notifies,
  });
  if (action.isReopening) await clearAcknowledgement(target, incident.id);
  await touchEpisodes(target, incident);
  await audit(
    target,
    'incident:reopen',
    incident,
    { episode: after, body },
    { episode: before, state: incident.state },
  );
}

async function sustain(
  target: Target,
  { incidentId, episodeId, componentId, level }: Action<'sustain'>,
): Promise<void> {
  const { tx, ctx } = target;
  const incident = await incidentById(tx, incidentId);
  await tx.episode.update({ where: { id: episodeId }, data: { isPublished: true } });
  const affected = [{ componentId, status: statedOf(level) }];
  const report = { kind: 'sustained' as const, componentIds: [componentId] };
  const body = await publishReport(target, incident, {
    state: incident.state,
    report,
    affected,
    occurredAt: ctx.clock.now(),
  });
  await audit(target, 'incident:sustain', incident, { componentId, level, body });
}

async function revise(target: Target, { incidentId, episodeId, from, to, level }: Action<'revise'>): Promise<void> {
  const { tx } = target;
  const before = await tx.episode.findUniqueOrThrow({ where: { id: episodeId } });
  const after = { fromAt: new Date(from), toAt: to === null ? null : new Date(to), level, removedAt: null };
  await tx.episode.update({ where: { id: episodeId }, data: after });
  const incident = await incidentById(tx, incidentId);
  await touchEpisodes(target, incident);
  await audit(target, 'incident:revise', incident, { episode: after }, { episode: before });
}

async function remove(target: Target, { incidentId, episodeId, isAbsorbed }: Action<'remove'>): Promise<void> {
  const { tx, ctx, loaded } = target;
  const now = new Date(ctx.clock.now());
  await tx.episode.update({ where: { id: episodeId }, data: { removedAt: now } });
  const incident = await incidentById(tx, incidentId);
  await touchEpisodes(target, incident);
  const episode = loaded.incidents.flatMap((one) => currentEpisodes(one)).find(({ id }) => id === episodeId);
  if (!isAbsorbed && episode) {
    const body = removedText(await nameOf(target, episode.componentId), episode.from, episode.to);
    const { html } = renderAutomatic(ctx, body);
    await tx.incidentNote.create({ data: { incidentId, body, html, ...authorOf(ctx), createdAt: now } });
  }
  await audit(target, 'incident:remove-episode', incident, { episodeId, isAbsorbed });
}

async function publish(target: Target, { incidentId }: Action<'publish'>): Promise<void> {
  const { tx, loaded } = target;
  const incident = await incidentById(tx, incidentId);
  const record = loaded.incidents.find(({ id }) => id === incidentId);
  const episodes = record ? currentEpisodes(record) : [];
  const latest = episodes.at(-1);
  assert(latest, 'a published incident has an outage');
  const failed = episodes.map(({ componentId }) => componentId);
  const affected = incident.stated.filter(({ componentId }) => failed.includes(componentId));
  const isFlapping = cooldownEndsAt(episodes.filter(({ componentId }) => componentId === latest.componentId)) !== null;
  const report = { kind: isFlapping ? ('flapping' as const) : ('opened' as const), componentIds: [latest.componentId] };
  const { state } = incident;
  const body = await publishReport(target, incident, {
    state,
    report,
    affected,
    occurredAt: latest.from,
    isPublic: true,
  });
  await tx.episode.updateMany({ where: { incidentId, toAt: null }, data: { isPublished: true } });
  await tx.incident.update({ where: { id: incidentId }, data: { heldUntil: null } });
  await audit(target, 'incident:publish', incident, { body });
}

async function recover(
  target: Target,
  { incidentId, to, report: kind, componentIds, cleanSince, notifies }: Action<'recover'>,
): Promise<void> {
  const { tx, ctx, loaded } = target;
  const incident = await incidentById(tx, incidentId);
  const affected = componentIds.map((componentId): Statement => ({ componentId, status: 'operational' }));
  const report = { kind, componentIds: [...componentIds], since: cleanSince };
  const body = await publishReport(target, incident, {
    state: to,
    report,
    affected,
    occurredAt: ctx.clock.now(),
    notifies,
  });
  await tx.incident.update({ where: { id: incidentId }, data: { movedAt: new Date(loaded.facts.evaluatedUntil) } }); // also if the state stays: it is reported once
  await audit(target, 'incident:recover', incident, { state: to, body }, { state: incident.state });
}
