import type { AlertAbout, Gone, OutageAbout } from '#domain/alerting/alert';
import { saidOf } from '#domain/incident/contradiction';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';

const TEXT = consoleAlertsEn.over;
const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;

/** What an alert says whose cause is gone. It never reads like the trouble itself: a lock screen shows the beginning. */
export function formatClearedAlert(about: AlertAbout, gone: Gone, now: Instant): string {
  if (about.kind === 'outage') return formatOutage(about, gone, now);
  if (about.kind === 'contradiction')
    return (saidOf(about.of) === 'better' ? TEXT.saidBetter : TEXT.saidWorse)(about.name);
  if (about.kind === 'promise' || about.kind === 'forgotten')
    return (gone.why === 'closed' ? TEXT.closed : TEXT[about.kind])(about.title);
  if (about.kind === 'evaluation' || about.kind === 'queue' || about.kind === 'automation') return TEXT[about.kind];
  if (about.kind === 'lapsed' || about.kind === 'truncated') return TEXT[about.kind](about.source);
  if (about.kind === 'destination')
    return (gone.why === 'removed' ? TEXT.destinationRemoved : TEXT.destination)(about.name);
  if (gone.why === 'removed') return TEXT.removed(about.source);
  if (about.kind === 'blind') return (gone.why === 'late' ? TEXT.blindLate : TEXT.blind)(about.source);
  return (gone.why === 'silent' ? TEXT.clockSilent : TEXT.clock)(about.source);
}

function formatOutage({ name, level, from, to, isReturn }: OutageAbout, { at, why }: Gone, now: Instant): string {
  const how = consoleAlertsEn.about.level[level];
  if (why === 'erased') return TEXT.outageRemoved(name, how, formatMoment(from, now));
  if (why === 'unmonitored') return TEXT.outageUnmonitored(name, how);
  return (isReturn ? TEXT.outageAgain : TEXT.outage)(name, formatMoment(at, now), how, formatLength((to ?? at) - from));
}

/** "1 h 10 min", floored to the minute. */
function formatLength(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return TEXT.underOneMinute;
  const parts = [
    [Math.floor(minutes / DAY_MIN), TEXT.days],
    [Math.floor((minutes % DAY_MIN) / 60), TEXT.hours],
    [minutes % 60, TEXT.minutes],
  ] as const;
  return parts.flatMap(([count, words]) => (count > 0 ? [words(count)] : [])).join(' ');
}
