import type { AlertAbout, Gone, OutageAbout } from '#domain/alerting/alert';
import { MISSED_MAX } from '#domain/alerting/alert-deliveries';
import { momentWords } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { en } from '#messages/en/site';
import { staffAlertOverWords } from './format-cleared-alert.ts';

const TEXT = consoleAlertsEn.about;
const NAMES = new Intl.ListFormat('en-GB');

/** What an alert says, in one sentence or two; `gone`: that its cause is, where it is. */
export function staffAlertWords(about: AlertAbout, gone: Gone | null, now: Instant): string {
  if (gone !== null) return staffAlertOverWords(about, gone, now);
  if (about.kind === 'outage') return outageWords(about, momentWords(about.from, now));
  if (about.kind === 'contradiction') return contradictionWords(about);
  if (about.kind === 'promise')
    return (about.isLapsed ? TEXT.promiseLapsed : TEXT.promiseSoon)(about.title, momentWords(about.by, now));
  if (about.kind === 'forgotten')
    return TEXT.forgotten(about.title, NAMES.format(about.names), about.hours, momentWords(about.saidAt, now));
  if (about.kind === 'blind') return TEXT.blind(about.source, momentWords(about.seenAt, now));
  if (about.kind === 'clock')
    return (about.aheadMs > 0 ? TEXT.clockAhead : TEXT.clockBehind)(
      about.source,
      Math.round(Math.abs(about.aheadMs) / 1_000),
    );
  if (about.kind === 'lapsed') return TEXT.lapsed(about.source, about.instances, momentWords(about.since, now));
  if (about.kind === 'truncated') return TEXT.truncated(about.source, about.alerts);
  if (about.kind === 'target')
    return about.isGone ? TEXT.targetGone(about.name) : TEXT.targetFails(about.name, MISSED_MAX);
  if (about.kind === 'queue') return TEXT.queue(momentWords(about.storedUpTo, now));
  if (about.kind === 'keeper') return TEXT.keeper(momentWords(about.keptUpTo, now));
  return TEXT.judgement(momentWords(about.judgedUpTo, now));
}

function outageWords({ name, level, isReturn, seen, closed }: OutageAbout, since: string): string {
  const how = TEXT.level[level];
  if (seen === 'unseen') return TEXT.outageUnseen(name, how, since);
  if (seen === 'degraded') return TEXT.outageBetter(name, how, since);
  if (closed) return TEXT.outageClosed(name, how, since, TEXT.closed[closed]);
  return (isReturn ? TEXT.outageAgain : TEXT.outage)(name, how, since);
}

function contradictionWords({ of, name, status, stated }: Extract<AlertAbout, { kind: 'contradiction' }>): string {
  const words = consoleIncidentsEn.contradiction;
  const said = stated === null ? '' : en.label[stated];
  if (of === 'untold') return words.untold(name, en.label[status]);
  return of === 'understated' ? words.understated(name, en.label[status], said) : words.overstated(name, said);
}
