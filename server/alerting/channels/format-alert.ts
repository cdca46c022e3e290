import type { AlertAbout, Gone, OutageAbout } from '#domain/alerting/alert';
import { MISSED_MAX } from '#domain/alerting/alert-deliveries';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { en } from '#messages/en/site';
import { formatClearedAlert } from './format-cleared-alert.ts';

const TEXT = consoleAlertsEn.about;
const NAMES = new Intl.ListFormat('en-GB');

/** What an alert says, in one sentence or two; `gone`: that its cause is, where it is. */
export function formatAlert(about: AlertAbout, gone: Gone | null, now: Instant): string {
  if (gone !== null) return formatClearedAlert(about, gone, now);
  if (about.kind === 'outage') return formatOutage(about, formatMoment(about.from, now));
  if (about.kind === 'contradiction') return formatContradiction(about);
  if (about.kind === 'promise')
    return (about.isLapsed ? TEXT.promiseLapsed : TEXT.promiseSoon)(about.title, formatMoment(about.by, now));
  if (about.kind === 'forgotten')
    return TEXT.forgotten(about.title, NAMES.format(about.names), about.hours, formatMoment(about.saidAt, now));
  if (about.kind === 'blind') return TEXT.blind(about.source, formatMoment(about.seenAt, now));
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
  return TEXT.evaluation(formatMoment(about.evaluatedUntil, now));
}

function formatOutage({ name, level, isReturn, seen, closed }: OutageAbout, since: string): string {
  const how = TEXT.level[level];
  if (seen === 'unseen') return TEXT.outageUnseen(name, how, since);
  if (seen === 'degraded') return TEXT.outageBetter(name, how, since);
  if (closed) return TEXT.outageClosed(name, how, since, TEXT.closed[closed]);
  return (isReturn ? TEXT.outageAgain : TEXT.outage)(name, how, since);
}

function formatContradiction({ of, name, status, stated }: Extract<AlertAbout, { kind: 'contradiction' }>): string {
  const words = consoleIncidentsEn.contradiction;
  const said = stated === null ? '' : en.label[stated];
  if (of === 'untold') return words.untold(name, en.label[status]);
  return of === 'understated' ? words.understated(name, en.label[status], said) : words.overstated(name, said);
}
