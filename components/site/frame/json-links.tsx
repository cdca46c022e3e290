import type { Span } from '#domain/time/interval';
import { en } from '#messages/en/site';

const TEXT = en.component;

/** Links to the data of this month as JSON, and to the badge. */
export function JsonLinks({ slug, month }: { slug: string; month: Span }) {
  const window = `from=${new Date(month.from).toISOString()}&to=${new Date(month.to).toISOString()}`;
  const links = [
    [`/api/v1/components/${slug}/uptime?${window}`, TEXT.uptimeJson],
    [`/api/v1/components/${slug}/intervals?${window}`, TEXT.intervalsJson],
    [`/api/v1/components/${slug}/unconfirmed?${window}`, TEXT.unconfirmedJson],
    [`/badge/${slug}.svg`, TEXT.badge],
  ] as const;
  return (
    <ul className="mt-6 flex flex-wrap gap-x-5 gap-y-1 text-small" id="json">
      {links.map(([href, text]) => (
        <li key={href}>
          <a href={href} className="link">
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
