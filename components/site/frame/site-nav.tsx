import { en } from '#messages/en/site';

/** `parts`: other paths that belong to the page. */
const PAGES = [
  { key: 'status', href: '/', parts: ['/components/'] },
  { key: 'incidents', href: '/history', parts: ['/incidents/'] },
  { key: 'uptime', href: '/uptime', parts: [] },
  { key: 'postmortems', href: '/postmortems', parts: ['/postmortems/', '/improvements'] },
] as const;

/** Shows links to the main public pages. `path`: the path of the page that shows them. */
export function SiteNav({ path }: { path: string }) {
  return (
    <nav aria-label={en.nav.label} className="max-md:order-last max-md:basis-full">
      <ul className="flex flex-wrap gap-x-6 max-[22.5rem]:gap-x-3">
        {PAGES.map(({ key, href, parts }) => (
          <li key={key}>
            <a href={href} aria-current={currentOf(path, href, parts)} className="site-link">
              {en.nav[key]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function currentOf(path: string, href: string, parts: readonly string[]): 'page' | 'true' | undefined {
  if (path === href) return 'page';
  return parts.some((part) => path.startsWith(part)) ? 'true' : undefined;
}
