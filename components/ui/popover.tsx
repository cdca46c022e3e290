'use client'; // opens over the page and moves the focus

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

type Props = { trigger: ReactElement; title: string; children: ReactNode };

/** Shows more about something below the button that opens it. */
export function Popover({ trigger, title, children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="start" className="z-10">
          <Base.Popup className="floating max-w-80 rounded-note p-4 text-small shadow-popover">
            <Base.Title className="text-small font-semibold">{title}</Base.Title>
            <div className="mt-1">{children}</div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
