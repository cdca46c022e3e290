import type { ReactNode } from 'react';
import { Icon } from '#components/ui/icon';

/** Shows a link to the page above this one. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p id="_back" className="mb-3.5 text-small print:hidden">
      <a href={href} className="inline-flex min-h-6 items-center gap-1.5 font-medium text-quiet hover:text-ink">
        <span className="mirrors">
          <Icon name="chevron" className="size-3 rotate-180" />
        </span>
        {children}
      </a>
    </p>
  );
}
