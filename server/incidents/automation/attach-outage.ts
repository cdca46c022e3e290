import { incidentById } from '#server/incidents/update/find-incident';
import { newPublicId } from '#server/random';
import { type Action, audit, type Target } from './action-target.ts';
import { retitle, titleOf } from './automatic-title.ts';
import { publishReport, statedOf } from './publish-report.ts';
import { addEpisode, touchEpisodes } from './record-episode.ts';
import { clearAcknowledgement, stateAfter } from './reopen-incident.ts';

/** Opens an incident for an outage. */
export async function open(target: Target, { outage, isPublic, heldUntil }: Action<'open'>): Promise<void> {
  const { tx, ctx } = target;
  const now = new Date(ctx.clock.now());
  const { id } = await tx.incident.create({
    data: {
      publicId: newPublicId(ctx.random),
      title: await titleOf(tx, [outage], now.getTime()),
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

/** Adds an outage to an incident and reports it. */
export async function attach(target: Target, action: Action<'attach'>): Promise<void> {
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
    if (report === 'joined') await retitle(tx, incident, target.ctx.clock.now());
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
