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

/** Returns the tone of an incident: its impact while it is open, then no colour. */
export function toneOfIncident(incident: PublicIncident): Tone {
  return isOpenIncident(incident) ? TONE_OF_IMPACT[incident.impact] : 'not_monitored';
}

type Closing = Pick<PublicIncident, 'state' | 'withdrawnAt' | 'mergedInto' | 'mergedIntoTitle'>;

/** Formats the state of an incident, or its outcome if it was a false alarm or merged instead of resolved. */
export function formatState({ state, withdrawnAt, mergedInto, mergedIntoTitle }: Closing): string {
  if (withdrawnAt !== null) return enIncidents.withdrawn;
  return mergedInto === null ? enIncidents.state[state] : enIncidents.mergedInto(mergedIntoTitle ?? '');
}

/**
 * Formats the heading of an update: the state that it sets, unless the previous update (the next in the list) already set it. The last update of an
 * incident that was withdrawn or merged shows that outcome.
 */
export function updateHeading(incident: PublicIncident, index: number): string {
  const { state } = incident.updates[index] as PublicUpdate; // callers iterate over the updates
  const outcome = index === 0 ? outcomeOf(incident) : null;
  if (outcome !== null) return enIncidents.outcome[outcome];
  return incident.updates[index + 1]?.state === state ? enIncidents.page.update : enIncidents.state[state];
}

export function componentNames({ components }: Pick<PublicIncident, 'components'>): string {
  return NAMES.format(components.map(({ name }) => name));
}

/** Formats the downtime of an incident, like "for 1 h 10 min so far", "lasted 1 h 18 min" or "no downtime". */
export function formatLength(incident: Omit<ListedIncident, 'updateCount'>, now: Instant): string {
  const down = downtimeMs(incident, now);
  if (down === null) return enIncidents.page.noDowntime;
  const text = formatDuration(down, 2);
  return isOpenIncident(incident) && incident.episodes.every(({ to }) => to !== null) && incident.episodes.length > 0
    ? enIncidents.page.lasted(text)
    : isOpenIncident(incident)
      ? enIncidents.page.since(text)
      : enIncidents.page.lasted(text);
}
