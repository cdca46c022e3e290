import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { AppError } from '#server/errors';

const TEXT = consoleIncidentsEn.composer;

type DraftConflict = { message: string; conflict: { theirs: string; yours: string; version: number } };

/**
 * What a form says where the draft is not the one that it is based on: both texts, and the version to base it on now; 0 where the draft is gone. Null for
 * any other failure.
 */
export function draftConflict(error: unknown, yours: string): DraftConflict | null {
  if (!(error instanceof AppError) || !('theirs' in error.more)) return null;
  const theirs = error.more.theirs as { body?: string; version: number } | null; // as saveDraft gives it
  if (!theirs) return { message: TEXT.gone, conflict: { theirs: '', yours, version: 0 } };
  return { message: TEXT.conflict, conflict: { theirs: theirs.body ?? '', yours, version: theirs.version } };
}
