import type { ReactNode } from 'react';
import { type Action, may, type Role } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';
import { KeyboardShortcuts } from './keyboard-shortcuts.tsx';

const PAGES: { key: keyof typeof consoleEn.nav; href: string; action: Action }[] = [
  { key: 'overview', href: '/console', action: 'incident:read' },
  { key: 'incidents', href: '/console/incidents', action: 'incident:read' },
  { key: 'postmortems', href: '/console/postmortems', action: 'incident:read' },
  { key: 'templates', href: '/console/templates', action: 'template:write' },
  { key: 'subscribers', href: '/console/subscribers', action: 'subscriber:read' },
  { key: 'deliveries', href: '/console/deliveries', action: 'incident:read' },
  { key: 'components', href: '/console/components', action: 'catalog:write' },
  { key: 'staff', href: '/console/staff', action: 'staff:write' },
  { key: 'tokens', href: '/console/tokens', action: 'token:write' },
  { key: 'alerts', href: '/console/alerts', action: 'setting:write' },
  { key: 'audit', href: '/console/audit', action: 'audit:read' },
  { key: 'account', href: '/console/account', action: 'account:write' },
];

type Props = { path: string; person: { name: string; role: Role }; signOut: ReactNode; children: ReactNode };

/** Shows the frame of every console page: navigation, current page and signed-in person. */
export function ConsoleFrame({ path, person, signOut, children }: Props) {
  return (
    <div className="console mx-auto max-w-[1100px] px-4 py-4 sm:px-6 sm:py-6">
      <a href="#content" className="sr-only focus:not-sr-only focus:inline-block focus:min-h-6">
        {consoleEn.skip}
      </a>
      <header className="border-b border-line pb-3">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <p className="font-semibold">{consoleEn.name}</p>
          <div className="flex items-center gap-3 text-small">
            <span>{consoleEn.signedInAs(person.name, consoleEn.role[person.role])}</span>
            <KeyboardShortcuts canOpen={may(person.role, 'incident:open')} />
            {signOut}
          </div>
        </div>
        <nav aria-label={consoleEn.nav.label} className="mt-3">
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
            {PAGES.filter(({ action }) => may(person.role, action)).map(({ key, href }) => (
              <NavLink key={key} href={href} text={consoleEn.nav[key]} isCurrent={isBelow(path, href)} />
            ))}
            <NavLink href="/" text={consoleEn.nav.page} isCurrent={false} />
          </ul>
        </nav>
      </header>
      <main id="content" className="mt-8">
        {children}
      </main>
    </div>
  );
}

/** Returns whether an address is a page or below it. Everything is below the overview. */
function isBelow(path: string, href: string): boolean {
  return path === href || (href !== '/console' && path.startsWith(`${href}/`));
}

function NavLink({ href, text, isCurrent }: { href: string; text: string; isCurrent: boolean }) {
  const look = isCurrent ? 'border-b-2 border-ink font-semibold' : 'text-accent underline underline-offset-4';
  return (
    <li>
      <a
        href={href}
        aria-current={isCurrent ? 'page' : undefined}
        className={`inline-flex min-h-8 items-center ${look}`}
      >
        {text}
      </a>
    </li>
  );
}
