import type { ReactNode } from 'react';
import { en } from '#messages/en/site';
import { StatusIcon } from './status-icon.tsx';

/** Shows whether the page updates. `lostSince`: the time of the data if the connection is lost. */
export function ConnectionLine({ lostSince }: { lostSince?: ReactNode }) {
  if (lostSince === undefined)
    return (
      <p className="flex items-center gap-2 text-small text-quiet">
        <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 fill-ok-bar">
          <circle cx="4" cy="4" r="4" />
        </svg>
        {en.live.updates}
      </p>
    );
  return (
    <p className="flex items-center gap-2 text-small text-deg-ink">
      <StatusIcon tone="possible" size={18} />
      <span>
        {en.live.lost} {lostSince}.
      </span>
    </p>
  );
}
