'use client'; // opens over the page and keeps the focus

import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';

type Props = {
  /** The button that opens the dialog. */
  trigger: ReactElement;
  title: string;
  description?: string;
  /** Fields of the dialog. */
  children?: ReactNode;
  /** The button that closes it without a change. */
  cancel: ReactElement;
  /** The button that confirms. It belongs to a form within `children`, by its attribute `form`. */
  confirm: ReactElement;
};

/** Shows a question over the page, with one way to confirm and one to cancel. */
export function Dialog({ trigger, title, description, children, cancel, confirm }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 bg-[#10151c]/50" />
        <Base.Popup className="floating fixed inset-x-4 top-1/2 z-10 mx-auto max-h-[calc(100dvh-2rem)] max-w-[28rem] -translate-y-1/2 overflow-y-auto rounded-dialog p-6 shadow-dialog">
          <Base.Title className="text-section">{title}</Base.Title>
          {description && <Base.Description className="mt-2 text-small text-quiet">{description}</Base.Description>}
          {children}
          <div className="mt-5 flex flex-wrap justify-end gap-2.5">
            <Base.Close render={cancel} />
            {confirm}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
