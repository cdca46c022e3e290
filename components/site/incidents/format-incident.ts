import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import {
  downtimeBasis,
  downtimeMs,
  isOpenIncident,
  type ListedIncident,
  outcomeOf,
  type PublicIncident,
  type PublicUpdate,
} from '#domain/incident/public-incident';
import { levelOf, type Status, statusOfLevel } from '#domain/measurement/status';
import type { Tone } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidentPages.history;
const UPDATES = enIncidentPages.incident.updates;
const NAMES = new Intl.ListFormat('en-GB');
const TONE_OF_IMPACT: Record<PublicIncident['impact'], Tone> = {
  none: 'incident',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
};

/** Returns the tone of an impact. */
export function toneOfImpact(impact: PublicIncident['impact']): Tone {
  return TONE_OF_IMPACT[impact];
}

/** Returns the tone of the worst impact that an incident ever had; none if it was a false alarm or part of another one. */
export function worstToneOf(incident: Pick<PublicIncident, 'impact' | 'withdrawnAt' | 'mergedInto'>): Tone {
  return outcomeOf(incident) === null ? TONE_OF_IMPACT[incident.impact] : 'not_monitored';
}

/** Returns what an open incident shows now: the worst status that its updates state or that monitoring measures; recovering while that is confirmed. */
export function currentToneOf({
  state,
  impact,
  components,
  episodes,
}: Pick<PublicIncident, 'state' | 'impact' | 'components' | 'episodes'>): { tone: Tone; isRecovering: boolean } {
  const ongoing = episodes.filter(({ to }) => to === null).map(({ level }): Status => statusOfLevel(level));
  const level = Math.max(0, ...[...components.map(({ status }) => status), ...ongoing].map(levelOf)) as 0 | 1 | 2 | 3; // levels are 0 … 3
  if (level > 0) return { tone: statusOfLevel(level as 1 | 2 | 3), isRecovering: false };
  const isRecovering = state === 'monitoring' && impact !== 'none';
  return { tone: isRecovering ? TONE_OF_IMPACT[impact] : 'incident', isRecovering };
}

type Closing = Pick<PublicIncident, 'state' | 'withdrawnAt' | 'mergedInto' | 'mergedIntoTitle'>;

/** Formats the state of an incident, or its outcome if it was a false alarm or merged instead of resolved. */
export function formatState({ state, withdrawnAt, mergedInto, mergedIntoTitle }: Closing): string {
  if (withdrawnAt !== null) return enIncidents.withdrawn;
  return mergedInto === null ? enIncidents.state[state] : enIncidents.mergedInto(mergedIntoTitle ?? '');
}

/**
 * Formats the heading of an update: the state that it sets, unless the previous update (the next in the list) already set it. A further failure and a
 * recovery that monitoring reports have headings of their own. The last update of an incident that was withdrawn or merged shows that outcome.
 */
export function updateHeading(incident: PublicIncident, index: number): string {
  const { state, isAutomatic } = incident.updates[index] as PublicUpdate; // callers iterate over the updates
  const previous = incident.updates[index + 1];
  const outcome = index === 0 ? outcomeOf(incident) : null;
  if (outcome !== null) return enIncidents.outcome[outcome];
  if (previous?.state === state) return UPDATES.other;
  if (state === 'detected' && previous) return UPDATES.again;
  return isAutomatic && state === 'monitoring' ? UPDATES.recovered : enIncidents.state[state];
}

/** Formats who wrote an automatic update, to follow its heading; null for all others. */
export function updateAuthor({ isAutomatic }: PublicUpdate, heading: string): string | null {
  if (!isAutomatic) return null;
  return heading === enIncidents.state.detected || heading === UPDATES.other ? UPDATES.automatic : UPDATES.accordingTo;
}

export function componentNames({ components }: Pick<PublicIncident, 'components'>): string {
  return NAMES.format(components.map(({ name }) => name));
}

/** Formats what an incident did, like "Partial outage, 34 min", or its outcome if it was a false alarm or merged. */
export function formatImpact(incident: Omit<ListedIncident, 'excerpt'>, now: Instant): string {
  const outcome = outcomeOf(incident);
  if (outcome !== null) return outcome === 'withdrawn' ? TEXT.falseAlarm : TEXT.merged;
  const tone = TONE_OF_IMPACT[incident.impact];
  const down = downtimeMs(incident, now);
  const { label } = STATUS_TOKENS[tone];
  if (down === null && tone === 'incident') return TEXT.noDowntime;
  if (down === null)
    return incident.degradedMs > 0 ? TEXT.impact(label, formatBriefDuration(incident.degradedMs)) : label;
  const text = TEXT.impact(label, formatBriefDuration(down));
  if (downtimeBasis(incident, now) === 'reported') return TEXT.reported(text);
  return isOpenIncident(incident) && incident.episodes.some(({ to }) => to === null) ? TEXT.soFar(text) : text;
}
