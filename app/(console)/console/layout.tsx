import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ConsoleFrame } from '#components/console/frame/console-frame';
import { ActionForm } from '#components/ui/action-form';
import { consoleEn } from '#messages/en/console';
import { currentPath, currentSession } from '#server/http/current-staff';
import { leave } from '../sign-in/actions.ts';

export const metadata: Metadata = { title: consoleEn.name, robots: 'noindex' };

/** Wraps all console pages. Each page checks access itself. */
export default async function Layout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  if (!session) return children;
  return (
    <ConsoleFrame
      path={await currentPath()}
      person={session.actor}
      signOut={<ActionForm action={leave} submit={consoleEn.signOut} isSmall />}
    >
      {children}
    </ConsoleFrame>
  );
}
