import type { Span } from '#domain/time/interval';
import { en } from '#messages/en/site';

const TEXT = en.component;

/** Links to the same data as JSON. */
export function JsonLinks({ slug, month }: { slug: string; month: Span }) {
  const window = `from=${new Date(month.from).toISOString()}&to=${new Date(month.to).toISOString()}`;
  const links = [
    ['uptime', TEXT.uptimeJson],
    ['intervals', TEXT.intervals],
    ['unconfirmed', TEXT.unconfirmedJson],
  ] as const;
  return (
    <p className="mt-10 flex flex-wrap gap-x-4 text-small" id="json">
      {TEXT.json}:
      {links.map(([name, text]) => (
        <a
          key={name}
          href={`/api/v1/components/${slug}/${name}?${window}`}
          className="inline-block min-h-6 text-accent underline underline-offset-2"
        >
          {text}
        </a>
      ))}
    </p>
  );
}
