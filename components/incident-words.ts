import type { Instant } from '#domain/interval';
import { downtimeMs, isOpenIncident, type ListedIncident, type PublicIncident } from '#domain/public-incident';
import type { Tone } from '#domain/tone';
import { enIncidents } from '../messages/en-incidents.ts';
import { durationWords } from './duration-words.ts';

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

export function componentNames({ components }: Pick<PublicIncident, 'components'>): string {
  return NAMES.format(components.map(({ name }) => name));
}

/** "for 1 h 10 min so far", "lasted 1 h 18 min", "no downtime". */
export function lengthWords(incident: Omit<ListedIncident, 'updateCount'>, now: Instant): string {
  const down = downtimeMs(incident, now);
  if (down === null) return enIncidents.page.noDowntime;
  const words = durationWords(down, 2);
  return isOpenIncident(incident) && incident.episodes.every(({ to }) => to !== null) && incident.episodes.length > 0
    ? enIncidents.page.lasted(words)
    : isOpenIncident(incident)
      ? enIncidents.page.since(words)
      : enIncidents.page.lasted(words);
}
