'use client'; // appears after an action

import { Toast as Base } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { consoleEn } from '#messages/en/console';
import { Icon } from './icon.tsx';
import { StatusIcon } from './status-icon.tsx';

/** Confirmations close after this time. Errors stay until they are closed. */
const SHOWN_MS = 6_000;
const ERROR = 'error';

/** Shows the toasts of everything within it. */
export function ToastArea({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={SHOWN_MS}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-4 bottom-4 z-20 grid gap-2.5 sm:start-auto sm:w-[22rem]">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

/** Returns functions that show a toast. */
export function useToasts() {
  const { add } = Base.useToastManager();
  return {
    confirm: (title: string) => add({ title }),
    fail: (title: string) => add({ title, type: ERROR, timeout: 0 }),
  };
}

function Toasts() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="toast">
      <Base.Content className="flex items-start gap-3">
        <StatusIcon tone={toast.type === ERROR ? 'major_outage' : 'operational'} size={20} />
        <Base.Title render={<p />} className="flex-1" />
        <Base.Close className="-m-1 p-1" aria-label={consoleEn.close}>
          <Icon name="close" className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
