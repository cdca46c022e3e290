'use client'; // disappears when the time to undo is over

import { useLive } from '#components/console/frame/use-live.ts';
import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatMomentExact } from '#domain/time/format-utc';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import type { WatchedIncident } from './live-incident.tsx';

const TEXT = consoleIncidentsEn.undo;
const EVERY_MS = 2_000;

/** Shows the button that undoes the latest update, until its notifications are sent. Requires a LiveProvider. */
export function UndoNotice({ initial, undo }: { initial: WatchedIncident; undo: Send }) {
  const { publicId } = initial.incident;
  const { data } = useLive(`/api/console/incidents/${publicId}`, {
    initial,
    everyMs: EVERY_MS,
    isOver: ({ incident }) => undoable(incident) === null,
  });
  const update = undoable(data.incident);
  if (update === null) return null;
  const { at } = update;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-note border border-accent-tint bg-accent-tint p-4 text-small">
      <p className="flex-1">
        {TEXT.until} <UtcTime at={at} text={formatMomentExact(at, data.incident.now)} isExact />.
      </p>
      <ActionForm action={undo} submit={TEXT.submit} isSmall>
        <input type="hidden" name="incident" value={publicId} />
        <input type="hidden" name="update" value={update.publicId} />
      </ActionForm>
    </div>
  );
}

/** Returns the update that can be undone now, and until when; null if there is none. */
function undoable({ updates, now }: WatchedIncident['incident']): { publicId: string; at: number } | null {
  const found = updates.find(({ undoUntil }) => undoUntil !== null && undoUntil > now);
  return found?.undoUntil == null ? null : { publicId: found.publicId, at: found.undoUntil };
}
