import type { Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';
import { timesAfter } from './incident-times.ts';
import { promiseOf, promiseStates, standingPromise } from './promise.ts';
import { impactOf, type PublicIncident, type PublicUpdate } from './public-incident.ts';

/** A public word that somebody is about to say. `affected` in the order of the page, of which `order` holds every slug. */
export type PlannedUpdate = {
  publicId: string;
  title: string;
  state: IncidentState;
  body: string;
  html: string;
  text: string;
  notifies: boolean;
  occurredAt: Instant;
  nextUpdateBy: Instant | null;
  affected: readonly { publicId: string; slug: string; name: string; status: Stated }[];
  order: readonly string[];
};

/** An incident as readers will get it once a word is said at `now`. */
export function incidentAfterUpdate(incident: PublicIncident, word: PlannedUpdate, now: Instant): PublicIncident {
  const { title, state, affected, order } = word;
  const updates = [newUpdate(incident, word, now), ...incident.updates].sort((a, b) => b.occurredAt - a.occurredAt);
  const promises = promiseStates(updates, now);
  const unsaid = incident.components.filter(({ slug }) => !affected.some((one) => one.slug === slug));
  const components = [...unsaid, ...affected].sort((a, b) => order.indexOf(a.slug) - order.indexOf(b.slug));
  const stated = [
    ...components.map(({ status }) => status),
    ...updates.flatMap((one) => one.affected.flatMap((x) => [x.oldStatus, x.newStatus])),
  ];
  return {
    ...incident,
    title,
    state,
    ...timesAfter(incident, word),
    impact: impactOf(stated, incident.episodes),
    updatedAt: now,
    components,
    updates: updates.map((one, i) => ({ ...one, promise: promises[i] ?? null })),
    nextUpdateBy: isOpenState(state) ? standingPromise(updates) : null,
  };
}

function newUpdate({ components }: PublicIncident, word: PlannedUpdate, now: Instant): PublicUpdate {
  const { publicId, state, body, html, text, notifies, occurredAt, affected } = word;
  const oldOf = (slug: string) => components.find((one) => one.slug === slug)?.status ?? 'operational';
  return {
    publicId,
    state,
    body,
    html,
    text,
    notifies,
    occurredAt,
    isAutomatic: false,
    publishedAt: now,
    editedAt: null,
    retractedAt: null,
    retractedReason: null,
    nextUpdateBy: promiseOf(word),
    promise: null,
    affected: affected.map(({ status, ...one }) => ({ ...one, oldStatus: oldOf(one.slug), newStatus: status })),
  };
}
