import {
  isRecovery,
  type MonitoringReport,
  mergeReports,
  type RecoveryKind,
} from '#domain/automation/monitoring-report';
import { escapeMarkdown } from '#domain/incident/escape-markdown';
import type { FailurePlace } from '#domain/incident/failure-place';
import { cutTitle, type Failure, failureGroups } from '#domain/incident/title';
import { type Effects, effectSentences } from '#domain/measurement/effect';
import { statusOfLevel } from '#domain/measurement/status';
import { clockUtc, dayUtc, formatFullMoment, formatMoment } from '#domain/time/format-utc';
import { type Instant, union } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { formatDuration } from '#server/incidents/update/placeholder-values';

const TEXT = enIncidents.automatic;
const TITLE = enIncidents.title;
const NAMES = new Intl.ListFormat('en-GB');
/** More components or regions than this are counted, not named. */
const COMPONENTS_NAMED = 3;
const REGIONS_NAMED = 2;

/** Formats the title of an incident, like "Serving and Analytics partly down in us-west-2". */
export function automaticTitle(failures: readonly Failure[]): string {
  const groups = failureGroups(failures).map(({ names, status, place }) =>
    TITLE.one(NAMES.format(shortened(names)), TITLE.effect[status], formatPlace(place)),
  );
  return cutTitle(NAMES.format(groups));
}

function shortened(names: readonly string[]): string[] {
  if (names.length <= COMPONENTS_NAMED) return [...names];
  const named = names.slice(0, COMPONENTS_NAMED - 1);
  return [...named, TITLE.more(names.length - named.length)];
}

function formatPlace(place: FailurePlace | null): string {
  if (place === null) return '';
  const { failing, all } = place;
  return failing.length > REGIONS_NAMED ? TITLE.regionCount(failing.length, all) : TITLE.regions(NAMES.format(failing));
}

/** An outage of an incident. `to` is null while it is ongoing. */
type ShownOutage = {
  name: string;
  level: 2 | 3;
  place: FailurePlace | null;
  effects: Effects;
  from: Instant;
  to: Instant | null;
};
/** `now`: the time of publication. Times on another day have their day. */
type Situation = {
  namesOf: (componentIds: readonly number[]) => string[];
  outages: readonly ShownOutage[];
  now: Instant;
};

/** Formats what monitoring reported, with the outages as they are now. Returns markdown in which names are plain text. */
export function automaticText(reports: readonly MonitoringReport[], { namesOf, outages, now }: Situation): string {
  const merged = mergeReports(reports);
  const [first] = merged;
  const names = (one: MonitoringReport) => namesOf(one.componentIds).map(escapeMarkdown);
  if (first && isRecovery(first)) {
    const own = outages.filter(({ name }) => namesOf(first.componentIds).includes(name));
    return formatRecovery(first.kind, names(first), formatMoment(first.since, now), own);
  }
  const leads = merged.flatMap((one) =>
    isRecovery(one) || one.kind === 'opened'
      ? []
      : [TEXT.lead[one.kind](NAMES.format(names(one)), names(one).length > 1)],
  );
  const last = merged.some(({ kind }) => kind === 'flapping')
    ? [TEXT.flappingNotice]
    : first?.kind === 'opened'
      ? [TEXT.more]
      : [];
  return [...leads, formatOutages(outages, now), ...last].join(' ');
}

/** Formats outages: "Serving has been down in us-east-1 since 13:20 UTC and Analytics has been partly down since 13:21 UTC on 30 March 2022, according to monitoring." The day is not named if it is the day of publication. */
function formatOutages(outages: readonly ShownOutage[], now: Instant): string {
  const isOneDay = new Set(outages.map(({ from }) => dayUtc(from))).size === 1;
  const shown = outages.map(({ name, level, place, from }, i) => {
    const since = !isOneDay || i === outages.length - 1 ? formatMoment(from, now) : `${clockUtc(from)} UTC`;
    return TEXT.since(
      escapeMarkdown(name),
      TITLE.effect[statusOfLevel(level)],
      escapeMarkdown(formatPlace(place)),
      since,
    );
  });
  const failing = outages.map(({ level, effects }) => ({ status: statusOfLevel(level), effects }));
  return [TEXT.shows(NAMES.format(shown)), ...effectSentences(failing).map(escapeMarkdown)].join(' ');
}

function formatRecovery(
  kind: RecoveryKind,
  names: readonly string[],
  at: string,
  outages: readonly ShownOutage[],
): string {
  const who = NAMES.format(names);
  return kind === 'stable' ? TEXT.stable(who, names.length > 1, at) : TEXT[kind](who, at, formatDowntime(outages));
}

/** Formats the downtime of outages that have ended: "after 1 h 10 min down". */
function formatDowntime(outages: readonly ShownOutage[]): string {
  const spans = union(outages.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }])));
  if (spans.length === 0) return '';
  const level = outages.some((one) => one.level === 3) ? 3 : 2;
  const ms = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  return TEXT.downFor(formatDuration(ms), TITLE.effect[statusOfLevel(level)]);
}

export function removedText(name: string, from: Instant, to: Instant | null): string {
  return TEXT.removedNote(
    escapeMarkdown(name),
    TEXT.span(formatFullMoment(from), to === null ? null : formatFullMoment(to)),
  );
}
