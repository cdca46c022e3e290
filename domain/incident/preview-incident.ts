import type { Instant } from '#domain/time/interval';
import { isOpenState } from './incident.ts';
import { announcementStates, nextUpdateDue } from './next-update.ts';
import type { UpdatePlan } from './plan-update.ts';
import { impactOf, type PublicComponent, type PublicIncident, type PublicUpdate } from './public-incident.ts';
import { currentWhatYouCanDo } from './what-you-can-do.ts';

/** A planned public update. `components`: all components in the order of the page. */
export type PlannedUpdate = UpdatePlan & {
  text: { publicId: string; body: string; html: string; text: string };
  components: readonly (Omit<PublicComponent, 'status'> & { id: number })[];
};

/** Returns the incident as readers will see it once the planned update is published at `now`. */
export function incidentAfterUpdate(incident: PublicIncident, planned: PlannedUpdate, now: Instant): PublicIncident {
  const { state, title, monitoringAt, resolvedAt } = planned.patch;
  const update = newUpdate(planned, now);
  const updates = [update, ...incident.updates].sort((a, b) => b.occurredAt - a.occurredAt);
  const promises = announcementStates(updates, now);
  const stated = update.affected.map(({ oldStatus: _, newStatus, ...one }) => ({ ...one, status: newStatus }));
  const unchanged = incident.components.filter(({ slug }) => !stated.some((one) => one.slug === slug));
  const rankOf = (slug: string) => planned.components.findIndex((one) => one.slug === slug);
  const components = [...unchanged, ...stated].sort((a, b) => rankOf(a.slug) - rankOf(b.slug));
  const statuses = [
    ...components.map(({ status }) => status),
    ...updates.flatMap((one) => one.affected.flatMap((x) => [x.oldStatus, x.newStatus])),
  ];
  return {
    ...incident,
    title,
    state,
    monitoringAt,
    resolvedAt,
    impact: impactOf(statuses, incident.episodes),
    updatedAt: now,
    components,
    updates: updates.map((one, i) => ({ ...one, promise: promises[i] ?? null })),
    nextUpdateBy: isOpenState(state) ? nextUpdateDue(updates) : null,
    whatYouCanDo: currentWhatYouCanDo(updates),
  };
}

function newUpdate({ text, update, impacts, notifies, components }: PlannedUpdate, now: Instant): PublicUpdate {
  const { state, occurredAt, nextUpdateBy, whatYouCanDo } = update;
  return {
    ...text,
    state,
    notifies,
    occurredAt,
    isAutomatic: false,
    publishedAt: now,
    editedAt: null,
    retractedAt: null,
    retractedReason: null,
    nextUpdateBy,
    promise: null,
    whatYouCanDo,
    affected: components.flatMap(({ id, ...component }) => {
      const impact = impacts.find(({ componentId }) => componentId === id);
      return impact ? [{ ...component, oldStatus: impact.oldStatus, newStatus: impact.newStatus }] : [];
    }),
  };
}
