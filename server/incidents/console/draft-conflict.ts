import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { AppError } from '#server/errors';

const TEXT = consoleIncidentsEn.composer;

type DraftConflict = { message: string; conflict: { theirs: string; yours: string; version: number } };

/**
 * Returns what a form shows if the draft has changed since: both texts and the current version; 0 if the draft no longer exists. Null for any other failure.
 */
export function draftConflict(error: unknown, yours: string): DraftConflict | null {
  if (!(error instanceof AppError) || !('theirs' in error.more)) return null;
  const theirs = error.more.theirs as { body?: string; version: number } | null; // as saveDraft throws it
  if (!theirs) return { message: TEXT.gone, conflict: { theirs: '', yours, version: 0 } };
  return { message: TEXT.conflict, conflict: { theirs: theirs.body ?? '', yours, version: theirs.version } };
}
