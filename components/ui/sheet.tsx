'use client'; // opens over the page and keeps the focus

import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { Icon } from './icon.tsx';

type Props = {
  /** The button that opens the sheet. */
  trigger: ReactElement;
  title: string;
  /** The name of the button that closes it. */
  close: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Returns what gets the focus in the open sheet; null for its first control. */
  firstFocus: (sheet: HTMLElement) => HTMLElement | null;
  children: ReactNode;
};

/** Shows content over the lower part of the page. */
export function Sheet({ trigger, title, close, isOpen, onOpenChange, firstFocus, children }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={isOpen} onOpenChange={(isWanted) => onOpenChange(isWanted)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-10 bg-[#10151c]/50" />
        <Base.Popup
          ref={sheet}
          initialFocus={() => (sheet.current && firstFocus(sheet.current)) ?? true}
          className="floating fixed inset-x-0 bottom-0 z-10 max-h-[85dvh] overflow-y-auto overscroll-contain rounded-t-dialog shadow-dialog"
        >
          <div className="sticky top-0 z-10 flex items-center justify-between border-b border-line bg-raised px-4 py-2">
            <Base.Title className="text-section">{title}</Base.Title>
            <Base.Close className="button button-ghost" aria-label={close}>
              <Icon name="close" className="size-5" />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
