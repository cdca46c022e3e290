import { cooldownEndsAt } from '#domain/automation/flapping';
import { isOpen, shown } from '#domain/automation/incident-record';
import type { AutomationAction } from '#domain/automation/next-action';
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
import { postAutomaticUpdate, type Reported } from './report-news.ts';

type Taking = { tx: IncidentTransaction; ctx: ActingContext; view: LoadedFacts };
type Step<K extends AutomationAction['do']> = Extract<AutomationAction, { do: K }>;

/** Writes one step of incident automation, with its audit row. */
export async function takeStep(
  tx: IncidentTransaction,
  ctx: ActingContext,
  view: LoadedFacts,
  step: AutomationAction,
): Promise<void> {
  const taking = { tx, ctx, view };
  if (step.do === 'open') await open(taking, step);
  else if (step.do === 'attach') await attach(taking, step);
  else if (step.do === 'resume') await resume(taking, step);
  else if (step.do === 'raise') await raise(taking, step);
  else if (step.do === 'revise') await revise(taking, step);
  else if (step.do === 'erase') await erase(taking, step);
  else if (step.do === 'sustain') await sustain(taking, step);
  else if (step.do === 'publish') await publish(taking, step);
  else await move(taking, step);
}

async function nameOf({ tx }: Taking, id: number): Promise<string> {
  return (await tx.component.findUniqueOrThrow({ where: { id }, select: { name: true } })).name;
}

const statedOf = (level: 2 | 3): Stated => statusOfLevel(level) as Stated; // partly down or down

async function audit(
  { tx, ctx }: Taking,
  action: `${string}:${string}`,
  incident: { publicId: string },
  after: object,
  before: object | null = null,
): Promise<void> {
  await appendAudit(tx, ctx, { action, object: { kind: 'incident', id: incident.publicId }, before, after });
}

type Added = { to: Instant | null; isPublished: boolean };

async function addEpisode(
  { tx, ctx, view }: Taking,
  incidentId: number,
  outage: Outage,
  { to, isPublished }: Added,
): Promise<void> {
  const { componentId, from, level } = outage;
  const component = view.components.find(({ id }) => id === componentId);
  const at = await confirmedAt(ctx, component, outage, view.facts.evaluatedUntil);
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

async function open(taking: Taking, { outage, isPublic, heldUntil }: Step<'open'>): Promise<void> {
  const { tx, ctx } = taking;
  const now = new Date(ctx.clock.now());
  const name = await nameOf(taking, outage.componentId);
  const { id } = await tx.incident.create({
    data: {
      publicId: newPublicId(ctx.random),
      title: automaticTitle([name]),
      origin: 'automatic',
      state: 'detected',
      movedAt: new Date(taking.view.facts.evaluatedUntil),
      startedAt: new Date(outage.from),
      createdAt: now,
      updatedAt: now,
      heldUntil: heldUntil === null ? null : new Date(heldUntil),
    },
    select: { id: true },
  });
  const incident = await incidentById(tx, id);
  const affected = [{ componentId: outage.componentId, status: statedOf(outage.level) }];
  await addEpisode(taking, incident.id, outage, { to: null, isPublished: true });
  const news = { kind: 'opened' as const, componentIds: [outage.componentId] };
  const body = await report(taking, incident, { state: 'detected', news, affected, occurredAt: outage.from, isPublic });
  await audit(taking, 'incident:open', incident, { title: incident.title, startedAt: new Date(outage.from), body });
}

type Reporting = Omit<Reported, 'movedAt' | 'isPublic' | 'notifies'> & { isPublic?: boolean; notifies?: boolean };

/** Reports it to everybody where the incident is public, else to staff only; what does not notify is on the timeline only. Returns the text. */
async function report({ tx, ctx, view }: Taking, incident: FoundIncident, reporting: Reporting): Promise<string> {
  const { isPublic = incident.publicAt !== null, notifies = true } = reporting;
  return postAutomaticUpdate(tx, ctx, incident, {
    ...reporting,
    isPublic,
    notifies,
    movedAt: view.facts.evaluatedUntil,
  });
}

/** Where an incident is after news of a failure. What comes back was not acknowledged by anybody yet. */
function stateAfter(incident: FoundIncident, { isReopening }: { isReopening: boolean }): IncidentState {
  return isReopening ? 'detected' : incident.state;
}

async function attach(taking: Taking, step: Step<'attach'>): Promise<void> {
  const { tx } = taking;
  const { outage, news, notifies } = step;
  const incident = await incidentById(tx, step.incidentId);
  await addEpisode(taking, incident.id, outage, { to: step.to, isPublished: notifies || news === 'quiet' });
  await tx.incident.update({
    where: { id: incident.id },
    data: { heldUntil: step.heldUntil === null ? null : new Date(step.heldUntil) },
  });
  if (news !== 'quiet') {
    const { componentId, level, from: occurredAt } = outage;
    const affected = [{ componentId, status: statedOf(level) }];
    await report(taking, incident, {
      state: stateAfter(incident, step),
      news: { kind: news, componentIds: [componentId] },
      affected,
      occurredAt,
      notifies,
    });
    if (news === 'joined') await retitle(taking, incident);
    if (step.isReopening) await reopen(taking, incident.id);
  }
  await episodesChanged(taking, incident);
  await audit(
    taking,
    'incident:attach',
    incident,
    { outage: { ...outage, from: new Date(outage.from), to: step.to === null ? null : new Date(step.to) }, news },
    { state: incident.state },
  );
}

/** A title that incident automation gave names every component; one that a person gave stays. */
async function retitle({ tx }: Taking, incident: FoundIncident): Promise<void> {
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

/** Records that the episodes of an incident changed, which readers see where it is public: no update says so. An automatic incident begins with its first one. */
async function episodesChanged({ tx, ctx }: Taking, incident: FoundIncident): Promise<void> {
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

async function raise(taking: Taking, { incidentId, episodeId, componentId, notifies }: Step<'raise'>): Promise<void> {
  const { tx, ctx } = taking;
  const incident = await incidentById(tx, incidentId);
  await tx.episode.update({ where: { id: episodeId }, data: { level: 3, isPublished: notifies } });
  const kept = taking.view.incidents.find(({ id }) => id === incidentId);
  if (kept?.origin === 'automatic' && isOpen(kept)) {
    const affected = [{ componentId, status: 'major_outage' as const }];
    await report(taking, incident, {
      state: incident.state,
      news: { kind: 'raised', componentIds: [componentId] },
      affected,
      occurredAt: ctx.clock.now(),
      notifies,
    });
  }
  await episodesChanged(taking, incident);
  await audit(taking, 'incident:raise', incident, { componentId, level: 3 }, { level: 2 });
}

/** What comes back is for people to confirm anew: their first word of it waits for nobody. */
async function reopen({ tx }: Taking, incidentId: number): Promise<void> {
  await tx.incident.update({ where: { id: incidentId }, data: { acknowledgedAt: null } });
}

async function resume(taking: Taking, step: Step<'resume'>): Promise<void> {
  const { tx, ctx } = taking;
  const { componentId, from, level } = step.outage;
  const incident = await incidentById(tx, step.incidentId);
  const before = await tx.episode.findUniqueOrThrow({ where: { id: step.episodeId } });
  const after = { fromAt: new Date(from), toAt: null, level, removedAt: null };
  await tx.episode.update({ where: { id: step.episodeId }, data: { ...after, isPublished: step.notifies } });
  await tx.incident.update({
    where: { id: incident.id },
    data: { heldUntil: step.heldUntil === null ? null : new Date(step.heldUntil) },
  });
  const affected = [{ componentId, status: statedOf(level) }];
  const news = { kind: 'resumed' as const, componentIds: [componentId] };
  const { notifies } = step;
  const body = await report(taking, incident, {
    state: stateAfter(incident, step),
    news,
    affected,
    occurredAt: ctx.clock.now(),
    notifies,
  });
  if (step.isReopening) await reopen(taking, incident.id);
  await episodesChanged(taking, incident);
  await audit(
    taking,
    'incident:resume',
    incident,
    { episode: after, body },
    { episode: before, state: incident.state },
  );
}

async function sustain(taking: Taking, { incidentId, episodeId, componentId, level }: Step<'sustain'>): Promise<void> {
  const { tx, ctx } = taking;
  const incident = await incidentById(tx, incidentId);
  await tx.episode.update({ where: { id: episodeId }, data: { isPublished: true } });
  const affected = [{ componentId, status: statedOf(level) }];
  const news = { kind: 'sustained' as const, componentIds: [componentId] };
  const body = await report(taking, incident, {
    state: incident.state,
    news,
    affected,
    occurredAt: ctx.clock.now(),
  });
  await audit(taking, 'incident:sustain', incident, { componentId, level, body });
}

async function revise(taking: Taking, { incidentId, episodeId, from, to, level }: Step<'revise'>): Promise<void> {
  const { tx } = taking;
  const before = await tx.episode.findUniqueOrThrow({ where: { id: episodeId } });
  const after = { fromAt: new Date(from), toAt: to === null ? null : new Date(to), level, removedAt: null };
  await tx.episode.update({ where: { id: episodeId }, data: after });
  const incident = await incidentById(tx, incidentId);
  await episodesChanged(taking, incident);
  await audit(taking, 'incident:revise', incident, { episode: after }, { episode: before });
}

async function erase(taking: Taking, { incidentId, episodeId, isSwallowed }: Step<'erase'>): Promise<void> {
  const { tx, ctx, view } = taking;
  const now = new Date(ctx.clock.now());
  await tx.episode.update({ where: { id: episodeId }, data: { removedAt: now } });
  const incident = await incidentById(tx, incidentId);
  await episodesChanged(taking, incident);
  const episode = view.incidents.flatMap((one) => shown(one)).find(({ id }) => id === episodeId);
  if (!isSwallowed && episode) {
    const body = removedText(await nameOf(taking, episode.componentId), episode.from, episode.to);
    const { html } = renderAutomatic(ctx, body);
    await tx.incidentNote.create({ data: { incidentId, body, html, ...authorOf(ctx), createdAt: now } });
  }
  await audit(taking, 'incident:erase', incident, { episodeId, isSwallowed });
}

async function publish(taking: Taking, { incidentId }: Step<'publish'>): Promise<void> {
  const { tx, view } = taking;
  const incident = await incidentById(tx, incidentId);
  const kept = view.incidents.find(({ id }) => id === incidentId);
  const episodes = kept ? shown(kept) : [];
  const latest = episodes.at(-1);
  assert(latest, 'what is published stands for an outage');
  const failed = episodes.map(({ componentId }) => componentId);
  const affected = incident.stated.filter(({ componentId }) => failed.includes(componentId));
  const isFlapping = cooldownEndsAt(episodes.filter(({ componentId }) => componentId === latest.componentId)) !== null;
  const news = { kind: isFlapping ? ('flapping' as const) : ('opened' as const), componentIds: [latest.componentId] };
  const { state } = incident;
  const body = await report(taking, incident, { state, news, affected, occurredAt: latest.from, isPublic: true });
  await tx.episode.updateMany({ where: { incidentId, toAt: null }, data: { isPublished: true } });
  await tx.incident.update({ where: { id: incidentId }, data: { heldUntil: null } });
  await audit(taking, 'incident:publish', incident, { body });
}

async function move(
  taking: Taking,
  { incidentId, to, news: kind, componentIds, cleanSince, notifies }: Step<'move'>,
): Promise<void> {
  const { tx, ctx, view } = taking;
  const incident = await incidentById(tx, incidentId);
  const affected = componentIds.map((componentId): Statement => ({ componentId, status: 'operational' }));
  const news = { kind, componentIds: [...componentIds], since: cleanSince };
  const body = await report(taking, incident, { state: to, news, affected, occurredAt: ctx.clock.now(), notifies });
  await tx.incident.update({ where: { id: incidentId }, data: { movedAt: new Date(view.facts.evaluatedUntil) } }); // also where it stays in its state: this is said once
  await audit(taking, 'incident:move', incident, { state: to, body }, { state: incident.state });
}
