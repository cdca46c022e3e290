import { en } from '#messages/en/site';

const PAGES = [
  { key: 'status', href: '/' },
  { key: 'history', href: '/history' },
  { key: 'uptime', href: '/uptime' },
  { key: 'rules', href: '/about-these-figures' },
] as const;

/** Shows plain links to all public pages. */
export function SiteNav({ current }: { current: (typeof PAGES)[number]['key'] | null }) {
  return (
    <nav aria-label={en.nav.label}>
      <ul className="flex flex-wrap gap-x-6 gap-y-2 text-small">
        {PAGES.map(({ key, href }) => (
          <li key={key}>
            {key === current ? (
              <a href={href} aria-current="page" className="inline-block min-h-6 border-b-2 border-ink font-semibold">
                {en.nav[key]}
              </a>
            ) : (
              <a href={href} className="inline-block min-h-6 text-accent underline underline-offset-4">
                {en.nav[key]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
