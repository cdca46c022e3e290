import { formatDuration } from '#components/ui/format-duration.ts';
import {
  downtimeMs,
  isOpenIncident,
  type ListedIncident,
  outcomeOf,
  type PublicIncident,
  type PublicUpdate,
} from '#domain/incident/public-incident';
import type { Tone } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

const NAMES = new Intl.ListFormat('en-GB');
const TONE_OF_IMPACT: Record<PublicIncident['impact'], Tone> = {
  none: 'incident',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
};

/** How an incident is drawn: by its impact while it goes on, then without colour. */
export function toneOfIncident(incident: PublicIncident): Tone {
  return isOpenIncident(incident) ? TONE_OF_IMPACT[incident.impact] : 'not_monitored';
}

type Closing = Pick<PublicIncident, 'state' | 'withdrawnAt' | 'mergedInto' | 'mergedIntoTitle'>;

/** The state of an incident, or how else it ended: a false alarm and a merged incident were not resolved. */
export function formatState({ state, withdrawnAt, mergedInto, mergedIntoTitle }: Closing): string {
  if (withdrawnAt !== null) return enIncidents.withdrawn;
  return mergedInto === null ? enIncidents.state[state] : enIncidents.mergedInto(mergedIntoTitle ?? '');
}

/** The heading of an update: the state that it leads to, unless the update before it (the next in the list) led there; the last one of an incident that was not resolved says how it ended. */
export function updateHeading(incident: PublicIncident, index: number): string {
  const { state } = incident.updates[index] as PublicUpdate; // whoever asks goes through them
  const outcome = index === 0 ? outcomeOf(incident) : null;
  if (outcome !== null) return enIncidents.outcome[outcome];
  return incident.updates[index + 1]?.state === state ? enIncidents.page.update : enIncidents.state[state];
}

export function componentNames({ components }: Pick<PublicIncident, 'components'>): string {
  return NAMES.format(components.map(({ name }) => name));
}

/** "for 1 h 10 min so far", "lasted 1 h 18 min", "no downtime". */
export function formatLength(incident: Omit<ListedIncident, 'updateCount'>, now: Instant): string {
  const down = downtimeMs(incident, now);
  if (down === null) return enIncidents.page.noDowntime;
  const words = formatDuration(down, 2);
  return isOpenIncident(incident) && incident.episodes.every(({ to }) => to !== null) && incident.episodes.length > 0
    ? enIncidents.page.lasted(words)
    : isOpenIncident(incident)
      ? enIncidents.page.since(words)
      : enIncidents.page.lasted(words);
}
