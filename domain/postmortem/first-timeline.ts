import type { IncidentState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';

/** An event of the record, for the first timeline. `names`: the components. `text`: the beginning of an update, as plain text. */
export type TimelineEvent = { at: Instant } & (
  | { kind: 'began'; names: string[]; level: 2 | 3 }
  | { kind: 'ended'; names: string[] }
  | { kind: 'confirmed' | 'published' | 'confirmed_and_published' | 'acknowledged' | 'resolved' }
  | { kind: 'update'; text: string }
);

type Episode = { name: string; from: Instant; to: Instant; level: 2 | 3; confirmedAt: Instant };
type Update = { at: Instant; state: IncidentState; isAutomatic: boolean; text: string };
type Happened = {
  episodes: readonly Episode[];
  /** Public updates that were not retracted. */
  updates: readonly Update[];
  publicAt: Instant | null;
  acknowledgedAt: Instant | null;
  resolvedAt: Instant | null;
};

/** An incident that is published so soon after its confirmation is one entry. */
const TOGETHER_MS = 60_000;

/** Returns the events of an incident in order of time: its episodes, confirmation, publication, acknowledgement, updates by people, and its end. */
export function firstTimeline({ episodes, updates, publicAt, acknowledgedAt, resolvedAt }: Happened): TimelineEvent[] {
  const byPeople = updates.filter(({ isAutomatic, state }) => !isAutomatic && state !== 'postmortem');
  const isStated = (at: Instant | null) =>
    byPeople.some((update) => at !== null && Math.abs(update.at - at) < TOGETHER_MS);
  const events: TimelineEvent[] = [
    ...together(episodes, ({ from }) => from).map(
      ([at, own]): TimelineEvent => ({ at, kind: 'began', names: namesOf(own), level: worst(own) }),
    ),
    ...publication(episodes, publicAt !== null && isStated(publicAt) ? null : publicAt),
    ...(acknowledgedAt === null || isStated(acknowledgedAt)
      ? []
      : [{ at: acknowledgedAt, kind: 'acknowledged' as const }]),
    ...byPeople.map(({ at, text }): TimelineEvent => ({ at, kind: 'update', text })),
    ...together(episodes, ({ to }) => to).map(
      ([at, own]): TimelineEvent => ({ at, kind: 'ended', names: namesOf(own) }),
    ),
    ...(resolvedAt === null || isStated(resolvedAt) ? [] : [{ at: resolvedAt, kind: 'resolved' as const }]),
  ];
  return events.sort((a, b) => a.at - b.at);
}

function together(episodes: readonly Episode[], atOf: (episode: Episode) => Instant): [Instant, Episode[]][] {
  return [...Map.groupBy(episodes, atOf)];
}

function namesOf(episodes: readonly Episode[]): string[] {
  return [...new Set(episodes.map(({ name }) => name))];
}

function worst(episodes: readonly Episode[]): 2 | 3 {
  return episodes.some(({ level }) => level === 3) ? 3 : 2;
}

function publication(episodes: readonly Episode[], publicAt: Instant | null): TimelineEvent[] {
  const confirmedAt = episodes.length === 0 ? null : Math.min(...episodes.map((one) => one.confirmedAt));
  if (confirmedAt !== null && publicAt !== null && Math.abs(publicAt - confirmedAt) < TOGETHER_MS)
    return [{ at: confirmedAt, kind: 'confirmed_and_published' }];
  return [
    ...(confirmedAt === null ? [] : [{ at: confirmedAt, kind: 'confirmed' as const }]),
    ...(publicAt === null ? [] : [{ at: publicAt, kind: 'published' as const }]),
  ];
}
