import { type ActionItem, isOverdue } from '#domain/postmortem/action-item';
import { withAbsoluteImages } from '#domain/postmortem/images';
import type { Improvement, Improvements, ListedPostmortem, PostmortemList } from '#domain/postmortem/public-lists';
import type { FrozenVersion, PostmortemIncident, PublicPostmortem } from '#domain/postmortem/published-version';
import { type Day, dayAt } from '#domain/time/day';
import type { Instant, Span } from '#domain/time/interval';
import { iso } from '#server/site/formats/statuspage-v2/page';

/** Formats a published post-mortem for /api/v1/postmortems, as described by server/postmortems/public-schemas.ts. */
export function postmortemV1(postmortem: PublicPostmortem, origin: string, now: Instant) {
  const { publicId, title, incidents, frozen, actionItems, versions, changedFacts } = postmortem;
  return {
    id: publicId,
    url: urlOf(origin, publicId),
    title,
    publishedAt: iso(postmortem.publishedAt),
    changedAt: iso(postmortem.changedAt),
    incidents: incidents.map(incidentOf),
    ...frozenV1(frozen, origin),
    recordChanges: changedFacts.map(({ key, kind, published, current }) => ({ fact: key, kind, published, current })),
    actionItems: actionItems.map(({ changes, ...item }) => ({
      ...itemV1(item, dayAt(now)),
      changes: changes.map(({ at, ...change }) => ({ at: iso(at), ...change })),
    })),
    versions: versions.map(({ number, publishedAt, note }) => ({ number, publishedAt: iso(publishedAt), note })),
  };
}

function frozenV1(frozen: FrozenVersion, origin: string) {
  const { sections, timeline, markdown, readingMinutes, boxes, chart, check, policies, evaluatedUntil } = frozen;
  return {
    sections: sections.map(({ key, html, text }) => ({ key, html: withAbsoluteImages(html, origin), text })),
    timeline: timeline.map(({ at, html, text, isKey }) => ({ at: iso(at), html, text, isKey })),
    markdown: withAbsoluteImages(markdown, origin),
    readingMinutes,
    figures: { ...boxes, uptime: boxes.uptime.map((one) => ({ ...one, ...spanOf(one) })) },
    chart: {
      ...spanOf(chart),
      series: chart.series.map((series) => ({
        ...series,
        steps: series.steps.map((step) => ({ ...step, at: iso(step.at) })),
        episodes: series.episodes.map(({ level, peak, ...span }) => ({
          ...spanOf(span),
          level,
          peak: peak && { at: iso(peak.at), millionths: peak.millionths },
        })),
      })),
    },
    check: { checkedAt: iso(check.checkedAt), figures: check.figures.map((figure) => ({ ...figure })) },
    policies: policies.map((policy) => ({ ...policy })),
    evaluatedUntil: iso(evaluatedUntil),
  };
}

/** Formats the list of published and promised post-mortems. */
export function postmortemsV1({ postmortems, promised }: PostmortemList, origin: string) {
  return {
    postmortems: postmortems.map((one) => listedV1(one, origin)),
    promised: promised.map(({ incident, promisedOn, isOverdue: isLate }) => ({
      incident: incident.publicId,
      title: incident.title,
      promisedOn,
      isOverdue: isLate,
    })),
  };
}

function listedV1({ publicId, incidents, publishedAt, ...listed }: ListedPostmortem, origin: string) {
  return {
    id: publicId,
    url: urlOf(origin, publicId),
    ...listed,
    incidents: incidents.map(incidentOf),
    publishedAt: iso(publishedAt),
  };
}

/** Formats the list of action items, open ones first. */
export function improvementsV1({ open, done, today }: Improvements, origin: string) {
  return { improvements: [...open, ...done].map((one) => improvementV1(one, origin, today)) };
}

const COLUMNS = [
  'id',
  'action',
  'owner',
  'state',
  'dueOn',
  'movedTo',
  'doneOn',
  'isOverdue',
  'reason',
  'evidenceUrl',
] as const;

/** Returns the same list as rows of a table, the first one with the names of its columns. A cell without a value is empty. */
export function improvementRows(all: Improvements, origin: string): string[][] {
  const rows = improvementsV1(all, origin).improvements.map((one) => [
    ...COLUMNS.map((column) => String(one[column] ?? '')),
    one.components.join(' '),
    one.postmortem.title,
    one.postmortem.url,
  ]);
  return [[...COLUMNS, 'components', 'postmortem', 'url'], ...rows];
}

function improvementV1({ postmortem, components, reason, ...item }: Improvement, origin: string, today: Day) {
  const { publicId, title } = postmortem;
  return {
    ...itemV1(item, today),
    reason,
    postmortem: { id: publicId, url: urlOf(origin, publicId), title },
    components,
  };
}

function itemV1({ publicId, action, owner, dueOn, movedTo, state, evidenceUrl, doneOn }: ActionItem, today: Day) {
  const isLate = isOverdue({ dueOn, state, doneOn }, today);
  return { id: publicId, action, owner, state, dueOn, movedTo, doneOn, isOverdue: isLate, evidenceUrl };
}

function incidentOf({ publicId, title, startedAt, resolvedAt, impact, downMs }: PostmortemIncident) {
  return {
    id: publicId,
    title,
    startedAt: iso(startedAt),
    resolvedAt: resolvedAt === null ? null : iso(resolvedAt),
    impact,
    downMs,
  };
}

function spanOf({ from, to }: Span) {
  return { from: iso(from), to: iso(to) };
}

function urlOf(origin: string, publicId: string): string {
  return `${origin}/postmortems/${publicId}`;
}
