import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';

export type AnnouncementState = 'met' | 'missed' | 'due';
/** A public update with its state and the time that it announces for the next update. Automatic updates announce none. */
export type AnnouncingUpdate = {
  state: IncidentState;
  publishedAt: Instant;
  nextUpdateBy: Instant | null;
  isAutomatic: boolean;
};

/** Returns whether an update answers an announcement. Only people announce and answer; an automatic update answers only if it ends the incident. */
function isAnswer({ isAutomatic, state }: AnnouncingUpdate): boolean {
  return !isAutomatic || !isOpenState(state);
}

/**
 * Returns the outcome of each update's announcement, in order: met if the next update came in time, missed if it did not, due while there is time. Null for
 * an update without an announcement, such as one that ends the incident. Retracted updates count, because readers saw them.
 */
export function announcementStates(updates: readonly AnnouncingUpdate[], now: Instant): (AnnouncementState | null)[] {
  return updates.map((update, i) => {
    const { publishedAt } = update;
    const nextUpdateBy = announcedNextUpdate(update);
    if (nextUpdateBy === null) return null;
    const later = updates.filter(
      (other, j) =>
        isAnswer(other) && (other.publishedAt > publishedAt || (other.publishedAt === publishedAt && j > i)),
    );
    if (later.length === 0) return now <= nextUpdateBy ? 'due' : 'missed';
    return Math.min(...later.map((other) => other.publishedAt)) <= nextUpdateBy ? 'met' : 'missed';
  });
}

/** Returns the time that an update announces for the next one; null if it ends the incident. */
export function announcedNextUpdate({
  state,
  nextUpdateBy,
}: Pick<AnnouncingUpdate, 'state' | 'nextUpdateBy'>): Instant | null {
  return isOpenState(state) ? nextUpdateBy : null;
}

/** Returns when the next update is due: the announcement of the newest update that counts as an answer. */
export function nextUpdateDue(updates: readonly AnnouncingUpdate[]): Instant | null {
  const newest = updates
    .filter(isAnswer)
    .reduce<AnnouncingUpdate | null>(
      (found, update) => (found && found.publishedAt > update.publishedAt ? found : update),
      null,
    );
  return newest && announcedNextUpdate(newest);
}
