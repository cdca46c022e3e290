import {
  isRecovery,
  type MonitoringReport,
  mergeReports,
  type RecoveryKind,
} from '#domain/automation/monitoring-report';
import { escapeMarkdown } from '#domain/incident/escape-markdown';
import { cutTitle } from '#domain/incident/title';
import { clockUtc, dayUtc, formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidents.automatic;
const NAMES = new Intl.ListFormat('en-GB');

export function automaticTitle(names: readonly string[]): string {
  return cutTitle(TEXT.title(NAMES.format(names)));
}

/** An ongoing outage of an incident. */
type ShownOutage = { name: string; level: 2 | 3; since: Instant };
type Situation = { namesOf: (componentIds: readonly number[]) => string[]; outages: readonly ShownOutage[] };

/** Formats what monitoring reported, with the outages as they are now. Returns markdown in which names are plain text. */
export function automaticText(reports: readonly MonitoringReport[], { namesOf, outages }: Situation): string {
  const merged = mergeReports(reports);
  const [first] = merged;
  const names = (one: MonitoringReport) => namesOf(one.componentIds).map(escapeMarkdown);
  if (first && isRecovery(first)) return formatRecovery(first.kind, names(first), first.since);
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
  return [...leads, formatOutages(outages), ...last].join(' ');
}

/** Formats outages: "Our monitoring shows a major outage of Serving since 13:20 UTC and a partial outage of Analytics since 13:21 UTC on 30 March 2022." */
function formatOutages(outages: readonly ShownOutage[]): string {
  const isOneDay = new Set(outages.map(({ since }) => dayUtc(since))).size === 1;
  const shown = outages.map(({ name, level, since }, i) => {
    const withDay = !isOneDay || i === outages.length - 1;
    return TEXT.since(
      TEXT.outage[level === 3 ? 'major' : 'partial'](escapeMarkdown(name)),
      withDay ? formatFullMoment(since) : `${clockUtc(since)} UTC`,
    );
  });
  return TEXT.shows(NAMES.format(shown));
}

function formatRecovery(kind: RecoveryKind, names: readonly string[], since: Instant): string {
  return TEXT[kind](NAMES.format(names), names.length > 1, formatFullMoment(since));
}

export function removedText(name: string, from: Instant, to: Instant | null): string {
  return TEXT.removedNote(
    escapeMarkdown(name),
    TEXT.span(formatFullMoment(from), to === null ? null : formatFullMoment(to)),
  );
}
