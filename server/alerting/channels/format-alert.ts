import type { AlertAbout, Cleared, OutageAbout } from '#domain/alerting/alert';
import { MISSED_MAX } from '#domain/alerting/alert-deliveries';
import { startOfDay } from '#domain/time/day';
import { dayUtc, formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { en } from '#messages/en/site';
import { formatClearedAlert } from './format-cleared-alert.ts';

const TEXT = consoleAlertsEn.about;
const NAMES = new Intl.ListFormat('en-GB');

/** Formats the text of an alert, in one or two sentences. `cleared`: when and why its cause cleared, if it did. */
export function formatAlert(about: AlertAbout, cleared: Cleared | null, now: Instant): string {
  if (cleared !== null) return formatClearedAlert(about, cleared, now);
  if (about.kind === 'outage') return formatOutage(about, formatMoment(about.from, now));
  if (about.kind === 'contradiction') return formatContradiction(about);
  if (about.kind === 'promise')
    return (about.isLapsed ? TEXT.promiseLapsed : TEXT.promiseSoon)(about.title, formatMoment(about.by, now));
  if (about.kind === 'forgotten')
    return TEXT.forgotten(about.title, NAMES.format(about.names), about.hours, formatMoment(about.lastUpdateAt, now));
  if (about.kind === 'agent_silent') return TEXT.agentSilent(about.source, formatMoment(about.seenAt, now));
  if (about.kind === 'clock')
    return (about.aheadMs > 0 ? TEXT.clockAhead : TEXT.clockBehind)(
      about.source,
      Math.round(Math.abs(about.aheadMs) / 1_000),
    );
  if (about.kind === 'lapsed') return TEXT.lapsed(about.source, about.instances, formatMoment(about.since, now));
  if (about.kind === 'truncated') return TEXT.truncated(about.source, about.alerts);
  if (about.kind === 'destination')
    return about.isGone ? TEXT.destinationGone(about.name) : TEXT.destinationFails(about.name, MISSED_MAX);
  if (about.kind === 'queue') return TEXT.queue(formatMoment(about.watermark, now));
  if (about.kind === 'automation') return TEXT.automation(formatMoment(about.reconciledUntil, now));
  if (about.kind === 'postmortem') return TEXT.postmortem(about.title, dayUtc(startOfDay(about.promisedOn)));
  if (about.kind === 'volume_pause') return TEXT.volumePause(formatMoment(about.since, now));
  return TEXT.evaluation(formatMoment(about.evaluatedUntil, now));
}

function formatOutage({ name, level, isReturn, current, closed }: OutageAbout, since: string): string {
  const how = TEXT.level[level];
  if (current === 'unknown') return TEXT.outageUnknown(name, how, since);
  if (current === 'degraded') return TEXT.outageBetter(name, how, since);
  if (closed) return TEXT.outageClosed(name, how, since, TEXT.closed[closed]);
  return (isReturn ? TEXT.outageAgain : TEXT.outage)(name, how, since);
}

function formatContradiction({ of, name, status, stated }: Extract<AlertAbout, { kind: 'contradiction' }>): string {
  const texts = consoleIncidentsEn.contradiction;
  const statedLabel = stated === null ? '' : en.label[stated];
  if (of === 'unpublished') return texts.noPublicIncident(name, en.label[status]);
  return of === 'understated'
    ? texts.understated(name, en.label[status], statedLabel)
    : texts.overstated(name, statedLabel);
}
