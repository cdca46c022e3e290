import type { ReactNode } from 'react';

type Props = {
  icon?: ReactNode;
  title: ReactNode;
  href?: string;
  text?: ReactNode;
  end?: ReactNode;
  endNote?: ReactNode;
  level?: 'h3' | 'h4' | 'p';
  children?: ReactNode;
};

/** Shows an entry of a list within a card: icon, title and text, and two short facts at the end. */
export function Row({ icon, title, href, text, end, endNote, level = 'h3', children }: Props) {
  const Title = level;
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-3 border-line px-4 py-4 not-first:border-t sm:grid-cols-[auto_1fr_auto] sm:gap-x-4 sm:px-6 sm:py-4.5">
      <div className="flex h-6 items-center">{icon}</div>
      <Title className="min-w-0 text-row font-semibold text-ink">
        {href === undefined ? (
          title
        ) : (
          <a href={href} className="hover:underline">
            {title}
          </a>
        )}
      </Title>
      {(end || endNote) && (
        <p className="text-small max-sm:col-start-2 max-sm:flex max-sm:flex-wrap max-sm:gap-x-2 sm:col-start-3 sm:row-span-2 sm:text-end">
          <span className="block font-semibold text-ink sm:leading-6">{end}</span>
          <span className="block text-quiet">{endNote}</span>
        </p>
      )}
      {text && <p className="col-start-2 mt-0.5 text-small text-quiet sm:row-start-2">{text}</p>}
      {children && <div className="col-start-2 mt-1 text-small sm:col-end-4">{children}</div>}
    </li>
  );
}
