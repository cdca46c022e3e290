import type { AlertAbout, Cleared, OutageAbout } from '#domain/alerting/alert';
import { directionOf } from '#domain/incident/contradiction';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';

const TEXT = consoleAlertsEn.cleared;
const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;

/** Formats the text of a cleared alert. It never begins like the alert itself, because a lock screen shows only the beginning. */
export function formatClearedAlert(about: AlertAbout, cleared: Cleared, now: Instant): string {
  if (about.kind === 'outage') return formatOutage(about, cleared, now);
  if (about.kind === 'contradiction')
    return (directionOf(about.of) === 'better' ? TEXT.statedBetter : TEXT.statedWorse)(about.name);
  if (about.kind === 'promise' || about.kind === 'forgotten')
    return (cleared.reason === 'incident_closed' ? TEXT.closed : TEXT[about.kind])(about.title);
  if (about.kind === 'evaluation' || about.kind === 'queue' || about.kind === 'automation') return TEXT[about.kind];
  if (about.kind === 'postmortem') return TEXT.postmortem(about.title);
  if (about.kind === 'volume_pause') return TEXT.volumePause;
  if (about.kind === 'lapsed' || about.kind === 'truncated') return TEXT[about.kind](about.source);
  if (about.kind === 'destination')
    return (cleared.reason === 'removed' ? TEXT.destinationRemoved : TEXT.destination)(about.name);
  if (cleared.reason === 'removed') return TEXT.removed(about.source);
  if (about.kind === 'agent_silent')
    return (cleared.reason === 'late' ? TEXT.agentSilentLate : TEXT.agentSilent)(about.source);
  return (cleared.reason === 'silent' ? TEXT.clockSilent : TEXT.clock)(about.source);
}

function formatOutage({ name, level, from, to, isReturn }: OutageAbout, { at, reason }: Cleared, now: Instant): string {
  const how = consoleAlertsEn.about.level[level];
  if (reason === 'removed_by_late_data') return TEXT.outageRemoved(name, how, formatMoment(from, now));
  if (reason === 'not_monitored') return TEXT.outageUnmonitored(name, how);
  return (isReturn ? TEXT.outageAgain : TEXT.outage)(name, formatMoment(at, now), how, formatLength((to ?? at) - from));
}

/** Formats a length as "1 h 10 min", floored to the minute. */
function formatLength(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return TEXT.underOneMinute;
  const parts = [
    [Math.floor(minutes / DAY_MIN), TEXT.days],
    [Math.floor((minutes % DAY_MIN) / 60), TEXT.hours],
    [minutes % 60, TEXT.minutes],
  ] as const;
  return parts.flatMap(([count, format]) => (count > 0 ? [format(count)] : [])).join(' ');
}
