import type { Instant } from '#domain/interval';
import type { AlertAbout } from '#domain/staff-alert';
import { momentWords } from '#domain/utc-words';
import { consoleAlertsEn } from '../../messages/console-alerts-en.ts';
import { consoleIncidentsEn } from '../../messages/console-incidents-en.ts';
import { en } from '../../messages/en.ts';

const TEXT = consoleAlertsEn.about;
const NAMES = new Intl.ListFormat('en-GB');

/** What an alert says, in one sentence. */
export function staffAlertWords(about: AlertAbout, now: Instant): string {
  if (about.kind === 'outage') return (about.isReturn ? TEXT.outageAgain : TEXT.outage)(about.name, TEXT.level[about.level], momentWords(about.from, now));
  if (about.kind === 'contradiction') return contradictionWords(about);
  if (about.kind === 'promise') return (about.isLapsed ? TEXT.promiseLapsed : TEXT.promiseSoon)(about.title, momentWords(about.by, now));
  if (about.kind === 'forgotten') return TEXT.forgotten(about.title, NAMES.format(about.names), about.hours, momentWords(about.saidAt, now));
  if (about.kind === 'blind') return TEXT.blind(about.source, momentWords(about.seenAt, now));
  if (about.kind === 'clock') return (about.aheadMs > 0 ? TEXT.clockAhead : TEXT.clockBehind)(about.source, Math.round(Math.abs(about.aheadMs) / 1_000));
  return TEXT.judgement(momentWords(about.judgedUpTo, now));
}

function contradictionWords({ of, name, status, stated }: Extract<AlertAbout, { kind: 'contradiction' }>): string {
  const words = consoleIncidentsEn.contradiction;
  const said = stated === null ? '' : en.label[stated];
  if (of === 'untold') return words.untold(name, en.label[status]);
  return of === 'understated' ? words.understated(name, en.label[status], said) : words.overstated(name, said);
}
