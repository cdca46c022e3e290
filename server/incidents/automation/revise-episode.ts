import { currentEpisodes, isOpen } from '#domain/automation/incident-record';
import { authorOf } from '#server/incidents/update/author';
import { incidentById } from '#server/incidents/update/find-incident';
import { renderAutomatic } from '#server/markdown/render-text';
import { type Action, audit, nameOf, type Target } from './action-target.ts';
import { removedText } from './automatic-text.ts';
import { publishReport, statedOf } from './publish-report.ts';
import { touchEpisodes } from './record-episode.ts';

/** Raises the level of an ongoing episode and reports it. */
export async function raise(
  target: Target,
  { incidentId, episodeId, componentId, notifies }: Action<'raise'>,
): Promise<void> {
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

/** Reports an outage of a flapping component that lasts. */
export async function sustain(
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

/** Corrects an episode by late data, without a report. */
export async function revise(
  target: Target,
  { incidentId, episodeId, from, to, level }: Action<'revise'>,
): Promise<void> {
  const { tx } = target;
  const before = await tx.episode.findUniqueOrThrow({ where: { id: episodeId } });
  const after = { fromAt: new Date(from), toAt: to === null ? null : new Date(to), level, removedAt: null };
  await tx.episode.update({ where: { id: episodeId }, data: after });
  const incident = await incidentById(tx, incidentId);
  await touchEpisodes(target, incident);
  await audit(target, 'incident:revise', incident, { episode: after }, { episode: before });
}

/** Removes an episode that late data disproves, with a note for staff. */
export async function remove(target: Target, { incidentId, episodeId, isAbsorbed }: Action<'remove'>): Promise<void> {
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
